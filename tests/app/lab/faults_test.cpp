#include "app/lab/faults.h"

#include "core/experiment/fault_plan.h"
#include "tests/app/lab/lab_fixture.h"
#include "tests/catch.h"

#include <cerrno>

using namespace iovlab;

namespace {

FaultSpec spec(const char* script, bool repeat = false) {
    return {script, repeat};
}

}  // namespace

TEST_CASE("the step of a call is the one that is played for it") {
    const bool repeat = GENERATE(false, true);
    const char* script = GENERATE("short 1 -> 3*EAGAIN -> real -> 2*short 5", "EINTR", "4*real -> short 9");
    CAPTURE(script, repeat);
    const std::vector<FaultStep> steps = parse_fault_script(script).steps;
    FaultPlan plan(spec(script, repeat), 0);
    for (std::uint64_t n = 1; n <= 20; ++n) {
        const FaultStep played = plan.next();
        const auto place = script_place(steps, repeat, n);
        CAPTURE(n);
        const FaultStep found = place ? steps[place->step] : FaultStep{};
        CHECK(found.kind == played.kind);
        CHECK(found.bytes == played.bytes);
        CHECK(found.error == played.error);
        if (place) CHECK(place->turn < steps[place->step].times);
    }
}

TEST_CASE("a call is cut by a step of its own") {
    CHECK(with_short(spec(""), 1, 24).script == "short 24");
    CHECK(with_short(spec(""), 4, 24).script == "3*real -> short 24");
    CHECK(with_short(spec("short 3"), 1, 24).script == "short 24");
    CHECK(with_short(spec("EAGAIN -> EINTR"), 2, 7).script == "EAGAIN -> short 7");
    CHECK(with_short(spec("5*real"), 1, 7).script == "short 7 -> 4*real");
    CHECK(with_short(spec("5*real"), 3, 7).script == "2*real -> short 7 -> 2*real");
    CHECK(with_short(spec("5*real"), 5, 7).script == "4*real -> short 7");
    CHECK(with_short(spec("20%short 1", true), 2, 7).script == "short 7");
    CHECK(with_short(spec("20%short 1", true), 2, 7).repeat);
}

TEST_CASE("a cut is taken away again, and nothing of it stays behind") {
    CHECK(without_short(spec("short 24"), 1) == FaultSpec{});
    CHECK(without_short(spec("3*real -> short 24"), 4) == FaultSpec{});
    CHECK(without_short(spec("short 24 -> EAGAIN"), 1).script == "real -> EAGAIN");
    CHECK(without_short(spec("3*short 24"), 2).script == "short 24 -> real -> short 24");
    CHECK(without_short(spec("EAGAIN"), 1).script == "EAGAIN");
    CHECK(without_short(spec("short 3"), 2).script == "short 3");
    CHECK(without_short(spec("short 3 -> real", true), 1).script == "real -> real");
}

TEST_CASE("the chip of the call on show is known while the script is the one that was played") {
    TestLab test;
    test.lab.apply(SetFaults{{"short 10 -> real -> EINTR", false}, "x", false});
    CHECK_FALSE(step_of_shown_call(test.state()));
    test.lab.apply(StartRun{});
    REQUIRE(test.until_over());
    for (std::size_t call = 0; call < 3; ++call) {
        test.lab.apply(SelectStep{test.run().calls[call]});
        CHECK(step_of_shown_call(test.state()) == call);
    }
    test.lab.apply(SelectStep{});
    CHECK_FALSE(step_of_shown_call(test.state()));  // past the script's end
    test.lab.apply(SelectStep{test.run().calls[0]});
    test.lab.apply(SetFaults{{"EINTR", false}, "x", false});
    CHECK_FALSE(step_of_shown_call(test.state()));
}

TEST_CASE("faults and seed are edited, undone and saved") {
    const TestFolder folder;
    TestLab test;
    const Experiment before = test.state().experiment();
    test.lab.apply(SetFaults{{"short 10", false}, "add short 10", false});
    CHECK(test.state().document.undo_what() == "add short 10");
    test.lab.apply(SetSeed{7});
    CHECK(test.state().experiment().seed == 7);
    test.lab.apply(Undo{});
    CHECK(test.state().experiment().faults.script == "short 10");
    test.lab.apply(SetFaults{{"short 11", false}, "cut", true});
    test.lab.apply(SetFaults{{"short 12", false}, "cut", true});
    test.lab.apply(Undo{});
    CHECK(test.state().experiment().faults.script == "short 10");  // a drag is one step
    test.lab.apply(SaveTo{folder.file("x.toml")});
    REQUIRE(test.until([&] { return !test.state().saving; }));
    test.lab.apply(Undo{});
    CHECK(test.state().experiment() == before);
}

TEST_CASE("chips say their step as people read it") {
    CHECK(chip_text({FaultKind::Short, 4096, 0, 2, 20}) == "2 × 20 % short 4,096");
    CHECK(chip_text({FaultKind::Error, 0, EAGAIN, 1, 100}) == "EAGAIN");
    CHECK(chip_text({}) == "real");
}
