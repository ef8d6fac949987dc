#pragma once

#include "app/lab/state.h"

namespace iovlab {

/// What the kernel holds and what it answered: the pipe's page slots or the file's bytes, who sleeps and what wakes
/// it, and why the call on show came out as it did.
void draw_kernel(const LabState& state, Intents& out);
/// How much each call moved.
void draw_accepted(const LabState& state, Intents& out);

/// The target by itself.
void draw_pipe(const LabState& state, Intents& out);
void draw_file(const LabState& state);

}  // namespace iovlab
