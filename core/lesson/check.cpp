#include "core/lesson/check.h"

#include "core/experiment/check.h"
#include "core/experiment/run.h"
#include "core/lesson/grade.h"
#include "core/lesson/order.h"

#include <exception>
#include <fmt/format.h>
#include <optional>
#include <utility>

namespace iovlab {

namespace {

class Checker {
public:
    explicit Checker(const Lesson& lesson) : lesson_(lesson) {}

    LessonFindings check() {
        for (const LessonStep& step : lesson_.steps) {
            step_ = &step;
            if (step.experiment && std::holds_alternative<std::monostate>(step.activity)) ran(*step.experiment);
            std::visit([&](const auto& activity) { check(activity); }, step.activity);
        }
        return std::move(findings_);
    }

private:
    void problem(unsigned line, std::string what) {
        findings_.problems.push_back({lesson_.file, line, 1, std::move(what)});
    }
    unsigned line() const { return step_->activity_line != 0 ? step_->activity_line : step_->experiment_line; }

    /// False when it cannot be run here; why has been noted.
    template <typename Runs>
    bool could(Runs runs) {
        ++findings_.runs;
        try {
            runs();
            return true;
        } catch (const CannotRun& why) {
            findings_.unchecked.push_back({lesson_.file, line(), 1, why.what()});
        } catch (const std::exception& why) {
            problem(line(), fmt::format("the experiment cannot be run: {}", why.what()));
        }
        return false;
    }

    std::optional<Trace> ran(const Experiment& experiment) {
        const std::string not_yet = unsupported(experiment);
        if (!not_yet.empty()) {
            problem(line(), not_yet);
            return std::nullopt;
        }
        Trace trace;
        return could([&] { trace = run_to_end(experiment); }) ? std::optional(std::move(trace)) : std::nullopt;
    }

    void check(const std::monostate&) {}

    void check(const Question& question) {
        const std::uint64_t seeds = step_->vary.ranges.empty() ? 0 : kSeeds;
        for (std::uint64_t seed = 0; seed <= seeds; ++seed) {
            const Experiment experiment = varied(*step_, seed);
            const auto trace = ran(experiment);
            if (!trace) return;
            const std::size_t before = findings_.problems.size();
            check(question, experiment, *trace, seed == 0 ? "" : fmt::format(" (with new numbers, seed {})", seed));
            if (findings_.problems.size() > before) return;
        }
    }

    void check(const Question& question, const Experiment& experiment, const Trace& trace,
               const std::string& when) {
        const Step* step = call_of(trace, question.call);
        if (step == nullptr) {
            return problem(line(), fmt::format("the run has no call {} to ask about{}", question.call, when));
        }
        if (question.choices.empty()) return;
        const std::string said = outcome_words(std::get<CallStep>(step->what).outcome);
        const auto matching = matching_choices(question, experiment, trace);
        if (matching.empty()) {
            std::string whys;
            for (const LessonChoice& choice : question.choices) {
                whys += fmt::format("\n    {}: {}", static_cast<char>('A' + (&choice - question.choices.data())),
                                    unmet(choice.claim, experiment, trace).front());
            }
            problem(line(), fmt::format("no choice is right{}: the kernel says {} to call {}{}", when, said,
                                        question.call, whys));
        } else if (matching.size() > 1) {
            problem(question.choices[matching[1]].line,
                    fmt::format("choices {} and {} are both right{}: the kernel says {} to call {}",
                                static_cast<char>('A' + matching[0]), static_cast<char>('A' + matching[1]), when,
                                said, question.call));
        }
    }

    void check(const BuildTask& task) {
        const Experiment& start = *step_->experiment;
        if (const auto trace = ran(start); trace && holds(task.goal, start, *trace)) {
            problem(line(), "what is given reaches the goal already; nothing is left to do");
        }
        for (const std::string& part : touched(task.given, start, *task.solution)) {
            problem(line(), fmt::format("the solution changes {}, which is given", part));
        }
        const auto trace = ran(*task.solution);
        if (!trace) return;
        for (const std::string& missing : unmet(task.goal, *task.solution, *trace)) {
            problem(line(), "the solution does not reach the goal: " + missing);
        }
    }

    void check(const FindTask& task) {
        const auto trace = ran(task.proof);
        if (!trace) return;
        for (const std::string& missing : unmet(task.shows, task.proof, *trace)) {
            problem(line(), "the proof does not show what it claims: " + missing);
        }
    }

    void check(const OrderTask& task) {
        std::optional<CounterExample> counter;
        could([&] { counter = find_counter_example(*step_, task.blocks); });
        if (counter) {
            problem(line(), fmt::format("the blocks in this order do not survive. {} {}", counter->trial.what,
                                        counter->why));
        }
    }

    const Lesson& lesson_;
    const LessonStep* step_ = nullptr;
    LessonFindings findings_;
};

}  // namespace

LessonFindings check_lesson(const Lesson& lesson) {
    return Checker(lesson).check();
}

}  // namespace iovlab
