#pragma once

#include "app/lab/state.h"

namespace iovlab {

/// Everything that happened, in order: each call as strace would name it, its result, its time and what is left.
/// A row that is chosen is what the other panels show. `size` in pixels; what the buttons need is kept free.
void draw_calls(const LabState& state, Intents& out);
/// Run, Step, Pause, Stop, with their keys, and why Run cannot be pressed.
void draw_run_buttons(const LabState& state, Intents& out);

}  // namespace iovlab
