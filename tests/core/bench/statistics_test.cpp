#include "core/bench/statistics.h"

#include "tests/catch.h"

#include <algorithm>
#include <numeric>
#include <random>
#include <set>
#include <vector>

using namespace iovlab;

TEST_CASE("median and quartiles are those of known numbers", "[bench]") {
    // R: quantile(c(1, 2, 3, 4, 5, 6, 7, 8, 9, 10), c(.25, .5, .75)), its default type 7
    const Spread ten = spread_of({10, 9, 8, 7, 6, 5, 4, 3, 2, 1});
    CHECK(ten.median == Approx(5.5));
    CHECK(ten.low == Approx(3.25));
    CHECK(ten.high == Approx(7.75));
    CHECK(ten.samples == 10);
    const Spread three = spread_of({2, 100, 1});
    CHECK(three.median == Approx(2));
    CHECK(three.low == Approx(1.5));
    CHECK(three.high == Approx(51));
    const Spread one = spread_of({7});
    CHECK((one.low == 7 && one.median == 7 && one.high == 7));
    CHECK(spread_of({}).samples == 0);
    CHECK(ten.holds(3.25));
    CHECK_FALSE(ten.holds(3.2));
}

TEST_CASE("one wild repetition moves neither the median nor the quartiles far", "[bench]") {
    const Spread calm = spread_of({1.0, 1.01, 0.99, 1.02, 0.98, 1.0, 1.0, 1.01, 0.99});
    const Spread wild = spread_of({1.0, 1.01, 0.99, 1.02, 0.98, 1.0, 1.0, 1.01, 500});
    CHECK(wild.median == Approx(calm.median).epsilon(0.02));
    CHECK(wild.high < 1.03);
}

TEST_CASE("the sign test knows how often a coin does that", "[bench]") {
    CHECK(coin_chance(0, 1) == Approx(1));
    CHECK(coin_chance(5, 5) == Approx(2.0 / 32));
    CHECK(coin_chance(6, 6) == Approx(2.0 / 64));
    CHECK(coin_chance(12, 15) == Approx(0.03515625));
    CHECK(coin_chance(11, 15) == Approx(0.118469238));
    CHECK(coin_chance(5, 10) == Approx(1));
    CHECK(coin_chance(0, 0) == Approx(1));
}

TEST_CASE("bench: who won, and how often a coin would agree so well", "[bench]") {
    CHECK(trial_of({1.1, 1.1, 1.1, 1.1, 1.1, 1.1}).faster == Faster::First);
    CHECK(trial_of({1.1, 1.1, 1.1, 1.1, 1.1, 1.1}).chance == Approx(2.0 / 64));
    CHECK(trial_of({0.9, 0.9, 0.9, 1.1}).faster == Faster::Second);
    CHECK(trial_of({0.9, 1.1}).faster == Faster::Neither);
    CHECK(trial_of({1, 1, 1}).faster == Faster::Neither);
    CHECK(trial_of({}).chance == Approx(1));
}

TEST_CASE("bench: of many comparisons hardly one is decided by chance", "[bench]") {
    const auto of = [](std::vector<double> chances) {
        std::vector<Compared> trials;
        for (const double chance : chances) trials.push_back({Faster::First, chance});
        return standing(trials);
    };
    CHECK(of({0.04}) == std::vector<bool>{true});
    CHECK(of({0.04, 0.04}) == std::vector<bool>{false, false});
    CHECK(of({0.04, 0.02}) == std::vector<bool>{true, true});
    CHECK(of({0.03, 0.001, 0.02}) == std::vector<bool>{true, true, true});
    CHECK(of({0.03, 0.001, 0.03}) == std::vector<bool>{false, true, false});
    CHECK(of({}).empty());
    CHECK(enough_for(1) == 6);
    CHECK(enough_for(84) == 12);

    // Coins in place of times: 84 comparisons of 15 repetitions, in a thousand
    // benchmarks.
    std::mt19937_64 random(11);
    int with_a_winner = 0;
    for (int benchmark = 0; benchmark < 1000; ++benchmark) {
        std::vector<Compared> trials;
        for (int i = 0; i < 84; ++i) {
            std::vector<double> ratios;
            for (int k = 0; k < 15; ++k) ratios.push_back(random() % 2 == 0 ? 0.9 : 1.1);
            trials.push_back(trial_of(ratios));
        }
        const std::vector<bool> stand = standing(trials);
        with_a_winner += std::count(stand.begin(), stand.end(), true) > 0 ? 1 : 0;
    }
    CHECK(with_a_winner <= 70);
}

TEST_CASE("every way stands in every place equally often", "[bench]") {
    const std::size_t ways = GENERATE(2u, 3u, 5u, 8u);
    CAPTURE(ways);
    std::vector<std::vector<std::size_t>> orders;
    for (std::size_t repetition = 0; repetition < 2 * ways; ++repetition) {
        orders.push_back(order_of(repetition, ways));
        const std::set<std::size_t> all(orders.back().begin(), orders.back().end());
        CHECK(all.size() == ways);
        CHECK(*all.rbegin() == ways - 1);
    }
    for (std::size_t round = 0; round < 2; ++round) {
        for (std::size_t place = 0; place < ways; ++place) {
            std::set<std::size_t> there;
            for (std::size_t i = 0; i < ways; ++i) there.insert(orders[round * ways + i][place]);
            CHECK(there.size() == ways);
        }
    }
    if (ways < 3) return;
    // The second round goes backwards: nobody always has the same predecessor.
    CHECK(orders[0][1] == 1);
    CHECK(orders[0][0] == 0);
    const auto& back = orders[ways];
    const auto one = std::find(back.begin(), back.end(), 1u);
    CHECK((one == back.begin() || *(one - 1) != 0));
}
