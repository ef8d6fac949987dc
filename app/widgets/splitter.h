#pragma once

#include <string_view>

namespace iovlab::ui {

struct Split {
    bool moved = false;
    bool reset = false;  ///< double-clicked
    float by = 0;        ///< pixels to the right, since the last frame in which it moved
};
/// The gap between two columns, `width` wide and `height` high, on the line in hand: dragged with the mouse, or
/// moved by the arrow keys when the keyboard's cursor is on it. Double click, and Del, put it back.
Split splitter(std::string_view name, float width, float height);

}  // namespace iovlab::ui
