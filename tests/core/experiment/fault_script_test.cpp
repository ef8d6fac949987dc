#include "core/experiment/fault_script.h"

#include "tests/catch.h"

#include <cerrno>

using namespace iovlab;

TEST_CASE("a fault script is read into steps") {
    const FaultScript script = parse_fault_script(" short 3 ->EAGAIN-> 2*real -> 20%short 1 -> 3 * 50 % EINTR ");
    CHECK(script.problem.empty());
    REQUIRE(script.steps.size() == 5);
    CHECK(script.steps[0] == FaultStep{FaultKind::Short, 3, 0, 1, 100});
    CHECK(script.steps[1] == FaultStep{FaultKind::Error, 0, EAGAIN, 1, 100});
    CHECK(script.steps[2] == FaultStep{FaultKind::Real, 0, 0, 2, 100});
    CHECK(script.steps[3] == FaultStep{FaultKind::Short, 1, 0, 1, 20});
    CHECK(script.steps[4] == FaultStep{FaultKind::Error, 0, EINTR, 3, 50});
    CHECK(parse_fault_script("").steps.empty());
    CHECK(parse_fault_script("  ").problem.empty());
}

TEST_CASE("a fault script that makes no sense is explained") {
    struct Row {
        const char* script;
        const char* says;
    };
    const Row row = GENERATE(
        Row{"EGAIN", "(did you mean \"EAGAIN\"?)"}, Row{"real ->", "step 2, \"\""}, Row{"-> real", "step 1, \"\""},
        Row{"short", "needs a number"}, Row{"short x", "needs a number"}, Row{"short 3 4", "needs a number"},
        Row{"short -1", "needs a number"}, Row{"shorts 3", "not a step"}, Row{"rael", "did you mean \"real\"?"},
        Row{"0*real", "1 to 1,000,000"}, Row{"99999999999999999999*real", "1 to 1,000,000"},
        Row{"101%real", "0 to 100"}, Row{"3 real", "belongs to nothing"}, Row{"3", "belongs to nothing"},
        Row{"20%3*real", "belongs to nothing"}, Row{"2*2*real", "belongs to nothing"},
        Row{"EAGAIN, EINTR", "not a step"}, Row{"2*", "not a step"}, Row{"\x1b[31m", "\\x1b[31m"});
    CAPTURE(row.script);
    const FaultScript script = parse_fault_script(row.script);
    CAPTURE(script.problem);
    CHECK(script.problem.find(row.says) != std::string::npos);
}

TEST_CASE("an endless fault script is refused") {
    std::string script = "real";
    for (int i = 0; i < 10'000; ++i) script += "->real";
    CHECK(parse_fault_script(script).problem.find("more than 10,000 steps") != std::string::npos);
}

TEST_CASE("steps are written so that they read back") {
    CHECK(to_text(std::vector<FaultStep>{}).empty());
    CHECK(to_text(FaultStep{}) == "real");
    CHECK(to_text(FaultStep{FaultKind::Short, UINT64_MAX, 0, 1, 100}) == "short 18446744073709551615");
    for (const char* script : {"short 3 -> EAGAIN -> 2*real -> 20%short 1 -> EINTR", "3*50%EINTR", "0%short 0",
                               "1000000*real -> 99%ENOSPC"}) {
        CHECK(to_text(parse_fault_script(script).steps) == script);
    }
    for (const FaultKind kind : {FaultKind::Real, FaultKind::Short, FaultKind::Error}) {
        for (const std::uint64_t times : {1ULL, 2ULL, 1'000'000ULL}) {
            for (const unsigned percent : {0U, 1U, 99U, 100U}) {
                FaultStep step{kind, 0, 0, times, percent};
                if (kind == FaultKind::Short) step.bytes = 4096 * times;
                if (kind == FaultKind::Error) step.error = EPIPE;
                const std::vector<FaultStep> steps{step, FaultStep{}, step};
                const FaultScript back = parse_fault_script(to_text(steps));
                CAPTURE(to_text(steps), back.problem);
                CHECK(back.steps == steps);
            }
        }
    }
}
