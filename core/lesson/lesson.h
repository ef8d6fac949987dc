#pragma once

#include "core/experiment/experiment.h"
#include "core/experiment/problem.h"
#include "core/lesson/claim.h"
#include "core/lesson/markdown.h"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

/// A lesson file as it was read (docs/lessons.md tells all keys).
namespace iovlab {

/// A bug that somebody shipped, for anybody to read: an issue or pull request.
struct CitedIncident {
    std::string repository;  ///< owner/name on github.com
    int number = 0;

    std::string text() const;  ///< "owner/name#12"
    std::string url() const;
};

/// What every kind of activity has. All texts are Markdown, with {sums} (amount.h) filled in.
struct Asked {
    std::string ask;
    std::vector<std::string> hints;  ///< at most three: point, rule, worked answer
    std::string pass, fail;          ///< the explanation, shown on either
    std::vector<CitedIncident> incidents;
    std::string varies;  ///< a sentence: why the numbers are this kernel's own; empty: they are exact
};

struct LessonChoice {
    std::string text;
    std::string why;
    Claim claim;
    unsigned line = 0;
};

/// Predict or vote: a question that only the run answers.
struct Question : Asked {
    bool vote = false;                  ///< for the room: counted, discussed, counted again
    std::vector<LessonChoice> choices;  ///< empty: a number is asked for
    int call = 1;                       ///< whose return value, as Claim::call
    std::uint64_t near = 0;             ///< a number this near is right too
};

/// The learner changes the experiment until its run does something.
struct BuildTask : Asked {
    Claim goal;
    std::vector<std::string> given;  ///< parts of the experiment that may not be changed: "call", "target.capacity"
    std::optional<Experiment> solution;  ///< one that reaches the goal
    std::string worked;                  ///< what it changes, as TOML
};

/// Spot the bug.
struct FindTask : Asked {
    std::string language;
    std::vector<std::string> listing;
    std::vector<unsigned> lines;  ///< the wrong ones, from 1
    std::string why;
    Experiment proof;
    Claim shows;  ///< what the proof's run must show
};

/// Put the retry loop's blocks (core/loops/blocks.h) in order.
struct OrderTask : Asked {
    std::vector<std::string> blocks;  ///< in an order that works
    std::vector<std::string> distractors;
};

using Activity = std::variant<std::monostate, Question, BuildTask, FindTask, OrderTask>;

/// Same idea, new numbers: what of the experiment is drawn anew.
struct Variation {
    struct Range {
        std::string path;  ///< "buffer[1].size", "target.capacity"
        std::int64_t min = 0, max = 0, step = 1;
        std::vector<std::int64_t> of;  ///< one of these, instead
    };
    std::vector<Range> ranges;
};

/// For the teacher: not shown to learners.
struct TeacherNotes {
    unsigned minutes = 0;
    std::vector<std::string> notes, expect;
};

struct LessonStep {
    std::string title;
    unsigned line = 0;
    std::vector<MdBlock> before, after;  ///< the text round the activity; what stands after it may tell the answer
    std::optional<Experiment> experiment;
    unsigned experiment_line = 0;
    Activity activity;
    unsigned activity_line = 0;
    std::vector<std::string> points;  ///< controls of the window to show
    Variation vary;
    TeacherNotes sheet;
};

struct Lesson {
    std::string name;  ///< "01-first-gather": the file's name without .md
    std::string file;
    std::string title;
    unsigned minutes = 0;
    std::vector<std::string> goals;
    std::vector<std::string> needs;  ///< names of lessons before it
    std::string track;               ///< what it is listed under; empty: the course
    std::vector<LessonStep> steps;
};

/// What every activity has in common; null when the step has none.
const Asked* asked_in(const Activity& activity);
/// "predict", "vote", "build", "find", "order"; "" for none.
const char* kind_of(const Activity& activity);
/// The step's experiment with numbers drawn from `seed`; seed 0 leaves it as it is. A draw that makes no sound
/// experiment is drawn again; after many the original comes.
Experiment varied(const LessonStep& step, std::uint64_t seed);

}  // namespace iovlab
