#pragma once

#include "app/lab/state.h"
#include "app/widgets/chart.h"

#include <vector>

namespace iovlab {

/// What is measured, the guess at who wins, the buttons, and why it came out as it did.
void draw_benchmark_setup(const LabState& state, Intents& out);
/// Ratio against size, for lists of one count. `height`: of the picture and its heading.
void draw_benchmark_chart(const LabState& state, float height, Intents& out);
/// Time of the other ways ÷ time of writev, for lists of the chosen count. `ways`: of the plan, one a line.
ui::Chart benchmark_lines(const Benchmark& benchmark, std::vector<std::size_t>& ways);
/// The same on the projector: the lines, what they say in a sentence or two, and the keys. Nothing can be clicked.
void draw_benchmark_stage(const LabState& state, ImVec2 at, ImVec2 size);
/// Count by size: one way against writev, its number in every cell.
void draw_benchmark_map(const LabState& state, float height, Intents& out);

}  // namespace iovlab
