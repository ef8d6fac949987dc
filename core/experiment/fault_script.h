#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace iovlab {

/// What happens to a call (docs/experiments.md, [faults]).
enum class FaultKind {
    Real,   ///< the call as it stands
    Short,  ///< the kernel is really asked for only the first `bytes` bytes
    Error,  ///< no call is made; `error` is reported
};

/// One step of a fault script: what happens to the next `times` calls, to each with a chance of `percent`, else
/// real.
struct FaultStep {
    FaultKind kind = FaultKind::Real;
    std::uint64_t bytes = 0;
    int error = 0;
    std::uint64_t times = 1;
    unsigned percent = 100;

    bool operator==(const FaultStep&) const = default;
};

struct FaultScript {
    std::vector<FaultStep> steps;
    std::string problem;  ///< empty: the script is sound; else what was found and what is allowed
};

/// Reads "short 3 -> EAGAIN -> 2*real -> 20%short 1". An empty script has no steps and no problem.
FaultScript parse_fault_script(const std::string& script);

/// One step as a script has it: "3*20%short 1". Prefixes that change nothing are left out.
std::string to_text(const FaultStep& step);
/// The script that reads back as `steps`: "short 3 -> EAGAIN". Empty when there are none.
std::string to_text(const std::vector<FaultStep>& steps);

}  // namespace iovlab
