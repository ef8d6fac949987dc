#pragma once

#include "app/lab/state.h"

namespace iovlab {

/// The fault script as a row of chips that are added, edited, moved and removed; whether it repeats, and its seed.
/// A script that cannot be read stays as text, with what is wrong with it.
void draw_faults(const LabState& state, Intents& out);
/// The fields of the chosen step of a script that can be read.
void draw_fault_editor(const LabState& state, std::size_t index, Intents& out);

}  // namespace iovlab
