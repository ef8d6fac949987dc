#pragma once

#include "app/commands/output.h"
#include "core/lesson/grade.h"
#include "core/lesson/lesson.h"
#include "core/lesson/progress.h"

#include <cstdio>
#include <optional>
#include <string>

namespace iovlab {

/// A lesson in the terminal: shows a step, asks, runs, explains; prompts are answered on `input`.
class LessonWalk {
public:
    LessonWalk(const Lesson& lesson, Output& output, std::FILE* input)
        : lesson_(lesson), out_(output), in_(input) {}

    /// From step `from` (0 is the first) to the end, or until the learner stops. `progress` is kept in `file` after
    /// each step; where that cannot be, the learner is told once.
    void walk(std::size_t from, CourseProgress& progress, const std::string& file);

private:
    enum class Went { On, Stopped };
    struct Said {
        std::string text;
        bool over = false;  ///< the input ended, or the learner wants to stop
    };

    Went take(std::size_t index);
    Went take(const std::monostate&, const LessonStep& step);
    Went take(const Question& question, const LessonStep& step);
    Went take(const BuildTask& task, const LessonStep& step);
    Went take(const FindTask& task, const LessonStep& step);
    Went take(const OrderTask& task, const LessonStep& step);

    Went answer(const Question& question, const LessonStep& step, std::uint64_t seed);
    /// Absent when the learner stops; without a choice or number when they skip, or keep what they said.
    std::optional<LessonAnswer> ask_choice(const Question& question, const std::string& prompt, bool may_keep);
    /// Experiment `file`, run and graded; true when it passes.
    bool try_build(const BuildTask& task, const LessonStep& step, const std::string& file);
    bool try_order(const OrderTask& task, const LessonStep& step, const std::string& letters);

    /// Reads a line that is none of the commands: `h` shows the next hint, `q` stops.
    Said ask(const std::string& prompt, const Asked* asked);
    void hint(const Asked& asked);
    /// `text` with the step's numbers in it.
    std::string filled(const std::string& text) const;
    /// Runs `experiment`, tells it as `iovlab run` does, and returns what happened; absent when it cannot be run
    /// here.
    std::optional<Trace> run(const Experiment& experiment, bool tell = true);
    void explain(const Grade& grade, const Asked& asked);
    std::string learner_file(const LessonStep& step) const;

    const Lesson& lesson_;
    Output& out_;
    std::FILE* in_;
    std::optional<Experiment> numbers_;  ///< of this step: what its {sums} are reckoned from
    std::size_t hints_ = 0;              ///< of this step, shown so far
    bool passed_ = false;                ///< this step
};

}  // namespace iovlab
