#include "app/lab/benchmark.h"

#include "core/experiment/check.h"
#include "tests/app/lab/lab_fixture.h"
#include "tests/catch.h"
#include "tests/support/runs.h"

#include <string>

using namespace iovlab;

namespace {

/// A measurement of joining at three sizes of 64 entries, with ratios that somebody chose.
Benchmark measured(std::vector<double> ratios) {
    Benchmark benchmark;
    benchmark.setup.counts = "64";
    benchmark.setup.sizes = "16,1K,64K";
    check_setup(benchmark);
    benchmark.result.status = BenchResult::Status::Done;
    benchmark.result.plan = plan_of(benchmark.setup, true);
    benchmark.result.plan.ways = {BenchWay::Writev, BenchWay::CopyWrite};
    for (std::size_t i = 0; i < ratios.size(); ++i) {
        BenchCell cell;
        cell.point = {64, benchmark.result.plan.sizes[i]};
        cell.batch = 1;
        cell.calls = {9, 9};
        cell.shorts = {0, 0};
        cell.ns = {std::vector<double>(9, 100), std::vector<double>(9, 100 * ratios[i])};
        benchmark.result.cells.push_back(cell);
    }
    benchmark.summary = summarise(benchmark.result);
    return benchmark;
}

WinnerJudged judged(std::vector<double> ratios, Winner guess) {
    Benchmark benchmark = measured(std::move(ratios));
    benchmark.locked = Benchmark::Locked{guess, 64};
    return judge_winner(benchmark);
}

}  // namespace

TEST_CASE("benchmark: a guess is judged by what was measured") {
    CHECK(judged({0.4, 1.0, 1.5}, Winner::Depends).right == true);
    CHECK(judged({0.4, 1.0, 1.5}, Winner::Writev).right == false);
    CHECK(judged({1.2, 1.3, 1.5}, Winner::Writev).right == true);
    CHECK(judged({0.2, 0.3, 1.01}, Winner::Join).right == true);
    CHECK(judged({1.01, 0.99, 1.0}, Winner::Same).right == true);
    CHECK_FALSE(judged({0.4, 1.0}, Winner::Depends).right);  // a size is missing
    CHECK(judged({0.4, 1.0, 1.5}, Winner::Same).words.find("it depends on the size") != std::string::npos);
    CHECK(judge_winner(measured({1, 1, 1})).words.empty());
}

TEST_CASE("benchmark: what is typed is checked, and the chart's count stays one of them") {
    Benchmark benchmark;
    check_setup(benchmark);
    CHECK(benchmark.obstacle().empty());
    CHECK(benchmark.count == 64);
    benchmark.setup.counts = "2,4";
    check_setup(benchmark);
    CHECK((benchmark.count == 2 || benchmark.count == 4));
    benchmark.setup.counts = "many";
    check_setup(benchmark);
    CHECK(benchmark.obstacle().find("'many' is not a number") != std::string::npos);
    benchmark.setup = {};
    benchmark.predicting = true;
    check_setup(benchmark);
    CHECK(benchmark.obstacle().find("Predict first") != std::string::npos);
    benchmark.pick = Winner::Join;
    CHECK(benchmark.obstacle().empty());
}

TEST_CASE("benchmark: every point becomes an experiment that runs whole") {
    const BenchWay way = GENERATE(BenchWay::Writev, BenchWay::Writes, BenchWay::CopyWrite, BenchWay::Copying);
    const BenchSink sink = GENERATE(BenchSink::Tmpfs, BenchSink::Pipe, BenchSink::UnixStream, BenchSink::Null);
    const std::uint64_t count = GENERATE(8u, 1500u);
    const Experiment experiment = experiment_of({count, 300}, way, sink, sink == BenchSink::Pipe);
    CAPTURE(to_string(way), to_string(sink), count);
    for (const Problem& problem : check(experiment)) {
        CAPTURE(problem.what);
        CHECK(false);
    }
    const test::Ran ran = test::run(experiment);
    // No more than IOV_MAX entries in a call: as many calls as the benchmark's worker makes.
    if (way == BenchWay::Copying && sink == BenchSink::Null) CHECK(ran.end.calls == (count + 1023) / 1024);
    CHECK(ran.end.delivered == count * 300);
    CHECK(experiment.title.find(" of 300 B") != std::string::npos);
}
