#include "core/lesson/grade.h"

#include "core/experiment/toml.h"
#include "core/lesson/lesson_toml.h"

#include <algorithm>
#include <fmt/format.h>

namespace iovlab {

namespace {

std::string joined(const std::string& first, const std::string& second) {
    if (first.empty() || second.empty()) return first + second;
    return first + "\n\n" + second;
}

std::string explanation_of(const Asked& asked, bool pass, const Experiment& experiment) {
    return filled_in(pass ? asked.pass : asked.fail, experiment);
}

/// The call's return value as C has it: -1 for an errno. Absent when it never returned.
std::optional<std::int64_t> returned(const Trace& trace, int call) {
    const Step* step = call_of(trace, call);
    if (step == nullptr) return std::nullopt;
    const Outcome& outcome = std::get<CallStep>(step->what).outcome;
    if (outcome.error != 0) return -1;
    return outcome.result;
}

bool near(std::int64_t a, std::int64_t b, std::uint64_t most) {
    const auto low = static_cast<std::uint64_t>(std::min(a, b)), high = static_cast<std::uint64_t>(std::max(a, b));
    return high - low <= most;
}

}  // namespace

std::vector<std::size_t> matching_choices(const Question& question, const Experiment& experiment,
                                          const Trace& trace) {
    std::vector<std::size_t> matching;
    for (std::size_t i = 0; i < question.choices.size(); ++i) {
        if (holds(question.choices[i].claim, experiment, trace)) matching.push_back(i);
    }
    return matching;
}

Grade grade(const Question& question, const LessonAnswer& answer, const Experiment& experiment,
            const Trace& trace) {
    Grade grade;
    std::string why;
    if (answer.choice && *answer.choice < question.choices.size()) {
        const LessonChoice& choice = question.choices[*answer.choice];
        grade.reasons = unmet(choice.claim, experiment, trace);
        grade.pass = grade.reasons.empty();
        why = filled_in(choice.why, experiment);
    } else if (answer.number) {
        const auto value = returned(trace, question.call);
        grade.pass = value && near(*value, *answer.number, question.near);
        if (!grade.pass) {
            grade.reasons.push_back(value ? fmt::format("the call returned {}, not {}.", *value, *answer.number)
                                          : "the call never returned.");
        }
    }
    grade.explanation = joined(why, explanation_of(question, grade.pass, experiment));
    return grade;
}

Grade grade(const BuildTask& task, const Experiment& start, const Experiment& experiment, const Trace& trace) {
    Grade grade;
    for (const std::string& part : touched(task.given, start, experiment)) {
        grade.reasons.push_back(fmt::format("{} is given, and was changed; put it back as it was.", part));
    }
    const auto missing = unmet(task.goal, experiment, trace);
    grade.reasons.insert(grade.reasons.end(), missing.begin(), missing.end());
    grade.pass = grade.reasons.empty();
    grade.explanation = explanation_of(task, grade.pass, experiment);
    return grade;
}

Grade grade(const FindTask& task, const LessonAnswer& answer) {
    Grade grade;
    grade.pass = std::find(task.lines.begin(), task.lines.end(), answer.line) != task.lines.end();
    if (!grade.pass) {
        grade.reasons.push_back(fmt::format("line {} does what it should.", answer.line));
        grade.explanation = filled_in(task.fail, task.proof);
    } else {
        grade.explanation = joined(filled_in(task.why, task.proof), filled_in(task.pass, task.proof));
    }
    return grade;
}

std::vector<std::string> touched(const std::vector<std::string>& given, const Experiment& start,
                                 const Experiment& experiment) {
    const toml::table before = toml::parse(write_experiment(start));
    const toml::table after = toml::parse(write_experiment(experiment));
    std::vector<std::string> parts;
    for (const std::string& part : given) {
        const toml::node* was = node_at(before, part);
        const toml::node* is = node_at(after, part);
        // A part with its default value is not written: absent on both sides is the same.
        const bool same = was == nullptr || is == nullptr ? was == is : toml::array{*was} == toml::array{*is};
        if (!same) parts.push_back(part);
    }
    return parts;
}

}  // namespace iovlab
