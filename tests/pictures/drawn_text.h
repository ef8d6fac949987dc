#pragma once

#include <imgui.h>
#include <string>
#include <vector>

namespace iovlab::pictures {

/// A text as it was drawn: by us or by ImGui itself, whoever asked for it. The linker leads every call of
/// ImDrawList::AddText past us (see CMakeLists.txt).
struct DrawnText {
    std::string text;
    ImVec2 min, max;            ///< in pixels of the window, clipped or not
    ImVec2 clip_min, clip_max;  ///< what of the window can be seen there
    ImU32 color = 0;
    bool scrolls_up = false;    ///< the upper edge of the clip rectangle is one that can be scrolled
    bool scrolls_down = false;  ///< the lower one
    bool scrolls_across = false;
    bool field = false;    ///< inside of a field to type in, which follows the caret
    bool covered = false;  ///< another window lies upon it
    std::string window;
};

/// Forgets what was drawn; what is drawn from now on is kept.
void watch_texts();
/// What was drawn since then.
std::vector<DrawnText> drawn_texts();

}  // namespace iovlab::pictures
