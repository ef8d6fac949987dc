#pragma once

#include "app/lab/state.h"

namespace iovlab {

/// Going through what happened: first, back, play at several speeds, last, and a slider over the whole run. The
/// trace is only looked at. Nothing while there are fewer than two steps.
void draw_playback(const LabState& state, Intents& out);
/// Says that an earlier step is looked at, where the list of calls is out of sight. Nothing otherwise.
void draw_looking_back(const LabState& state);

}  // namespace iovlab
