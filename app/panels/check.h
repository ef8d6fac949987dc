#pragma once

#include "app/lab/state.h"

namespace iovlab {

/// The verdict in words: what arrived against what should have, and what the loop believes.
void draw_check(const LabState& state);

}  // namespace iovlab
