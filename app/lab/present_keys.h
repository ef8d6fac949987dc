#pragma once

#include "app/lab/state.h"

namespace iovlab {

/// What the keys pressed in this frame ask for while the window presents: a clicker's PageUp and PageDown and the
/// arrows go through what happened and make the next call; Space makes the run; B blanks; Escape leaves. Editing
/// and files have to wait, and nothing else makes a call.
Intents pressed_while_presenting(const LabState& state);

/// Why "next" does nothing now, for the foot of the screen; empty when it does something.
std::string next_obstacle(const LabState& state);

}  // namespace iovlab
