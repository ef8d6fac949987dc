#include "core/lesson/said.h"

#include "core/lesson/library.h"
#include "core/lesson/read.h"
#include "tests/catch.h"
#include "tests/support/runs.h"

#include <regex>

using namespace iovlab;

namespace {

LessonChoice choice_of(std::int64_t result) {
    LessonChoice choice;
    choice.claim.result = Bounds{amount(result), amount(result)};
    return choice;
}

/// A {sum} that was left as it is written, outside of code blocks.
bool has_sum(const std::string& markdown) {
    static const std::regex code("```[^`]*```");
    const std::string text = std::regex_replace(markdown, code, "");
    static const std::regex sum(R"(\{[a-z][a-z0-9_-]*( [+-] [a-z0-9_-]+)*\})");
    return std::regex_search(text, sum);
}

}  // namespace

TEST_CASE("said: the answer, the kernel's and the model's stand side by side", "[lesson]") {
    const Experiment experiment = test::into_pipe({3000, 3000}, 4096, true);
    const Trace trace = run_to_end(experiment);
    Question question;
    question.choices = {choice_of(6000), choice_of(4096)};
    LessonAnswer answer;
    answer.choice = 0;
    CHECK(said_words(question, answer, experiment, trace) ==
          "You said 6,000. The kernel said 4,096. (The model: 4,096.)");
    question.choices[0].claim = {};
    question.choices[0].claim.error = "EAGAIN";
    CHECK(said_words(question, answer, experiment, trace).find("You said -1 EAGAIN. The kernel said 4,096.") == 0);
    answer.choice.reset();
    answer.number = -1;
    CHECK(said_words(question, answer, experiment, trace).find("You said -1. ") == 0);
    question.choices[1].claim.cut = "b1";
    CHECK(said_words(question, answer, experiment, trace)
              .ends_with("It stopped inside `b1`, after 1,096 of its bytes."));
    question.call = 9;
    CHECK(said_words(question, answer, experiment, trace).empty());
}

TEST_CASE("said: a question about the whole run is answered by what became of it", "[lesson]") {
    Experiment experiment = test::into_pipe({3000, 3000}, 65536, true);
    experiment.loop.kind = "skip-entry";
    experiment.faults.script = "short 10";
    const Trace trace = run_to_end(experiment);
    Question question;
    question.choices.resize(2);
    question.choices[0].claim.verdict = "intact";
    question.choices[1].claim.verdict = "lost";
    LessonAnswer answer;
    answer.choice = 0;
    CHECK(said_words(question, answer, experiment, trace) ==
          "You said A. What happened: bytes are missing; the program ended without an error.");
    question.choices[0].claim.calls = Bounds{amount(1), amount(1)};
    CHECK(said_words(question, answer, experiment, trace).find("without an error, after 2 calls.") !=
          std::string::npos);
}

TEST_CASE("said: the numbers of a text follow the experiment; its code stays", "[lesson]") {
    const Experiment experiment = test::into_pipe({3000, 24}, 4096, true);
    const auto text = parse_markdown("**{all}** bytes, `{b1}` of them\n\n- item {entries}\n\n```\n{all}\n```\n");
    REQUIRE(text);
    const auto filled = filled_in(*text, experiment);
    CHECK(plain_text(filled[0].spans) == "3,024 bytes, 24 of them");
    CHECK(plain_text(filled[1].children[0].children[0].spans) == "item 2");
    CHECK(filled[2].text == "{all}\n");
}

TEST_CASE("said: no teacher's sheet shows a sum that is not filled in", "[lesson]") {
    for (const std::string& file : lesson_files(IOVLAB_SOURCE_DIR "/lessons")) {
        CAPTURE(file);
        const std::string sheet = teacher_sheet(read_lesson_file(file).lesson);
        CHECK_FALSE(has_sum(sheet));
    }
}
