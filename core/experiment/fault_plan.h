#pragma once

#include "core/experiment/experiment.h"
#include "core/experiment/fault_script.h"

#include <cstdint>

namespace iovlab {

/// A fault script being played: what happens to the 1st, 2nd... call. The same seed gives the same faults.
class FaultPlan {
public:
    FaultPlan(const FaultSpec& spec, std::uint64_t seed);

    /// What happens to the next call: its kind, bytes and error are all that counts.
    FaultStep next();

private:
    bool chance(unsigned percent);

    FaultScript script_;
    bool repeat_;
    std::uint64_t random_;
    std::size_t step_ = 0;
    std::uint64_t done_ = 0;  // calls of the current step
};

}  // namespace iovlab
