#pragma once

#include "app/lab/state.h"

namespace iovlab {

/// The call: operation, offset, flags, a count that overrides iovcnt, a bad array; and how many calls there are.
void draw_call(const LabState& state, Intents& out);
/// What is written to, and who reads at its other end.
void draw_target(const LabState& state, Intents& out);
void draw_reader(const LabState& state, Intents& out);
/// Another process that writes into the same target ([second]).
void draw_second_writer(const LabState& state, Intents& out);
/// What happens around the calls: limits, signal, deadline, title. Folded away until opened.
void draw_surroundings(const LabState& state, Intents& out);

}  // namespace iovlab
