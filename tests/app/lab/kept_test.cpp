// What is kept of a run's steps, so that going on and going back need not begin at the front, against working it
// out anew at every step.
#include "app/lab/kept.h"

#include "app/lab/belief.h"
#include "app/lab/pipe_shown.h"
#include "app/lab/thinking.h"
#include "core/experiment/vocabulary.h"
#include "tests/app/lab/lab_fixture.h"
#include "tests/catch.h"

using namespace iovlab;

namespace {

/// Three entries of 40 bytes each in calls of 7 bytes, through `loop`.
void run_in_parts(TestLab& test, const std::string& loop, const std::string& script, const std::string& target) {
    test.lab.apply(NewDocument{});
    for (const char* name : {"a", "b", "c"}) {
        test.lab.apply(AddBuffer{fill_buffer(name, 40)});
        test.lab.apply(AddEntry{0, entry_of(name), {}});
    }
    TargetSpec spec;
    spec.kind = target;
    if (target == "pipe") spec.flags.names = {"O_NONBLOCK"};
    test.lab.apply(SetTarget{spec, "kind"});
    if (target == "pipe") test.lab.apply(SetReader{{ReaderPolicy::AfterCall, 5, 10}, "policy"});
    test.lab.apply(SetLoop{{loop, 200}, "the kind"});
    test.lab.apply(SetFaults{{script, true}, "cut", false});
    test.lab.apply(StartRun{});
    REQUIRE(test.until_over());
}

void compare_beliefs(const Belief& kept, const Belief& anew) {
    CHECK(kept.believed == anew.believed);
    CHECK(kept.taken == anew.taken);
    CHECK(kept.real == anew.real);
    CHECK(kept.words == anew.words);
    CHECK(kept.wrong == anew.wrong);
    CHECK(kept.marks.size() == anew.marks.size());
}

}  // namespace

TEST_CASE("kept states are those that come of all steps in order, however one jumps about") {
    Kept<std::vector<std::size_t>> kept;
    std::size_t told = 0;
    const auto at = [&](std::size_t steps) {
        return kept.at(
            steps, [] { return std::vector<std::size_t>(); },
            [&](std::vector<std::size_t>& state, std::size_t step) {
                ++told;
                state.push_back(step);
            });
    };
    std::uint64_t place = 7;
    for (int i = 0; i < 300; ++i) {
        place = place * 6364136223846793005ULL + 1442695040888963407ULL;
        const std::size_t steps = (place >> 33) % 20000;
        const std::vector<std::size_t> state = at(steps);
        REQUIRE(state.size() == steps);
        for (std::size_t k = 0; k < steps; k += 97) REQUIRE(state[k] == k);
    }
    told = 0;
    (void)at(15000);
    (void)at(14990);
    CHECK(told < 2000);
}

TEST_CASE("belief, thoughts, slots and sink at a step do not hang on where one came from") {
    const std::string loop = GENERATE(as<std::string>(), "write-all-poll", "restart", "skip-entry", "keep-prefix");
    const std::string target = GENERATE(as<std::string>(), "pipe", "file");
    CAPTURE(loop, target);
    TestLab test;
    run_in_parts(test, loop, "short 7 -> EAGAIN -> short 9 -> EINTR", target);
    const std::size_t steps = test.run().steps.size();
    REQUIRE(steps > 3);
    for (std::size_t i = 0; i < 3 * steps; ++i) {
        const std::size_t step = i * 7919 % (steps - 1);
        test.lab.apply(SelectStep{step});
        CAPTURE(step);
        const RunView& run = test.run();
        compare_beliefs(test.state().belief, belief_after(run, test.state().run_derived, step + 1));
        const auto thought = think(run, loop);
        REQUIRE(thought.has_value() == test.state().thinking.own.has_value());
        if (thought) {
            CHECK(test.state().thinking.own->place == thought->place);
            CHECK(test.state().thinking.own->left == thought->left);
            CHECK(test.state().thinking.own->next.total() == thought->next.total());
        }
        CHECK(run.sink_shown().size == run.steps[step].arrived);
        CHECK(run.sink_shown().bytes.size() == run.sink_shown().size);
        CHECK(run.sink_shown().provenance.size() == run.sink_shown().size);
        if (target != "pipe") continue;
        CHECK(run.shown_slots.slots() == slots_after(run.steps, step + 1, 0, false).slots());
        CHECK(shown_pipe(test.state()).queued ==
              static_cast<std::uint64_t>(run.steps[step].after.queued.value_or(0)));
    }
}

TEST_CASE("a writer that was woken and sleeps again is shown with what it has put in") {
    TestLab test;
    test.lab.apply(NewDocument{});
    test.lab.apply(AddBuffer{fill_buffer("data", 200000)});
    test.lab.apply(AddEntry{0, entry_of("data"), {}});
    test.lab.apply(StartRun{});
    REQUIRE(test.until_asleep());
    test.lab.apply(ReadSome{65536});
    REQUIRE(test.until([&] {
        const PipeShown pipe = shown_pipe(test.state());
        return pipe.taken == 65536 && pipe.full;
    }));
    const PipeShown pipe = shown_pipe(test.state());
    CHECK(pipe.queued == pipe.capacity);
    CHECK(test.run().shown_slots.queued() == pipe.queued);
    CHECK(test.run().target_shown()->put == 2 * 65536);
    test.lab.apply(StopRun{});
    REQUIRE(test.until_over());
    CHECK(std::get<CallStep>(test.run().steps[test.run().calls.front()].what).outcome.elapsed_ns > 0);
}
