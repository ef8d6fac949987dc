#pragma once

#include "core/kernel/call.h"

#include <array>
#include <cstddef>
#include <imgui.h>
#include <string_view>

/// The tokens of docs/look.md as code. Colours are packed as ImGui packs them (IM_COL32).
namespace iovlab {

enum class ThemeName { Dark, Light };

/// What a result means; each has one colour in the whole window.
enum class Meaning { Complete, Short, Errno, Signal, Asleep, None };

struct Theme {
    ThemeName name = ThemeName::Dark;
    ImU32 background = 0;  ///< behind the panels; the cleared window
    ImU32 panel = 0;
    ImU32 raised = 0;   ///< controls on a panel
    ImU32 hovered = 0;  ///< a raised control under the pointer
    ImU32 pressed = 0;
    ImU32 line = 0;
    ImU32 text = 0;
    ImU32 dim = 0;
    ImU32 accent = 0;
    ImU32 primary = 0;                                           ///< fill of the one button that matters most
    ImU32 selected = 0;                                          ///< fill of a selected row
    ImU32 complete = 0, short_write = 0, error = 0, signal = 0;  ///< see meaning_color()
};

/// The theme in force. set_theme() changes it for the next frame; the backend applies it to ImGui's style.
const Theme& theme();
void set_theme(ThemeName name);
const Theme& theme_of(ThemeName name);

/// Asleep is the accent colour: nothing is wrong, somebody has to wake it.
ImU32 meaning_color(Meaning meaning);
/// The same for a fill behind a message: a breath of the colour on the panel.
ImU32 tint(ImU32 color, float amount);

/// A buffer's colour, and whether a hatch tells it from the buffer eight places before it.
struct Fill {
    ImU32 color = 0;
    bool hatched = false;

    bool operator==(const Fill&) const = default;
};

inline constexpr std::size_t kBufferColors = 8;
/// The fill of buffer `index` of an experiment: eight colours that the colour-blind can tell apart, then the same
/// with a hatch, then both again.
Fill buffer_fill(std::size_t index);
/// What belongs to no buffer: bytes that were there before the run, and holes.
Fill other_fill();

/// WCAG 2 contrast of two opaque colours, 1 to 21.
float contrast(ImU32 a, ImU32 b);
/// Black or white, whichever is read better on `fill`.
ImU32 label_on(ImU32 fill);
/// `color` as text on `background`: moved towards the theme's text colour until it reaches 4.5:1.
ImU32 readable(ImU32 color, ImU32 background);
/// `a` mixed with `b`; 0 gives a, 1 gives b.
ImU32 mix(ImU32 a, ImU32 b, float amount);
ImU32 with_alpha(ImU32 color, float alpha);

/// How an outcome's origin is marked: solid when the kernel said it, dashed otherwise, and in words.
struct OriginStyle {
    bool dashed = false;
    const char* word = "";  ///< "", "capped", "injected", "model"
};
OriginStyle origin_style(Origin origin);

/// Writes the theme into ImGui's style, from pristine, with every measure multiplied by `zoom`.
void apply_theme(ImGuiStyle& style, float zoom);

}  // namespace iovlab
