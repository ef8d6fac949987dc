#include "app/lab/faults.h"

#include "app/lab/call_text.h"
#include "core/kernel/names.h"

#include <utility>

namespace iovlab {

namespace {

void drop_idle_end(std::vector<FaultStep>& steps, bool repeat) {
    if (repeat) return;  // there the real ones hold the next round back
    while (!steps.empty() && steps.back().kind == FaultKind::Real) steps.pop_back();
}

/// Step `place.step` with one of its turns replaced by `by`.
void replace_turn(std::vector<FaultStep>& steps, const ScriptPlace& place, const FaultStep& by) {
    const FaultStep old = steps[place.step];
    std::vector<FaultStep> parts;
    if (place.turn > 0) parts.push_back(old);
    if (place.turn > 0) parts.back().times = place.turn;
    parts.push_back(by);
    if (place.turn + 1 < old.times) {
        parts.push_back(old);
        parts.back().times = old.times - place.turn - 1;
    }
    const auto at = steps.erase(steps.begin() + static_cast<std::ptrdiff_t>(place.step));
    steps.insert(at, parts.begin(), parts.end());
}

std::uint64_t calls_in(const std::vector<FaultStep>& steps) {
    std::uint64_t calls = 0;
    for (const FaultStep& step : steps) calls += step.times;
    return calls;
}

}  // namespace

std::optional<ScriptPlace> script_place(const std::vector<FaultStep>& steps, bool repeat, std::uint64_t n) {
    const std::uint64_t round = calls_in(steps);
    if (n == 0 || round == 0 || (n > round && !repeat)) return std::nullopt;
    std::uint64_t turn = (n - 1) % round;
    for (std::size_t i = 0; i < steps.size(); ++i) {
        if (turn < steps[i].times) return ScriptPlace{i, turn};
        turn -= steps[i].times;
    }
    return std::nullopt;
}

FaultSpec with_steps(FaultSpec faults, const std::vector<FaultStep>& steps) {
    faults.script = to_text(steps);
    if (steps.empty()) faults.repeat = false;
    return faults;
}

FaultSpec with_short(const FaultSpec& faults, std::uint64_t n, std::uint64_t bytes) {
    std::vector<FaultStep> steps = parse_fault_script(faults.script).steps;
    const FaultStep cut{FaultKind::Short, bytes, 0, 1, 100};
    if (const auto place = script_place(steps, faults.repeat, n)) {
        replace_turn(steps, *place, cut);
    } else {
        FaultStep real;
        real.times = n - 1 - calls_in(steps);
        if (real.times > 0) steps.push_back(real);
        steps.push_back(cut);
    }
    return with_steps(faults, steps);
}

FaultSpec without_short(const FaultSpec& faults, std::uint64_t n) {
    std::vector<FaultStep> steps = parse_fault_script(faults.script).steps;
    const auto place = script_place(steps, faults.repeat, n);
    if (!place || steps[place->step].kind != FaultKind::Short) return faults;
    replace_turn(steps, *place, FaultStep{});
    drop_idle_end(steps, faults.repeat);
    if (calls_in(steps) == 1 && steps.front().kind == FaultKind::Real) steps.clear();
    return with_steps(faults, steps);
}

std::optional<std::size_t> step_of_shown_call(const LabState& state) {
    const RunView& run = state.run;
    const CallStep* call = run.exists ? run.shown_call() : nullptr;
    if (!call || !(run.experiment.faults == state.experiment().faults)) return std::nullopt;
    const FaultSpec& faults = run.experiment.faults;
    const auto place = script_place(parse_fault_script(faults.script).steps, faults.repeat, call->n);
    return place ? std::optional(place->step) : std::nullopt;
}

std::string chip_text(const FaultStep& step) {
    std::string text;
    if (step.times != 1) text += grouped(step.times) + " × ";
    if (step.percent != 100) text += std::to_string(step.percent) + " % ";
    switch (step.kind) {
        case FaultKind::Short:
            return text + "short " + grouped(step.bytes);
        case FaultKind::Error:
            return text + errno_name(step.error);
        case FaultKind::Real:
            break;
    }
    return text + "real";
}

}  // namespace iovlab
