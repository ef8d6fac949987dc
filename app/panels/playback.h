#pragma once

#include "app/lab/state.h"

namespace iovlab {

/// Going through what happened: first, back, play at several speeds, last, and a slider over the whole run. The
/// trace is only looked at. Nothing while there are fewer than two steps.
void draw_playback(const LabState& state, Intents& out);

}  // namespace iovlab
