#pragma once

#include "app/lab/state.h"

#include <optional>

namespace iovlab {

/// How far the list on show had gone by the call on show; of a list whose calls are over, how far its last one
/// came. Nothing while no call of it was made, or no run of this document is on show.
std::optional<Cursor> cursor_shown(const LabState& state);

}  // namespace iovlab
