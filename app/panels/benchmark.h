#pragma once

#include "app/lab/state.h"

namespace iovlab {

/// What is measured, the guess at who wins, the buttons, and why it came out as it did.
void draw_benchmark_setup(const LabState& state, Intents& out);
/// Ratio against size, for lists of one count. `height`: of the picture and its heading.
void draw_benchmark_chart(const LabState& state, float height, Intents& out);
/// Count by size: one way against writev, its number in every cell.
void draw_benchmark_map(const LabState& state, float height, Intents& out);

}  // namespace iovlab
