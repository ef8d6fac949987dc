#pragma once

#include "app/lab/state.h"

namespace iovlab {

/// How far the list of calls had been followed in the last frame.
struct CallsSeen {
    std::uint64_t run = 0;
    std::size_t steps = 0;
    float height = 0;       ///< of the list, in pixels
    std::size_t shown = 0;  ///< the step on show
    int frames = 0;         ///< the newest row is brought into sight for so many: heights are known a frame late
    float widest = 0;       ///< badge of a result, in pixels at a zoom whose em is `em`
    float em = 0;
    std::size_t measured = 0;  ///< steps that `widest` knows
};

/// Everything that happened, in order: each call as strace would name it, its result, its time and what is left.
/// A row that is chosen is what the other panels show; the newest is followed while none is.
void draw_calls(const LabState& state, CallsSeen& seen, Intents& out);
/// Run, Step, Pause, Stop, with their keys, and why Run cannot be pressed.
void draw_run_buttons(const LabState& state, Intents& out);

}  // namespace iovlab
