#pragma once

#include "app/lab/state.h"

namespace iovlab {

/// The line at the window's bottom: which byte is pointed at, its value, its entry, the call that carried it, and
/// where it lies now. A window of its own, so that nothing above it moves.
void draw_status(const LabState& state, Intents& out);
/// How high it is, in pixels.
float status_height();

}  // namespace iovlab
