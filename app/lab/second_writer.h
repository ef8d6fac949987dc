#pragma once

#include "core/experiment/experiment.h"

#include <string>

namespace iovlab {

/// Why no second writer can be added to this experiment, in a sentence; empty when one can.
std::string second_obstacle(const Experiment& experiment);

/// Puts a second writer into the experiment, ready to run: with a record of its own of the same length, made of a
/// byte that the first one's records do not have. What does not go with two writers (check_second.cpp) is put
/// back: the loop makes one call, faults, signal and a target's preload or content go. `wanted` says what is known
/// of it already; its empty list becomes that record.
void add_second_writer(Experiment& experiment, const SecondSpec& wanted);

}  // namespace iovlab
