#include "core/bench/statistics.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace iovlab {

namespace {

double quantile(const std::vector<double>& sorted, double part) {
    const double place = part * static_cast<double>(sorted.size() - 1);
    const auto below = static_cast<std::size_t>(place);
    if (below + 1 >= sorted.size()) return sorted.back();
    const double rest = place - static_cast<double>(below);
    return sorted[below] + rest * (sorted[below + 1] - sorted[below]);
}

}  // namespace

Spread spread_of(std::vector<double> samples) {
    if (samples.empty()) return {};
    std::sort(samples.begin(), samples.end());
    return {quantile(samples, 0.5), quantile(samples, 0.25), quantile(samples, 0.75), samples.size()};
}

double coin_chance(std::size_t heads, std::size_t tosses) {
    const std::size_t fewer = std::min(heads, tosses - heads);
    double way = std::pow(0.5, static_cast<double>(tosses));  // exactly i heads
    double sum = 0;
    for (std::size_t i = 0; i <= fewer; ++i) {
        sum += way;
        way *= static_cast<double>(tosses - i) / static_cast<double>(i + 1);
    }
    return std::min(2 * sum, 1.0);
}

Compared trial_of(const std::vector<double>& ratios) {
    std::size_t first = 0, second = 0;
    for (const double ratio : ratios) {
        first += ratio > 1 ? 1 : 0;
        second += ratio < 1 ? 1 : 0;
    }
    if (first == second) return {};
    return {first > second ? Faster::First : Faster::Second, coin_chance(first, first + second)};
}

std::vector<bool> standing(const std::vector<Compared>& trials) {
    std::vector<std::size_t> surest(trials.size());
    std::iota(surest.begin(), surest.end(), std::size_t{0});
    std::stable_sort(surest.begin(), surest.end(),
                     [&](std::size_t a, std::size_t b) { return trials[a].chance < trials[b].chance; });
    std::vector<bool> stand(trials.size());
    for (std::size_t i = 0; i < surest.size(); ++i) {
        if (trials[surest[i]].chance >= kByChance / static_cast<double>(trials.size() - i)) break;
        stand[surest[i]] = true;
    }
    return stand;
}

unsigned enough_for(std::size_t comparisons) {
    unsigned repetitions = 1;
    while (coin_chance(repetitions, repetitions) >=
           kByChance / static_cast<double>(std::max<std::size_t>(comparisons, 1)))
        ++repetitions;
    return repetitions;
}

std::vector<std::size_t> order_of(std::size_t repetition, std::size_t ways) {
    std::vector<std::size_t> order;
    const std::size_t shift = repetition % ways;
    for (std::size_t i = 0; i < ways; ++i) order.push_back((shift + i) % ways);
    if (repetition / ways % 2 == 1) std::reverse(order.begin(), order.end());
    return order;
}

}  // namespace iovlab
