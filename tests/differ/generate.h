#pragma once

#include "core/experiment/experiment.h"

#include <cstdint>

namespace iovlab::differ {

/// A small random experiment that keeps to what a kernel in this process can be asked without harm: a non-blocking
/// pipe, socket or eventfd, a file of at most 1 MiB, no deadly signals. The same seed gives the same experiment,
/// always.
Experiment random_experiment(std::uint64_t seed);

}  // namespace iovlab::differ
