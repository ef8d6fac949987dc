#pragma once

#include <imgui.h>
#include <string_view>

/// Signs drawn as shapes: crisp at every zoom, and there even where a font has not got them.
namespace iovlab::ui {

enum class Icon {
    None,
    Play,
    Pause,
    Stop,
    Step,
    StepBack,
    Rewind,
    FastForward,
    Plus,
    Minus,
    Cross,
    Check,
    Dot,
    Ring,
    RadioOn,
    ChevronDown,
    ChevronRight,
    ChevronUp,
    Grip,
    Warning,
    Info,
    Asleep,
};

/// Draws `icon` centred in the square of side `size` at `min`.
void draw_icon(ImDrawList& draw, Icon icon, ImVec2 min, float size, ImU32 color);
/// As an item of the line in hand, in the height of the text.
void icon(Icon icon, ImU32 color);
/// ✓ or ✗ or ○ and a sentence: the rows of the check panel.
void check_row(std::string_view name, Icon icon, ImU32 color, std::string_view text);

}  // namespace iovlab::ui
