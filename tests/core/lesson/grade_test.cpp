#include "core/lesson/grade.h"

#include "core/lesson/check.h"
#include "core/lesson/order.h"
#include "core/lesson/read.h"
#include "core/loops/blocks.h"
#include "tests/catch.h"
#include "tests/support/runs.h"

#include <cerrno>

using namespace iovlab;

namespace {

Bounds exactly(std::int64_t number) {
    return {amount(number), amount(number)};
}

LessonFindings check_text(const std::string& step) {
    const auto read =
        read_lesson("```lesson\ntitle = \"t\"\nminutes = 1\ngoals = [\"g\"]\n```\n## Step\n" + step, "t.md");
    for (const FileProblem& problem : read.problems) FAIL_CHECK(problem.text());
    return check_lesson(read.lesson);
}

const std::string kPipe = R"(
```experiment
format = 1
[[buffer]]
name = "a"
kind = "bytes"
fill = "a"
size = 3000
[[buffer]]
name = "b"
kind = "bytes"
fill = "b"
size = 3000
[call]
op = "writev"
iov = ["a", "b"]
[target]
kind = "pipe"
capacity = 4096
flags = ["O_NONBLOCK"]
```
)";

}  // namespace

TEST_CASE("sums are reckoned from the experiment's own numbers", "[lesson]") {
    const Experiment experiment = test::into_pipe({3000, 24}, 4096, true);
    const auto value = [&](const std::string& text) {
        const auto sum = parse_amount(text);
        return sum ? value_of(*sum, experiment) : std::nullopt;
    };
    CHECK(value("17") == 17);
    CHECK(value("all") == 3024);
    CHECK(value("capacity - b0 + 1") == 1097);
    CHECK(value("entries") == 2);
    CHECK_FALSE(value("nothing"));
    CHECK_FALSE(value("1 +"));
    CHECK_FALSE(value(""));
    CHECK(filled_in("{all} of {b1}, {not this} {", experiment) == "3,024 of 24, {not this} {");
    const std::string braces = std::string(100'000, '{') + std::string(100'000, ' ') + "{all}";
    CHECK(filled_in(braces, experiment) == braces.substr(0, 200'000) + "3,024");
    CHECK(value_of(amount(INT64_MIN), experiment) == INT64_MIN);
}

TEST_CASE("a claim is held against what the kernel did", "[lesson]") {
    const Experiment experiment = test::into_pipe({3000, 3000}, 4096, true);
    const Trace trace = run_to_end(experiment);
    Claim claim;
    claim.result = exactly(4096);
    claim.cut = "b1";
    claim.queued = exactly(4096);
    claim.verdict = "incomplete";
    CHECK(holds(claim, experiment, trace));
    claim.cut = "b0";
    CHECK(unmet(claim, experiment, trace).size() == 1);
    claim.result = exactly(6000);
    claim.unsent = DamageClaim{exactly(1904), ""};
    CHECK(unmet(claim, experiment, trace).size() == 2);
    claim.call = 2;
    CHECK(unmet(claim, experiment, trace) == std::vector<std::string>{"there is no call 2 in this run."});
}

TEST_CASE("an entry that is lost as a whole is told by its name", "[lesson]") {
    Experiment experiment = test::into_pipe({2, 3, 4}, 4096, true);
    experiment.loop.kind = "count-entries";
    experiment.faults.script = "short 2";
    const Trace trace = run_to_end(experiment);
    Claim claim;
    claim.lost = DamageClaim{std::nullopt, "b1"};
    CHECK(holds(claim, experiment, trace));
    claim.lost = DamageClaim{std::nullopt, "b2"};
    CHECK_FALSE(holds(claim, experiment, trace));
    claim.lost = DamageClaim{exactly(3), ""};
    CHECK(holds(claim, experiment, trace));
}

TEST_CASE("a question is answered by the run alone", "[lesson]") {
    const Experiment experiment = test::into_pipe({3000, 3000}, 4096, true);
    const Trace trace = run_to_end(experiment);
    Question question;
    LessonAnswer answer;
    answer.number = 4096;
    CHECK(grade(question, answer, experiment, trace).pass);
    answer.number = 4000;
    CHECK_FALSE(grade(question, answer, experiment, trace).pass);
    question.near = 100;
    CHECK(grade(question, answer, experiment, trace).pass);
    CHECK_FALSE(grade(question, LessonAnswer{}, experiment, trace).pass);
}

TEST_CASE("what is given may not be changed", "[lesson]") {
    const Experiment start = test::into_pipe({3000, 3000}, 4096, true);
    Experiment made = start;
    CHECK(touched({"buffer", "call", "target", "faults"}, start, made).empty());
    made.target.capacity = 65536;
    made.faults.script = "short 1";
    CHECK(touched({"buffer", "target.flags", "target.capacity", "faults"}, start, made) ==
          std::vector<std::string>{"target.capacity", "faults"});
}

TEST_CASE("check: a lesson must say what the kernel does", "[lesson]") {
    const std::string ask = "```predict\nask = \"?\"\n[[choices]]\ntext = \"all\"\nresult = \"all\"\n[[choices]]\n";
    CHECK(check_text(kPipe + ask + "text = \"4096\"\nresult = 4096\n```\n").problems.empty());
    const auto none = check_text(kPipe + ask + "text = \"1\"\nresult = 1\n```\n").problems;
    REQUIRE(none.size() == 1);
    CHECK(none[0].what.find("no choice is right: the kernel says 4,096") != std::string::npos);
    CHECK(none[0].line == 28);
    const auto both = check_text(
        kPipe + ask + "text = \"4096\"\nresult = 4096\n[[choices]]\ntext = \"x\"\nresult = \"short\"\n```\n");
    REQUIRE(both.problems.size() == 1);
    CHECK(both.problems[0].what.find("choices B and C are both right") != std::string::npos);
    CHECK(both.problems[0].file == "t.md");
    CHECK(both.problems[0].line == 36);  // where choice C begins
    CHECK(both.problems[0].column == 1);

    const std::string build = "```build\nask = \"?\"\ngoal = {result = \"all\"}\n";
    CHECK(check_text(kPipe + build + "[solution.target]\ncapacity = 8192\n```\n").problems.empty());
    const auto far = check_text(kPipe + build + "[solution.target]\ncapacity = 4096\n```\n").problems;
    REQUIRE(far.size() == 1);
    CHECK(far[0].what.find("the solution does not reach the goal: the result is 4,096") == 0);
    CHECK(far[0].line == 28);
    CHECK(check_text(kPipe + build + "given = [\"target\"]\n[solution.target]\ncapacity = 8192\n```\n")
              .problems.size() == 1);
    CHECK(check_text(kPipe +
                     "```build\nask = \"?\"\ngoal = {result = \"short\"}\n[solution.faults]\nscript = \"short 1\"\n"
                     "```\n")
              .problems.size() == 1);

    const std::string find =
        "```find\nask = \"?\"\nlisting = \"x\"\nlines = [1]\nwhy = \"y\"\nshows = {verdict = \"lost\"}\n";
    CHECK(check_text(kPipe + find +
                     "[proof]\nloop = {kind = \"skip-entry\"}\nfaults = {script = \"short 9\"}\ntarget = {capacity "
                     "= 65536}\n```\n")
              .problems.empty());
    CHECK(check_text(kPipe + find + "```\n").problems.size() == 1);

    CHECK(check_text("```order\nask = \"?\"\nblocks = [\"offer\", \"give-up\", \"trim\", \"stop\"]\n```\n")
              .problems.size() == 1);
}

TEST_CASE("check: new numbers must leave one choice right, too", "[lesson]") {
    const std::string question =
        "```predict\nask = \"?\"\n[[choices]]\ntext = \"all\"\nresult = \"all\"\n[[choices]]\n"
        "text = \"4096\"\nresult = 4096\n```\n";
    CHECK(check_text(kPipe + question + "```vary\n\"buffer[0].size\" = [2000, 4000]\n```\n").problems.empty());
    const auto other =
        check_text(kPipe + question +
                   "```vary\n\"target.capacity\" = {of = [8192, 12288]}\n\"buffer[0].size\" = [9000, 9999]\n"
                   "\"buffer[1].size\" = [9000, 9999]\n```\n");
    REQUIRE(other.problems.size() == 1);
    CHECK(other.problems[0].what.find("seed 1") != std::string::npos);
}

namespace {

std::optional<CounterExample> tried(const std::vector<std::string>& blocks) {
    return find_counter_example(LessonStep{}, blocks);
}

const std::vector<std::string> kRight = {"drop-empties", "stop",    "offer",        "retry-eintr",
                                         "wait-eagain",  "give-up", "skip-entries", "trim"};

}  // namespace

TEST_CASE("order: the loop that works survives, in every order that works", "[lesson][order]") {
    CHECK_FALSE(tried(kRight));
    CHECK_FALSE(
        tried({"drop-empties", "stop", "offer", "wait-eagain", "retry-eintr", "give-up", "skip-entries", "trim"}));
    CHECK_FALSE(
        tried({"offer", "retry-eintr", "wait-eagain", "give-up", "skip-entries", "trim", "drop-empties", "stop"}));
}

TEST_CASE("order: each block is needed", "[lesson][order]") {
    for (const std::string& left_out : kRight) {
        CAPTURE(left_out);
        std::vector<std::string> blocks = kRight;
        blocks.erase(std::find(blocks.begin(), blocks.end(), left_out));
        const auto counter = tried(blocks);
        REQUIRE(counter);
        CHECK_FALSE(counter->why.empty());
    }
}

TEST_CASE("order: each wrong block is found out", "[lesson][order]") {
    const std::vector<std::pair<std::string, std::string>> instead = {
        {"trim", "trim-keep"},        {"trim", "trim-backwards"},    {"skip-entries", "count-entries"},
        {"skip-entries", "skip-cut"}, {"trim", "restart"},           {"give-up", "done-if-positive"},
        {"stop", "done-if-nothing"},  {"wait-eagain", "spin-eagain"}};
    for (const auto& [right, wrong] : instead) {
        CAPTURE(wrong);
        std::vector<std::string> blocks = kRight;
        *std::find(blocks.begin(), blocks.end(), right) = wrong;
        const auto counter = tried(blocks);
        REQUIRE(counter);
        CHECK(loop_block(wrong)->incident.number > 0);
    }
    const auto early =
        tried({"drop-empties", "stop", "offer", "give-up", "retry-eintr", "wait-eagain", "skip-entries", "trim"});
    REQUIRE(early);
    CHECK(early->trial.experiment.faults.script == "EINTR");
    CHECK(early->why.find("gives up with EINTR") != std::string::npos);
    CHECK(tried({"trim"})->why.find("never makes a call") != std::string::npos);
}

TEST_CASE("a loop of blocks is a loop like any other", "[loops]") {
    CHECK(loop_info("blocks: offer, trim") != nullptr);
    CHECK(blocks_of("once") == std::nullopt);
    CHECK(blocks_kind({"offer", "trim"}) == "blocks: offer, trim");
    CHECK(sound_blocks("blocks: offer,trim"));
    CHECK_FALSE(sound_blocks("blocks: offer, offer"));
    CHECK_FALSE(sound_blocks("blocks: nothing"));
    CHECK_FALSE(sound_blocks("blocks:"));
    CHECK(make_loop("blocks: nothing", IovList()) == nullptr);
}
