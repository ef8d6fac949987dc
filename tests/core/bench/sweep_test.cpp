#include "core/bench/summary.h"
#include "core/bench/words.h"
#include "tests/catch.h"

#include <algorithm>
#include <chrono>
#include <csignal>
#include <sys/types.h>
#include <thread>
#include <unistd.h>

using namespace iovlab;

namespace {

BenchPlan small(BenchSink sink) {
    BenchPlan plan = quick_plan();
    plan.sink = sink;
    plan.counts = {1, 8, 64};
    plan.sizes = {16, 1024, 16384};
    plan.seconds = 20;
    plan.most = 3;
    return plan;
}

BenchResult run(const BenchPlan& plan) {
    BenchSweep sweep(plan);
    sweep.run();
    return sweep.result();
}

std::uint64_t calls(const BenchCell& cell, std::size_t way) {
    return cell.calls[way] / (cell.batch * cell.repetitions());
}

}  // namespace

TEST_CASE("every byte of every way goes out, into every sink", "[bench]") {
    const BenchSink sink =
        GENERATE(BenchSink::Tmpfs, BenchSink::Disk, BenchSink::Pipe, BenchSink::UnixStream, BenchSink::Null);
    CAPTURE(to_string(sink));
    const BenchResult result = run(small(sink));
    CAPTURE(result.why);
    REQUIRE(result.status == BenchResult::Status::Done);
    REQUIRE(result.cells.size() == 9);
    std::uint64_t least = 0;
    for (const BenchCell& cell : result.cells) {
        CHECK(cell.repetitions() == 3);
        for (std::size_t way = 0; way < cell.ns.size(); ++way) {
            CHECK(*std::min_element(cell.ns[way].begin(), cell.ns[way].end()) > 0);
        }
        least += cell.point.bytes() * cell.batch * 3 * result.plan.ways.size();
        // Blocking sinks take a list at once, so the calls are known to the last one.
        if (sink == BenchSink::UnixStream) continue;
        CHECK(calls(cell, 0) == 1);
        CHECK(calls(cell, 1) == cell.point.count);
        CHECK(calls(cell, 2) == 1);
    }
    CHECK(result.bytes > least);  // the warm-up's bytes are in it
    const bool read = sink == BenchSink::Pipe || sink == BenchSink::UnixStream;
    CHECK(result.arrived == (read ? result.bytes : 0));
    CHECK_FALSE(result.machine.kernel.empty());
    CHECK_FALSE(result.machine.processor.empty());
    CHECK_FALSE(result.sink_detail.empty());
}

TEST_CASE("short writes are gone on from, whichever way", "[bench]") {
    BenchPlan plan = small(GENERATE(BenchSink::Pipe, BenchSink::UnixStream));
    plan.nonblock = true;
    plan.counts = {64, 3000};  // the second takes three arrays of IOV_MAX
    plan.sizes = {100, 16384};
    CAPTURE(to_string(plan.sink));
    const BenchResult result = run(plan);
    CAPTURE(result.why);
    REQUIRE(result.status == BenchResult::Status::Done);
    CHECK(result.arrived == result.bytes);
    const BenchCell* large = result.cell(3000, 16384);
    REQUIRE(large);
    for (std::size_t way = 0; way < plan.ways.size(); ++way) CHECK(large->shorts[way] > 0);
    CHECK(calls(*large, 0) > 3);
}

TEST_CASE("the same way under two names differs by nothing that the spread does not tell", "[bench]") {
    BenchPlan plan = quick_plan();
    plan.ways = {BenchWay::Writev, BenchWay::Writev};
    plan.counts = {1, 8, 64, 256};
    plan.sizes = {16, 256, 4096};
    plan.seconds = 20;
    plan.most = 20;
    const BenchSummary summary = summarise(run(plan));
    REQUIRE(summary.control);
    CHECK(summary.control->holds(1));
    // A coin is one-sided in one of twenty trials, so not all of the twelve must pass.
    std::size_t agree = 0, undecided = 0;
    for (const CellSummary& cell : summary.cells) {
        agree += cell.ways[1].ratio.holds(1) ? 1u : 0u;
        undecided += cell.ways[1].faster == Faster::Neither ? 1u : 0u;
    }
    CHECK(agree >= 8);
    CHECK(undecided >= 9);
}

TEST_CASE("a sweep that is cancelled ends at once and keeps what it has", "[bench]") {
    BenchPlan plan = full_plan();
    plan.counts = {1024};
    plan.sizes = {16, 65536};
    plan.seconds = 60;
    plan.most = 100000;
    BenchSweep sweep(plan);
    std::atomic<unsigned> changes{0};
    sweep.on_change([&] { ++changes; });
    std::thread runner([&] { sweep.run(); });
    while (changes < 3) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    sweep.cancel();
    runner.join();
    const BenchResult result = sweep.result();
    CHECK(result.status == BenchResult::Status::Cancelled);
    CHECK(result.cell(1024, 16)->repetitions() > 0);
    CHECK(result.elapsed_s < 60);
    CHECK(result.progress() == 1);
}

TEST_CASE("a worker that is killed ends the sweep with its name and what it was doing", "[bench]") {
    BenchPlan plan = small(BenchSink::Pipe);
    plan.most = 100000;
    BenchSweep sweep(plan);
    std::atomic<pid_t> worker{0};
    std::atomic<unsigned> changes{0};
    sweep.on_worker([&](pid_t pid) { worker = pid; });
    sweep.on_change([&] {
        if (++changes == 4) ::kill(worker, SIGKILL);
    });
    sweep.run();
    const BenchResult result = sweep.result();
    CHECK(result.status == BenchResult::Status::Failed);
    CHECK(result.why.find("SIGKILL") != std::string::npos);
    CHECK(result.why.find("bytes") != std::string::npos);
    CHECK(result.most_repetitions() > 0);
    CHECK(::kill(worker, 0) != 0);  // reaped
}

TEST_CASE("what cannot be measured is said, and a wrong plan is no sweep", "[bench]") {
    BenchPlan plan = small(BenchSink::Disk);
    plan.folder = "/dev/shm";
    BenchSweep in_memory(plan);
    CHECK_THROWS_AS(in_memory.run(), CannotMeasure);
    plan.folder = "/nowhere at all";
    BenchSweep nowhere(plan);
    CHECK_THROWS_AS(nowhere.run(), CannotMeasure);
    plan.sizes = {};
    CHECK_THROWS_AS(BenchSweep(plan), std::invalid_argument);
}

TEST_CASE("a time that is too short says which lists had no turn", "[bench]") {
    BenchPlan plan = full_plan();
    plan.seconds = 0.02;
    const BenchResult result = run(plan);
    CHECK(result.status == BenchResult::Status::TimeOver);
    CHECK(result.least_repetitions() == 0);
    CHECK(end_words(result).find("had its turn") != std::string::npos);
    CHECK_FALSE(bench_report(result, BenchFormat::Text).empty());
}
