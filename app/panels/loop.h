#pragma once

#include "app/lab/state.h"

namespace iovlab {

/// The caller's retry loop: which one, what it takes for granted, where it stands and what it believes.
void draw_loop(const LabState& state, Intents& out);

}  // namespace iovlab
