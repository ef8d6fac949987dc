#include "core/bench/schedule.h"
#include "tests/catch.h"

#include <map>

using namespace iovlab;

TEST_CASE("lists of numbers are read, and refused in words", "[bench]") {
    CHECK(parse_numbers("16,1K, 64K ,1M", kMaxListBytes).numbers ==
          std::vector<std::uint64_t>{16, 1024, 65536, 1048576});
    CHECK(parse_numbers("3KiB", kMaxListBytes).numbers == std::vector<std::uint64_t>{3072});
    for (const char* wrong : {"", "0", "16,", "x", "1.5K", "-1", "99999999999999999999", "1K8"}) {
        CAPTURE(wrong);
        CHECK(parse_numbers(wrong, kMaxListBytes).problem.find("is not a number from 1 to 64M") !=
              std::string::npos);
    }
    for (const std::uint64_t number : {1ull, 16ull, 1000ull, 1024ull, 65536ull, 1048576ull, 1048577ull})
        CHECK(parse_numbers(short_number(number), kMaxListBytes).numbers == std::vector<std::uint64_t>{number});
}

TEST_CASE("a plan is put in order, and refused when nothing can be measured", "[bench]") {
    BenchPlan plan = quick_plan();
    plan.counts = {64, 1, 64};
    CHECK(settle_plan(plan).empty());
    CHECK(plan.counts == std::vector<std::uint64_t>{1, 64});
    plan.nonblock = true;
    CHECK(settle_plan(plan).find("O_NONBLOCK") != std::string::npos);
    plan.sink = BenchSink::Pipe;
    CHECK(settle_plan(plan).empty());
    plan.counts = {65536};
    plan.sizes = {65536};
    CHECK(settle_plan(plan).find("64 MiB") != std::string::npos);
    plan.sizes = {};
    CHECK_FALSE(settle_plan(plan).empty());
    plan.sizes = {0, 16};
    CHECK(settle_plan(plan) == "An entry has at least one byte.");
}

TEST_CASE("a list of more than 64 MiB is left out of a sweep", "[bench]") {
    BenchPlan plan = full_plan();
    plan.counts = {1, 4096};
    plan.sizes = {16, 65536};
    const std::vector<BenchPoint> points = points_of(plan);
    CHECK(points == std::vector<BenchPoint>{{1, 16}, {1, 65536}, {4096, 16}});
}

TEST_CASE("sinks and ways have the names that the command line has", "[bench]") {
    for (const BenchSink sink : bench_sinks()) CHECK(bench_sink_from(to_string(sink)) == sink);
    CHECK_FALSE(bench_sink_from("tape"));
    const std::vector<std::string> names = way_names(full_plan());
    CHECK(names == std::vector<std::string>{"writev", "writes", "copy+write", "copying", "writev again"});
}

namespace {

BenchPlan small_plan(double seconds, unsigned most) {
    BenchPlan plan = quick_plan();
    plan.counts = {1, 10};
    plan.sizes = {10, 1000};
    plan.seconds = seconds;
    plan.most = most;
    return plan;
}

/// Plays a sweep on a machine on which a byte takes so many seconds. Returns when it ended.
double play(BenchSchedule& schedule, const BenchPlan& plan, double second_a_byte) {
    const std::vector<BenchPoint> points = points_of(plan);
    double now = 0;
    while (const auto point = schedule.next(now)) {
        const double cost = static_cast<double>(points[*point].bytes()) * second_a_byte;
        now += cost;
        schedule.took(*point, cost);
    }
    return now;
}

}  // namespace

TEST_CASE("all lists in turn, the cheap ones first, until each was measured often enough", "[bench]") {
    const BenchPlan plan = small_plan(1000, 4);
    BenchSchedule schedule(plan);
    CHECK(points_of(plan)[*schedule.next(0)] == BenchPoint{1, 10});
    BenchSchedule whole(plan);
    play(whole, plan, 1e-9);
    for (std::size_t i = 0; i < 4; ++i) CHECK(whole.repetitions(i) == 4);
}

TEST_CASE("a sweep keeps its time on a machine of any speed", "[bench]") {
    const double second_a_byte = GENERATE(1e-7, 1e-5, 1e-4);
    CAPTURE(second_a_byte);
    const BenchPlan plan = small_plan(2, 1000);
    BenchSchedule schedule(plan);
    const double end = play(schedule, plan, second_a_byte);
    CHECK(end < 2.0001);
    CHECK(schedule.repetitions(0) > 0);
    if (second_a_byte > 5e-5) CHECK(schedule.repetitions(0) > schedule.repetitions(3));  // the dear one waits
}
