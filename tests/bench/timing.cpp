#include "tests/bench/timing.h"

#include <algorithm>
#include <chrono>
#include <cstdio>

namespace iovlab::bench {

std::vector<Spread> measure(const std::vector<std::function<void()>>& candidates, int rounds, int repeat) {
    std::vector<std::vector<double>> times(candidates.size());
    for (int round = -1; round < rounds; ++round) {  // the first is a warm-up
        for (std::size_t i = 0; i < candidates.size(); ++i) {
            const std::size_t which = (i + static_cast<std::size_t>(round + 1)) % candidates.size();
            const auto began = std::chrono::steady_clock::now();
            for (int k = 0; k < repeat; ++k) candidates[which]();
            const std::chrono::duration<double, std::micro> took = std::chrono::steady_clock::now() - began;
            if (round >= 0) times[which].push_back(took.count() / repeat);
        }
    }
    std::vector<Spread> spreads;
    for (auto& t : times) {
        std::sort(t.begin(), t.end());
        spreads.push_back({t.front(), t[t.size() / 2], t.back()});
    }
    return spreads;
}

void print(const std::string& name, const Spread& spread, double ratio) {
    std::printf("  %-44s %10.2f us  (%.2f to %.2f)  %6.2f x\n", name.c_str(), spread.median, spread.min, spread.max,
                ratio);
}

}  // namespace iovlab::bench
