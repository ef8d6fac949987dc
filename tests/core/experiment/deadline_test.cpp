// [deadline] ends by the clock: whether the caller is seen asleep, is not seen at all, or does not sleep.
#include "core/experiment/deadline.h"

#include "core/kernel/real/worker.h"
#include "tests/catch.h"
#include "tests/support/runs.h"

#include <algorithm>
#include <chrono>

using namespace iovlab;
using namespace iovlab::test;
using namespace std::chrono_literals;

namespace {

template <typename T>
bool has(const Trace& trace) {
    return std::any_of(trace.begin(), trace.end(),
                       [](const Step& step) { return std::holds_alternative<T>(step.what); });
}

Ran run_seen(const Experiment& experiment, Sight sight) {
    RunOptions options;
    options.sight = sight;
    return run(experiment, options);
}

}  // namespace

TEST_CASE("a deadline is over by the clock", "[deadline]") {
    const Deadline::Clock::time_point began{};
    const Deadline given(1.0, true, began);
    CHECK_FALSE(given.over(began + 999ms, true, true));
    CHECK(given.over(began + 1s, true, true));
    CHECK(given.over(began + 1s, true, false));
    CHECK_FALSE(given.over(began + 1s, false, false));
    CHECK_FALSE(given.over(began + 2999ms, false, true));
    CHECK(given.over(began + 3s, false, false));
    CHECK(*given.next(began) == began + 1s);
    CHECK(*given.next(began + 2990ms) == began + 3s);
    Deadline woken = given;
    woken.stirred(began + 900ms);
    CHECK(woken.over(began + 1s, true, true));

    Deadline usual(std::nullopt, false, began);
    CHECK(usual.over(began + 2s, true, true));
    CHECK_FALSE(usual.over(began + 2s, true, false));
    CHECK(usual.over(began + 30s, false, false));
    usual.stirred(began + 1s);
    CHECK_FALSE(usual.over(began + 2s, true, true));
    CHECK(usual.over(began + 3s, true, true));

    const Deadline people(std::nullopt, true, began);
    CHECK_FALSE(people.over(began + 3600s, true, true));
    CHECK_FALSE(people.next(began));
}

TEST_CASE("the deadline ends a call whose sleep cannot be seen, and says so", "[run][deadline]") {
    Experiment experiment = into_pipe({20000}, 8192, false);
    experiment.deadline_s = 0.05;
    experiment.signal = SignalSpec{};
    experiment.reader.policy = ReaderPolicy::CloseWhenFull;
    const Ran ran = run_seen(experiment, Sight::Nothing);
    CHECK(ran.outcome().blocked);
    CHECK(ran.end.status == Status::Blocked);
    CHECK(ran.end.delivered == 8192);
    CHECK_FALSE(has<SleepStep>(ran.trace));
    CHECK_FALSE(has<SignalStep>(ran.trace));
    CHECK(ran.end.ended_awake);
    CHECK(ran.calls[0].awake);
    CHECK(ran.end.unseen.ended_by_clock);
    CHECK(ran.end.unseen.no_signal);
    CHECK(ran.end.unseen.no_reader);
    CHECK_FALSE(ran.end.note.empty());
    // Where nothing waits for sleep there is nothing to say.
    CHECK(run_seen(into_pipe({100}, 8192, false), Sight::Nothing).end.note.empty());
}

TEST_CASE("the same of a wait in poll, of a read, and of two writers", "[run][deadline]") {
    Experiment experiment = into_pipe({20000}, 8192, true);
    SECTION("poll") {
        experiment.loop.kind = "write-all-poll";
    }
    SECTION("readv") {
        experiment = into_pipe({10}, 8192, false);
        experiment.calls[0].op = Op::Readv;
    }
    SECTION("two writers") {
        experiment = writev_of({8192, 8192});
        experiment.buffers[0].content = {ContentKind::Fill, "a", 0, 8192};
        experiment.buffers[1].content = {ContentKind::Fill, "B", 0, 8192};
        experiment.calls[0].iov.pop_back();
        experiment.second = SecondSpec{{entry("b1")}, 20, false};
        experiment.reader.policy = ReaderPolicy::WhenFull;
    }
    experiment.deadline_s = 0.05;
    const Ran ran = run_seen(experiment, Sight::Nothing);
    CHECK(ran.end.status == Status::Blocked);
    CHECK(ran.end.unseen.ended_by_clock);
}

TEST_CASE("where a process's call is hidden its state tells of its sleep", "[run][deadline]") {
    Experiment experiment = into_pipe({20000}, 8192, false);
    SECTION("a reader that waits for it") {
        experiment.reader.policy = ReaderPolicy::WhenFull;
    }
    SECTION("a signal that waits for it") {
        experiment.signal = SignalSpec{};
    }
    SECTION("both in poll") {
        experiment.target.flags.names = {"O_NONBLOCK"};
        experiment.loop.kind = "write-all-poll";
        experiment.reader.policy = ReaderPolicy::WhenFull;
    }
    const Ran all = run_seen(experiment, Sight::Call);
    const Ran some = run_seen(experiment, Sight::State);
    CHECK(some.end.status == Status::Done);
    CHECK(some.end.note == all.end.note);
    CHECK(some.end.delivered == all.end.delivered);
    CHECK(some.calls.size() == all.calls.size());
    CHECK(has<SignalStep>(some.trace) == experiment.signal.has_value());
}

TEST_CASE("a reader that keeps the caller awake does not hold the deadline up", "[run][deadline]") {
    Experiment experiment = into_pipe({8u << 20}, 4096, false);
    experiment.reader.bytes = 1;
    SECTION("each time it sleeps") {
        experiment.reader.policy = ReaderPolicy::WhenFull;
    }
    SECTION("all the time") {
        experiment.reader.policy = ReaderPolicy::Steady;
        experiment.reader.every_ms = 1;
    }
    experiment.deadline_s = 0.05;
    const auto began = std::chrono::steady_clock::now();
    const Ran ran = run(experiment);
    CHECK(ran.end.status == Status::Blocked);
    CHECK(std::chrono::steady_clock::now() - began < 10s);
}
