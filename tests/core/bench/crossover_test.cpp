#include "core/bench/crossover.h"

#include "core/bench/cost.h"
#include "tests/catch.h"

#include <cmath>

using namespace iovlab;

namespace {

RatioAt at(std::uint64_t size, double ratio, bool sure = true, double part = 0.05) {
    RatioAt one{size, {ratio, ratio * (1 - part), ratio * (1 + part), 15}, Faster::Neither};
    if (sure) one.faster = ratio > 1 ? Faster::First : Faster::Second;
    return one;
}

}  // namespace

TEST_CASE("a crossover is interpolated in logarithms", "[bench]") {
    // 0.5 at 256 and 2 at 4096: half way in both logarithms is 1 at 1024.
    const Crossover found = crossover_of({at(64, 0.4), at(256, 0.5), at(4096, 2), at(65536, 3)});
    CHECK(found.kind == Crossover::Kind::Found);
    CHECK(found.size == Approx(1024));
    CHECK(found.low < found.size);
    CHECK(found.high > found.size);
    CHECK(found.low > 256);
    CHECK(found.high < 4096);
}

TEST_CASE("where nobody loses there is no crossover, and that is said", "[bench]") {
    CHECK(crossover_of({at(16, 1.2), at(64, 3)}).kind == Crossover::Kind::WritevAlways);
    CHECK(crossover_of({at(16, 0.2), at(64, 0.3)}).kind == Crossover::Kind::OtherAlways);
    CHECK(crossover_of({at(16, 0.9, false), at(64, 1.1, false)}).kind == Crossover::Kind::Nothing);
    CHECK(crossover_of({at(16, 0.5)}).kind == Crossover::Kind::Nothing);
    CHECK(crossover_of({}).kind == Crossover::Kind::Nothing);
}

TEST_CASE("the other way round is told apart", "[bench]") {
    const Crossover back = crossover_of({at(16, 20), at(256, 4), at(4096, 0.25)});
    CHECK(back.kind == Crossover::Kind::TurnsBack);
    CHECK(back.size == Approx(1024));
}

TEST_CASE("noise between the sure sizes widens the range and moves no further", "[bench]") {
    const Crossover found = crossover_of(
        {at(16, 0.3), at(64, 1.05, false), at(256, 0.95, false), at(1024, 1.02, false, 0.2), at(4096, 1.5)});
    CHECK(found.kind == Crossover::Kind::Found);
    CHECK(found.size > 16);
    CHECK(found.size < 4096);
    CHECK(found.low >= 16);
    CHECK(found.high <= 4096);
    // An unsure outlier before the sure ones changes nothing.
    const Crossover same = crossover_of({at(4, 1.5, false), at(16, 0.5), at(64, 0.5), at(1024, 2)});
    CHECK(same.kind == Crossover::Kind::Found);
    CHECK(same.size == Approx(256));
}

TEST_CASE("the three prices are found again in times that were made from them", "[bench]") {
    std::vector<CostPoint> points;
    for (const std::uint64_t count : {1u, 8u, 64u, 1024u}) {
        for (const std::uint64_t size : {16u, 256u, 4096u, 65536u}) {
            const double n = static_cast<double>(count), s = static_cast<double>(size);
            const double ns = 300 + n * (30 + s * 0.05);
            points.push_back({count, size, ns, ns});
        }
    }
    const auto cost = fit_cost(points);
    REQUIRE(cost);
    CHECK(cost->call_ns == Approx(300).epsilon(0.001));
    CHECK(cost->entry_ns == Approx(30).epsilon(0.001));
    CHECK(cost->byte_ns == Approx(0.05).epsilon(0.001));
    CHECK(cost->error < 0.001);
    // One disturbed point hardly moves them, and shows in no median.
    points[5].ns *= 1.3;
    points[5].scale = points[5].ns;
    const auto disturbed = fit_cost(points);
    REQUIRE(disturbed);
    CHECK(disturbed->entry_ns == Approx(30).epsilon(0.35));
}

TEST_CASE("no price is negative, but a difference of prices may be", "[bench]") {
    std::vector<CostPoint> points, differences;
    for (const std::uint64_t count : {1u, 8u, 64u}) {
        for (const std::uint64_t size : {16u, 1024u, 65536u}) {
            const double n = static_cast<double>(count), s = static_cast<double>(size);
            points.push_back({count, size, std::max(500 - n * 2 + n * s * 0.1, 1.0), 500 + n * s * 0.1});
            differences.push_back({count, size, 10 - n * 25 + n * s * 0.06, 300 + n * (30 + s * 0.05)});
        }
    }
    const auto cost = fit_cost(points);
    REQUIRE(cost);
    CHECK(cost->entry_ns >= 0);
    const auto difference = fit_difference(differences);
    REQUIRE(difference);
    CHECK(difference->entry_ns == Approx(-25).epsilon(0.001));
    CHECK(difference->byte_ns == Approx(0.06).epsilon(0.001));
}

TEST_CASE("prices that the points cannot tell apart are not invented", "[bench]") {
    CHECK_FALSE(fit_cost({}));
    CHECK_FALSE(fit_cost({{8, 16, 100, 100}, {8, 64, 110, 110}, {8, 256, 150, 150}, {8, 1024, 300, 300}}));
    CHECK_FALSE(fit_cost({{1, 16, 100, 100}, {8, 16, 110, 110}, {64, 16, 150, 150}, {256, 16, 300, 300}}));
}
