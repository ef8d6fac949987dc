// Looking at an earlier step of a run: the slots that are worked out from the trace must be those that the kernel's
// numbers told of at the time. A failure prints the seed that makes it again.
#include "core/experiment/replay.h"

#include "core/experiment/check.h"
#include "tests/catch.h"
#include "tests/support/runs.h"

#include <algorithm>
#include <random>
#include <string>
#include <variant>

using namespace iovlab;
using namespace iovlab::test;

namespace {

Experiment random_experiment(std::mt19937_64& random) {
    const auto below = [&](std::uint64_t n) { return random() % n; };
    Experiment experiment;
    experiment.calls.clear();
    for (std::uint64_t call = 0, calls = 1 + below(4); call < calls; ++call) {
        CallSpec spec;
        for (std::uint64_t i = 0, entries = below(6); i < entries; ++i) {
            const std::string name = "b" + std::to_string(experiment.buffers.size());
            const std::uint64_t size = below(3) == 0 ? 4096 * below(4) + below(9) : below(9000);
            experiment.buffers.push_back(bytes(name, size));
            spec.iov.push_back(entry(name));
            if (below(15) == 0) spec.iov.push_back(bad(BadBase::Crossing, 6000, below(6000)));
        }
        if (below(6) == 0) spec.op = Op::Writes;
        if (below(4) == 0) spec.resize = 4096u << below(6);
        experiment.calls.push_back(spec);
    }
    const std::uint64_t capacity = 4096u << below(5);
    const bool sleeps = below(2) == 0;
    experiment.target.capacity = capacity;
    experiment.target.preload = below(3) == 0 ? below(capacity + 1) : 0;
    if (!sleeps) experiment.target.flags.names.push_back("O_NONBLOCK");
    if (below(4) == 0) experiment.target.flags.names.push_back("O_DIRECT");
    static constexpr ReaderPolicy policies[] = {
        ReaderPolicy::None,   ReaderPolicy::All,        ReaderPolicy::AfterCall,    ReaderPolicy::WhenFull,
        ReaderPolicy::Steady, ReaderPolicy::CloseAfter, ReaderPolicy::CloseWhenFull};
    experiment.reader = {policies[below(7)], 1 + below(2 * capacity), 1};
    static constexpr const char* kinds[] = {"once", "write-all", "write-all-poll"};
    experiment.loop = {kinds[below(3)], 40};
    if (below(3) == 0) experiment.faults.script = "short " + std::to_string(1 + below(5000)) + " -> EINTR -> real";
    experiment.faults.repeat = below(2) == 0;
    if (below(5) == 0) experiment.signal = SignalSpec{"SIGUSR1", below(2) == 0};
    experiment.deadline_s = 0.01;
    return experiment;
}

bool is_final_read(const Step& step) {
    const auto* read = std::get_if<ReadStep>(&step.what);
    return read && read->final;
}

bool last_before_reading_out(const Trace& trace, std::size_t k) {
    return !is_final_read(trace[k - 1]) && (k + 1 == trace.size() || is_final_read(trace[k]));
}

}  // namespace

TEST_CASE("replay: the slots after every step are what FIONREAD said then", "[experiment][replay][fuzz]") {
    for (std::uint64_t seed = 1; seed <= 400; ++seed) {
        std::mt19937_64 random(seed);
        const Experiment experiment = random_experiment(random);
        INFO("seed " << seed);
        REQUIRE(check(experiment).empty());
        const Ran ran = run(experiment);
        const bool packet = experiment.target.flags.has("O_DIRECT");
        CHECK(ran.pipe.agrees);
        for (std::size_t k = 1; k < ran.trace.size(); ++k) {  // all but the end, which looks back
            const PipeSlots slots = slots_after(ran.trace, k, experiment.target.preload, packet);
            INFO("after step " << k << " of " << ran.trace.size());
            REQUIRE(static_cast<std::int64_t>(slots.queued()) == ran.trace[k - 1].after.queued);
            REQUIRE(slots.stream_size() == ran.trace[k - 1].put);
            if (last_before_reading_out(ran.trace, k)) CHECK(slots.slots() == ran.pipe.slots.slots());
        }
    }
}

TEST_CASE("replay: a cut asks for less, and merges otherwise", "[experiment][replay]") {
    Experiment experiment = into_pipe({4096 + 50}, 65536, true);
    experiment.target.preload = 100;
    experiment.faults.script = "short 4096";
    const Ran ran = run(experiment);
    REQUIRE(ran.result() == 4096);
    const PipeSlots slots = slots_after(ran.trace, 1, 100, false);
    REQUIRE(slots.slots().size() == 2);
    CHECK(slots.slots()[0].length == 100);
    CHECK(slots.slots()[1].length == 4096);
    CHECK(slots.slots() == ran.pipe.slots.slots());
}

TEST_CASE("replay: nothing has happened yet", "[experiment][replay]") {
    const PipeSlots slots = slots_after({}, 0, 10, false);
    CHECK(slots.queued() == 10);
    CHECK(slots.slots().size() == 1);
}

namespace {

/// Calls of one list that take `taken` bytes each, one every other step, with a sleep seen before some.
Trace long_trace(const IovList& list, std::size_t calls, std::uint64_t each) {
    Trace trace;
    std::uint64_t put = 0;
    for (std::size_t i = 0; i < calls; ++i) {
        TargetState state{.kind = "pipe", .queued = static_cast<std::int64_t>(put), .capacity = 1 << 20};
        if (i % 7 == 0) trace.push_back({.what = SleepStep{i + 1, false}, .after = state, .put = put});
        CallStep call;
        call.n = i + 1;
        call.call.list = list.after(put);
        call.asked = call.call.list.total();
        call.taken = each;
        call.at = put;
        put += each;
        call.believed = put;
        state.queued = static_cast<std::int64_t>(put);
        trace.push_back({.what = call, .after = state, .put = put});
        if (i % 5 == 0) trace.push_back({.what = ReadStep{each}, .after = state, .arrived = put, .put = put});
    }
    return trace;
}

}  // namespace

TEST_CASE("replay: going on gives what looking from the start gives, in any order", "[experiment][replay]") {
    const IovList list({{.length = 3000, .entry = 0}, {.length = 9000, .entry = 1}});
    const Trace trace = long_trace(list, 3000, 3);
    SlotsReplay slots(100, false);
    SentReplay sent({list});
    std::mt19937_64 random(7);
    Trace growing;
    for (std::size_t grown = 0; grown < trace.size(); grown = growing.size()) {
        growing.insert(
            growing.end(), trace.begin() + static_cast<std::ptrdiff_t>(grown),
            trace.begin() + static_cast<std::ptrdiff_t>(std::min(trace.size(), grown + 1 + random() % 900)));
        sent.follow(growing);
        REQUIRE(sent.steps() == growing.size());
        for (const std::size_t steps : {growing.size(), random() % (growing.size() + 1), random() % 50}) {
            const std::size_t k = std::min(steps, growing.size());
            INFO("after " << k << " of " << growing.size());
            const PipeSlots whole = slots_after(growing, k, 100, false);
            CHECK(slots.after(growing, k).slots() == whole.slots());
            CHECK(slots.after(growing, k).stream_size() == whole.stream_size());
            const Sent all = sent_after(growing, k);
            const auto pieces = sent.pieces(k);
            CHECK(std::vector<Piece>(pieces.begin(), pieces.end()) == all.pieces);
            CHECK(sent.believed(k) == all.believed);
            const DamageReport report = damage_of(pieces, sent.expected(), sent.believed(k));
            CHECK(report.ranges == damage_of(all.pieces, {list}, all.believed).ranges);
        }
    }
}
