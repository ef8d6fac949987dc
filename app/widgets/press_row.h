#pragma once

#include "app/widgets/controls.h"

#include <functional>
#include <imgui.h>
#include <string_view>

namespace iovlab::ui {

/// How a row looks. Colours of 0 are the theme's own.
struct RowLook {
    ImU32 ground = 0;
    ImU32 edge = 0;
    float right = 0;  ///< pixels kept free at its right edge, for what lies upon it
    bool on = false;  ///< chosen
};

/// What became of it in this frame.
struct RowPress {
    bool pressed = false;
    bool focused = false;  ///< the keyboard is on it
    float dragged = 0;     ///< held: how far the pointer is above (less than 0) or below it, in pixels
    ImVec2 min, max;
};

/// A row with a frame that can be pressed, as high as what `inside` draws in the width it is given. What lies upon
/// it is drawn afterwards.
RowPress press_row(std::string_view name, std::string_view text, const RowLook& look, const Hint& hint,
                   const std::function<void(float width)>& inside);

}  // namespace iovlab::ui
