#pragma once

#include "core/lesson/lesson.h"

#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace iovlab {

/// What a learner said.
struct LessonAnswer {
    std::optional<std::size_t> choice;   ///< predict, vote: from 0
    std::optional<std::int64_t> number;  ///< predict with number = true: the return value
    unsigned line = 0;                   ///< find: the line clicked, from 1
};

struct Grade {
    bool pass = false;
    /// What speaks against it, a sentence each: for a task what its goal misses.
    std::vector<std::string> reasons;
    std::string explanation;  ///< Markdown with the numbers filled in; may be empty
};

/// The choices that the run bears out. A sound lesson has exactly one.
std::vector<std::size_t> matching_choices(const Question& question, const Experiment& experiment,
                                          const Trace& trace);

/// Each grade is reckoned from its arguments alone: no call is made, nothing is remembered.
Grade grade(const Question& question, const LessonAnswer& answer, const Experiment& experiment, const Trace& trace);
/// `start` is what the learner was given, `experiment` what was made of it and run.
Grade grade(const BuildTask& task, const Experiment& start, const Experiment& experiment, const Trace& trace);
Grade grade(const FindTask& task, const LessonAnswer& answer);

/// The parts of `given` (BuildTask) that differ between the two.
std::vector<std::string> touched(const std::vector<std::string>& given, const Experiment& start,
                                 const Experiment& experiment);

/// Runs it to its end, on this thread. Throws as Run::execute() does.
Trace run_to_end(const Experiment& experiment);

}  // namespace iovlab
