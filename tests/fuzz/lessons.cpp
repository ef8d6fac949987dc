#include "core/experiment/check.h"
#include "core/lesson/claim.h"
#include "core/lesson/library.h"
#include "core/lesson/markdown.h"
#include "core/lesson/read.h"
#include "tests/fuzz/fuzz.h"

// Any bytes as a lesson file: what is accepted can be drawn with other numbers, filled in and printed for a
// teacher.
namespace iovlab::fuzz {

namespace {

constexpr std::uint64_t kDraws = 4;

void expect_sums(const Claim& claim, const Experiment& experiment) {
    for (const Amount& amount : amounts_of(claim)) {
        value_of(amount, experiment);
        unknown_name(amount, experiment);
    }
    for (const auto& bounds : {claim.result, claim.asked, claim.iovcnt, claim.queued, claim.calls}) {
        if (!bounds) continue;
        bounds_words(*bounds, experiment);
        within(*bounds, 1, experiment);
    }
}

void expect_activity(const LessonStep& step, const Experiment& experiment) {
    if (const Asked* asked = asked_in(step.activity)) filled_in(asked->ask + asked->pass + asked->fail, experiment);
    if (const auto* question = std::get_if<Question>(&step.activity)) {
        for (const LessonChoice& choice : question->choices) expect_sums(choice.claim, experiment);
    } else if (const auto* task = std::get_if<BuildTask>(&step.activity)) {
        expect_sums(task->goal, experiment);
        expect(!task->solution || check(*task->solution).empty(), "a solution that cannot be run");
    } else if (const auto* find = std::get_if<FindTask>(&step.activity)) {
        expect_sums(find->shows, experiment);
        expect(check(find->proof).empty(), "a proof that cannot be run");
    }
}

void expect_step(const LessonStep& step) {
    if (step.experiment) expect(check(*step.experiment).empty(), "a step's experiment that cannot be run");
    for (std::uint64_t seed = 0; seed < kDraws; ++seed) {
        const Experiment drawn = varied(step, seed);
        if (step.experiment) expect(check(drawn).empty(), "a draw that cannot be run");
        expect_activity(step, drawn);
    }
}

}  // namespace

void run_lesson_file(std::string_view bytes) {
    const LessonResult read = read_lesson(std::string(bytes), "x.md");
    for (const FileProblem& problem : read.problems) expect_words(problem.text());
    for (const FileProblem& advice : read.advice) expect_words(advice.text());
    if (!read.ok()) return;
    for (const LessonStep& step : read.lesson.steps) expect_step(step);
    expect(parse_markdown(teacher_sheet(read.lesson)).has_value(), "the teacher's sheet nests too deep");
}

}  // namespace iovlab::fuzz
