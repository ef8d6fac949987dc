// Fault scripts on the real kernel: a cut delivers exactly its prefix, an errno makes no call, and both say so.
#include "tests/catch.h"
#include "tests/support/runs.h"

#include <cerrno>
#include <thread>
#include <vector>

using namespace iovlab;
using namespace iovlab::test;

TEST_CASE("a cut at each position of a list with empties delivers exactly that prefix", "[run][faults]") {
    const bool file = GENERATE(true, false);
    const std::initializer_list<std::uint64_t> sizes = {0, 3, 5, 0, 1, 7, 4, 0};
    Experiment experiment = file ? into_file(sizes) : into_pipe(sizes, 65536, true);
    const Ran whole = run(experiment);
    for (std::uint64_t cut = 1; cut < 20; ++cut) {
        CAPTURE(cut);
        experiment.faults.script = "short " + std::to_string(cut);
        const Ran ran = run(experiment);
        CHECK(ran.result() == static_cast<std::int64_t>(cut));
        CHECK(ran.outcome().origin == Origin::Capped);
        CHECK(ran.calls[0].asked == 20);
        REQUIRE(ran.sink.bytes.size() == cut);
        CHECK(std::equal(ran.sink.bytes.begin(), ran.sink.bytes.end(), whole.sink.bytes.begin()));
        CHECK(ran.end.verdict == Verdict::Incomplete);
        REQUIRE(ran.calls[0].model);
        CHECK(ran.calls[0].model->result == static_cast<std::int64_t>(cut));
    }
    experiment.faults.script = "short 20";
    CHECK(run(experiment).outcome().origin == Origin::Kernel);
}

TEST_CASE("an errno of the script is reported without a call", "[run][faults]") {
    Experiment experiment = into_pipe({100, 200}, 65536, true);
    experiment.loop.kind = "write-all";
    experiment.faults.script = "EINTR -> short 150 -> ENOSPC";
    const Ran ran = run(experiment);
    REQUIRE(ran.calls.size() == 3);
    CHECK(ran.outcome(0).origin == Origin::Injected);
    CHECK(ran.result(0) == -EINTR);
    CHECK_FALSE(ran.calls[0].model);
    CHECK(ran.after[0].queued == 0);
    CHECK(ran.outcome(1).origin == Origin::Capped);
    CHECK(ran.result(1) == 150);
    CHECK(ran.result(2) == -ENOSPC);
    CHECK(ran.end.status == Status::Error);
    CHECK(ran.end.delivered == 150);
    CHECK(ran.end.verdict == Verdict::Incomplete);
}

TEST_CASE("chances come from the seed, and a script may begin again", "[run][faults]") {
    Experiment experiment = into_pipe({500}, 65536, true);
    experiment.loop.kind = "write-all";
    experiment.faults = {"50%short 10", true};
    std::size_t cut = 0;
    for (std::uint64_t seed = 0; seed < 16; ++seed) {
        CAPTURE(seed);
        experiment.seed = seed;
        const Ran first = run(experiment);
        const Ran again = run(experiment);
        cut += first.calls.size() > 1;
        REQUIRE(first.calls.size() == again.calls.size());
        for (std::size_t i = 0; i < first.calls.size(); ++i) CHECK(first.result(i) == again.result(i));
        CHECK(first.end.verdict == Verdict::Intact);
    }
    CHECK(cut > 2);
    CHECK(cut < 14);
    experiment.faults = {"short 10", false};
    CHECK(run(experiment).calls.size() == 2);
}

TEST_CASE("what was foretold is what came, asleep or awake", "[run][model]") {
    std::vector<Experiment> experiments = {into_pipe({24, 30000, 24000, 16000}, 65536, true),
                                           into_pipe({20000}, 8192, false), into_file({10, 0, 20}),
                                           into_pipe({100000}, 65536, false)};
    experiments[1].reader.policy = ReaderPolicy::WhenFull;
    experiments[3].signal = SignalSpec{"SIGUSR1", true};
    for (Experiment& experiment : experiments) {
        const Ran ran = run(experiment);
        REQUIRE(ran.calls[0].model);
        CHECK(ran.calls[0].model->result == ran.outcome().result);
        CHECK_FALSE(ran.calls[0].rule.empty());
        const Ran foretold = run(experiment, {.model = true, .keep = {}});
        CHECK(foretold.outcome().origin == Origin::Model);
        CHECK(foretold.outcome().result == ran.outcome().result);
        CHECK(foretold.end.sha256 == ran.end.sha256);
    }
}

TEST_CASE("a script given between two calls holds from the next one on", "[run][faults]") {
    Experiment experiment = into_file({100, 200});
    experiment.loop.kind = "write-all";
    experiment.faults.script = "short 10 -> EINTR";
    RunOptions options;
    options.step = true;
    Run run(experiment, options);
    std::thread runner([&] { run.execute(); });
    const auto paused_after = [&](std::size_t steps) {
        while (run.state() != Run::State::Paused || run.step_count() < steps) std::this_thread::yield();
    };
    paused_after(0);
    run.go_on(1);
    paused_after(1);
    run.set_faults({"real -> short 7 -> 2*short 3", false});
    run.go_on(1);
    paused_after(2);
    run.set_faults({"what is this", false});  // changes nothing
    run.go_on();
    runner.join();
    Trace trace;
    run.steps_since(0, trace);
    std::vector<std::int64_t> results;
    for (const Step& step : trace) {
        if (const auto* call = std::get_if<CallStep>(&step.what))
            results.push_back(call->outcome.result.value_or(-1));
    }
    CHECK(results == std::vector<std::int64_t>{10, 7, 3, 3, 277});
}
