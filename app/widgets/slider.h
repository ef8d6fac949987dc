#pragma once

#include "app/widgets/controls.h"

#include <cstdint>

namespace iovlab::ui {

/// A place on a line from 0 to `max`, dragged, or moved by the arrow keys when the keyboard's cursor is on it. True
/// when `value` changed. `width` 0: to the right edge.
bool slider(std::string_view name, std::uint64_t& value, std::uint64_t max, const Hint& hint = {}, float width = 0);

}  // namespace iovlab::ui
