#include "core/experiment/experiment.h"

#include <algorithm>
#include <array>

namespace iovlab {

namespace {

// The values of reader.policy.
constexpr std::array<std::pair<ReaderPolicy, const char*>, 7> kPolicies = {{
    {ReaderPolicy::None, "none"},
    {ReaderPolicy::All, "all"},
    {ReaderPolicy::AfterCall, "after-call"},
    {ReaderPolicy::WhenFull, "when-full"},
    {ReaderPolicy::Steady, "steady"},
    {ReaderPolicy::CloseAfter, "close-after"},
    {ReaderPolicy::CloseWhenFull, "close-when-full"},
}};

}  // namespace

bool FlagSet::has(const std::string& name) const {
    return std::find(names.begin(), names.end(), name) != names.end();
}

bool reads(const Experiment& experiment) {
    return !experiment.calls.empty() && reads(experiment.calls.front().op);
}

bool serves(const TargetSpec& target) {
    return target.kind == "tcp" && target.serve.has_value();
}

std::uint64_t preloaded(const TargetSpec& target) {
    return target.kind == "pipe" && target.content ? content_size(*target.content) : target.preload;
}

const char* to_string(ReaderPolicy policy) {
    for (const auto& [value, name] : kPolicies) {
        if (value == policy) return name;
    }
    return "";
}

std::optional<ReaderPolicy> reader_policy_from(const std::string& name) {
    for (const auto& [value, known] : kPolicies) {
        if (name == known) return value;
    }
    return std::nullopt;
}

}  // namespace iovlab
