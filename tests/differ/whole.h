#pragma once

#include "core/experiment/experiment.h"
#include "tests/differ/compare.h"

#include <cstdint>

namespace iovlab::differ {

/// A small random experiment for a whole run: any operation, any loop (right, wrong or put together from blocks), a
/// fault script, calls that write where others have written. The same seed gives the same experiment, always.
Experiment random_run(std::uint64_t seed);

/// Runs it twice, through the worker on this kernel and by the model alone, and compares every step, the end, and
/// each byte that arrived; in the first of them also what was foretold of each call. `Results` and `ReadBytes` are
/// the mutations that make a run by the model wrong.
Compared compare_runs(const Experiment& experiment, Mutation mutation = Mutation::None);

}  // namespace iovlab::differ
