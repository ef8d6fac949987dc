#pragma once

#include "app/lab/state.h"

namespace iovlab {

/// The list of lessons, with what was done of each.
void draw_lessons(const LabState& state, Intents& out);

}  // namespace iovlab
