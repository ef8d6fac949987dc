#include "core/lesson/lesson.h"

#include "core/bytes/random.h"
#include "core/experiment/toml.h"
#include "core/lesson/lesson_toml.h"

#include <fmt/format.h>

namespace iovlab {

namespace {

std::int64_t drawn(const Variation::Range& range, std::uint64_t random) {
    if (!range.of.empty()) return range.of[random % range.of.size()];
    const auto width = static_cast<std::uint64_t>(range.max) - static_cast<std::uint64_t>(range.min);
    const auto steps = width / static_cast<std::uint64_t>(range.step);
    const std::uint64_t step = steps == UINT64_MAX ? random : random % (steps + 1);
    // From the least number to the most it may be further than a signed number reaches.
    return static_cast<std::int64_t>(static_cast<std::uint64_t>(range.min) +
                                     step * static_cast<std::uint64_t>(range.step));
}

}  // namespace

std::string CitedIncident::text() const {
    return fmt::format("{}#{}", repository, number);
}

std::string CitedIncident::url() const {
    return fmt::format("https://github.com/{}/issues/{}", repository, number);
}

const Asked* asked_in(const Activity& activity) {
    return std::visit(
        [](const auto& one) -> const Asked* {
            if constexpr (std::is_same_v<std::decay_t<decltype(one)>, std::monostate>) {
                return nullptr;
            } else {
                return &one;
            }
        },
        activity);
}

const char* kind_of(const Activity& activity) {
    if (const auto* question = std::get_if<Question>(&activity)) return question->vote ? "vote" : "predict";
    if (std::holds_alternative<BuildTask>(activity)) return "build";
    if (std::holds_alternative<FindTask>(activity)) return "find";
    return std::holds_alternative<OrderTask>(activity) ? "order" : "";
}

Experiment varied(const LessonStep& step, std::uint64_t seed) {
    constexpr int most_draws = 32;
    if (!step.experiment) return {};
    if (seed == 0 || step.vary.ranges.empty()) return *step.experiment;
    std::uint64_t state = seed;
    for (int draw = 0; draw < most_draws; ++draw) {
        toml::table root = toml::parse(write_experiment(*step.experiment));
        for (const Variation::Range& range : step.vary.ranges) {
            set_at(root, range.path, drawn(range, next_random(state)));
        }
        const ReadResult read = read_experiment_table(root, "new numbers");
        if (read.ok() && !(read.experiment == *step.experiment)) return read.experiment;
    }
    return *step.experiment;
}

}  // namespace iovlab
