#include "app/lab/prediction.h"

#include "tests/app/lab/lab_fixture.h"
#include "tests/catch.h"

#include <cerrno>

using namespace iovlab;

namespace {

void guess(TestLab& test, const char* result, const char* cut = "") {
    test.lab.apply(SetPredicting{true});
    test.lab.apply(TypeGuess{result});
    test.lab.apply(TypeGuessedCut{cut});
}

GuessJudged judged(TestLab& test, std::uint64_t n = 1) {
    test.lab.apply(SelectStep{test.run().calls[n - 1]});
    return judge_guess(test.state(), n);
}

}  // namespace

TEST_CASE("a guess is read as people say it") {
    std::string problem;
    CHECK(parse_guess("70,024", problem)->bytes == 70024);
    CHECK(parse_guess(" 0 ", problem)->kind == Guess::Kind::Bytes);
    CHECK(parse_guess("eagain", problem)->error == EAGAIN);
    CHECK(parse_guess("-1 EPIPE", problem)->error == EPIPE);
    for (const char* sleeps : {"sleeps", "it sleeps", "Blocks"}) {
        const auto said = parse_guess(sleeps, problem);
        if (std::string(sleeps) == "it sleeps") {
            CHECK_FALSE(said);
        } else {
            REQUIRE(said);
            CHECK(said->kind == Guess::Kind::Sleeps);
        }
    }
    CHECK(parse_guess("", problem)->kind == Guess::Kind::None);
    CHECK(problem.empty());
    for (const char* text : {"x", "-5", "12x", "99999999999999999999", "1.5"}) {
        CAPTURE(text);
        CHECK_FALSE(parse_guess(text, problem));
        CHECK(problem.find(text) != std::string::npos);
    }
    CHECK(guess_text(*parse_guess("65536", problem)) == "65,536");
    CHECK(guess_text(*parse_guess("EAGAIN", problem)) == "EAGAIN");
}

TEST_CASE("a wrong number stands beside what the kernel took, and why") {
    TestLab test;
    guess(test, "70024", "the end");
    test.lab.apply(StartRun{});
    REQUIRE(test.until_over());
    REQUIRE(locked_guess(test.state(), 1));
    CHECK_FALSE(test.state().prediction.draft.any());
    const GuessJudged said = judged(test);
    CHECK(said.result == false);
    CHECK(said.words.find("You said 70,024; the kernel took 65,536: all 16 page slots") == 0);
    CHECK(said.cut == false);
    CHECK(said.cut_words == "You said that the list goes on at the end; it goes on at tail+11,512.");
}

TEST_CASE("a right guess is said to be right, with its place") {
    TestLab test;
    guess(test, "65,536", "tail + 11,512");
    test.lab.apply(StepRun{});
    REQUIRE(test.until([&] { return test.run().paused(); }));
    CHECK(judged(test).result == true);
    CHECK(judged(test).cut == true);
    CHECK(judged(test).words.find("You said 65,536, and that is what happened") == 0);
    test.lab.apply(SelectStep{});
    CHECK(guessed_call(test.state()) == 2);
    test.lab.apply(TypeGuess{"EAGAIN"});
    test.lab.apply(StepRun{});
    REQUIRE(test.until([&] { return test.run().paused() && test.run().calls.size() == 2; }));
    CHECK(judged(test, 2).result == true);
    CHECK(locked_guess(test.state(), 1));
}

TEST_CASE("sleeping can be foretold") {
    TestLab test;
    test.lab.apply(NewDocument{});
    test.lab.apply(AddBuffer{fill_buffer("data", 100000)});
    test.lab.apply(AddEntry{0, entry_of("data"), {}});
    const bool right = GENERATE(true, false);
    guess(test, right ? "sleeps" : "65536");
    test.lab.apply(StartRun{});
    REQUIRE(test.until_asleep());
    GuessJudged said = judge_guess(test.state(), 1);
    CHECK(said.result == (right ? std::optional(true) : std::nullopt));
    CHECK_FALSE(said.words.empty());
    test.lab.apply(TypeGuess{"1"});  // too late
    CHECK_FALSE(test.state().prediction.draft.any());
    test.lab.apply(ReadSome{UINT64_MAX});
    REQUIRE(test.until_over());
    said = judged(test);
    CHECK(said.result == right);
}

TEST_CASE("what came from the script is not laid at the kernel's door") {
    TestLab test;
    test.lab.apply(SetFaults{{"EINTR -> short 10", false}, "x", false});
    guess(test, "65536");
    test.lab.apply(StartRun{});
    REQUIRE(test.until_over());
    CHECK(judged(test).words.find("the fault script reported EINTR") != std::string::npos);
    CHECK(judge_guess(test.state(), 2).words.empty());
}

TEST_CASE("the model's answer waits for the guess") {
    TestLab test;
    CHECK_FALSE(model_kept_back(test.state(), 1));
    test.lab.apply(SetPredicting{true});
    CHECK(model_kept_back(test.state(), 1));
    test.lab.apply(StartRun{});
    REQUIRE(test.until_over());
    CHECK(model_kept_back(test.state(), 1));
    test.lab.apply(ShowModel{});
    CHECK_FALSE(model_kept_back(test.state(), 1));
    guess(test, "1");
    test.lab.apply(StartRun{});
    REQUIRE(test.until_over());
    CHECK_FALSE(model_kept_back(test.state(), 1));
    CHECK(model_kept_back(test.state(), 2));
    test.lab.apply(NewDocument{});
    CHECK(test.state().prediction.locked.empty());
    CHECK(test.state().prediction.on);
}

TEST_CASE("a guess that is none is explained, and is in nobody's way") {
    TestLab test;
    guess(test, "lots", "tale");
    CHECK_FALSE(test.state().prediction.problem.empty());
    CHECK_FALSE(test.state().prediction.cut_problem.empty());
    CHECK(test.state().run_obstacle().empty());
    test.lab.apply(PointAtCut{24});
    CHECK(test.state().prediction.draft.cut == 24);
    CHECK(test.state().prediction.cut_text == "body+0");
    CHECK(test.state().prediction.cut_problem.empty());
    test.lab.apply(StartRun{});
    REQUIRE(test.until_over());
    REQUIRE(locked_guess(test.state(), 1));
    CHECK_FALSE(judged(test).result);
    CHECK(judged(test).cut == false);
}
