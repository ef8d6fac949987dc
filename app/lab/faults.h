#pragma once

#include "app/lab/state.h"
#include "core/experiment/fault_script.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace iovlab {

/// Which step of a script a call meets.
struct ScriptPlace {
    std::size_t step = 0;
    std::uint64_t turn = 0;  ///< how many calls in a row met the same step before it

    bool operator==(const ScriptPlace&) const = default;
};
/// Call number `n` is from 1. Nothing past the script's end: the call is real. As FaultPlan plays it.
std::optional<ScriptPlace> script_place(const std::vector<FaultStep>& steps, bool repeat, std::uint64_t n);

/// The script with call number `n` cut after `bytes`: its step becomes `short bytes`, taken out of a step that is
/// played several times, or added behind as many real ones as it takes. The script must be sound.
FaultSpec with_short(const FaultSpec& faults, std::uint64_t n, std::uint64_t bytes);
/// The script with call number `n` real again, if its step was a `short`; real steps at the end are dropped.
FaultSpec without_short(const FaultSpec& faults, std::uint64_t n);

/// The step that decided the call on show, while the script is still the one that was played.
std::optional<std::size_t> step_of_shown_call(const LabState& state);

/// A step as a chip says it: "2 × real", "20 % short 1".
std::string chip_text(const FaultStep& step);

/// The same script with its steps replaced by `steps`.
FaultSpec with_steps(FaultSpec faults, const std::vector<FaultStep>& steps);

}  // namespace iovlab
