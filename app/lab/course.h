#pragma once

#include "app/lab/document.h"
#include "core/lesson/grade.h"
#include "core/lesson/lesson.h"
#include "core/lesson/progress.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace iovlab {

/// A lesson in the list.
struct ListedLesson {
    std::string name, title, file, track;
    unsigned minutes = 0;
    std::size_t steps = 0;
    std::vector<std::string> goals;
    std::string problem;  ///< why it cannot be taken: the first one, with its place
};

/// What was said and done in the step on show.
struct StepWork {
    static constexpr std::size_t kMostChoices = 6;
    using Votes = std::array<unsigned, kMostChoices>;

    std::optional<std::size_t> choice;
    std::string number;            ///< as it was typed
    bool locked = false;           ///< it cannot be changed any more
    std::array<Votes, 2> votes{};  ///< first and second count
    std::size_t round = 0;         ///< of the two
    std::size_t hints = 0;         ///< shown so far
    std::uint64_t seed = 0;        ///< of "same idea, new numbers"
    std::optional<Grade> grade;
    std::string said;                ///< what was said beside what the graded run did
    std::vector<std::size_t> right;  ///< the choices that the run bore out
    unsigned line = 0;               ///< find: the last one clicked
    std::vector<std::string> loop;   ///< order: the blocks in their places
    unsigned misses = 0;             ///< order: loops that failed
    bool trying = false;             ///< order: its trials are under way
    std::string trial;               ///< order: the one that failed, and what came of it
    bool done = false;               ///< answered, found, built or survived
};

/// The lessons: the list, or one that is being taken.
struct Course {
    std::vector<ListedLesson> listed;
    bool looked = false;  ///< the list was read
    CourseProgress progress;
    std::shared_ptr<const Lesson> lesson;  ///< null: the list is on show
    std::size_t step = 0;
    StepWork work;
    Experiment start;               ///< what the step was given
    std::optional<Document> aside;  ///< the learner's own experiment, until the lesson is left
    bool setup = false;             ///< the experiment's settings stand below the lesson

    const LessonStep* here() const { return lesson ? &lesson->steps[step] : nullptr; }
    /// Null when the step asks nothing of this kind.
    template <class Kind>
    const Kind* asks() const {
        return lesson ? std::get_if<Kind>(&lesson->steps[step].activity) : nullptr;
    }
    bool last() const { return lesson && step + 1 == lesson->steps.size(); }
};

/// The number that was typed: "65,536", "-1"; absent when it is none.
std::optional<std::int64_t> typed_number(const std::string& text);
/// What the learner says: in a vote what most raised their hands for.
LessonAnswer answer_of(const Course& course);
/// Why the run of this step must wait, in a sentence; empty when it need not.
std::string course_obstacle(const Course& course);
/// What the program does after a call is not to be told yet: it may be what the step asks for.
bool loop_kept_back(const Course& course);
/// Why the step's answer cannot be locked in yet; empty when it can.
std::string lock_obstacle(const Course& course);
/// Blocks that lie beside the loop; after three misses a distractor is left out, and with each miss another.
std::vector<std::string> blocks_left(const Course& course);
/// What a choice says of a call as a guess: "65536", "EAGAIN", "sleeps"; empty where it says another thing.
std::string guess_of(const Question& question, const LessonAnswer& answer, const Experiment& experiment);

}  // namespace iovlab
