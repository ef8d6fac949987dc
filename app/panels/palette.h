#pragma once

#include "app/lab/state.h"

namespace iovlab {

/// Ctrl+P: a field and what it finds, over the window's upper part. Nothing is blocked by it: a click beside it, or
/// Escape, and it is gone. Draws nothing while it is closed.
void draw_palette(const LabState& state, Intents& out);

}  // namespace iovlab
