#include "core/experiment/fault_plan.h"

#include "core/bytes/random.h"

namespace iovlab {

FaultPlan::FaultPlan(const FaultSpec& spec, std::uint64_t seed)
    : script_(parse_fault_script(spec.script)), repeat_(spec.repeat), random_(seed) {}

bool FaultPlan::chance(unsigned percent) {
    if (percent >= 100) return true;
    return next_random(random_) % 100 < percent;
}

FaultStep FaultPlan::next() {
    while (step_ < script_.steps.size() && done_ >= script_.steps[step_].times) {
        ++step_;
        done_ = 0;
        if (step_ == script_.steps.size() && repeat_) step_ = 0;
    }
    if (step_ >= script_.steps.size()) return {};
    ++done_;
    const FaultStep& step = script_.steps[step_];
    return chance(step.percent) ? step : FaultStep{};
}

}  // namespace iovlab
