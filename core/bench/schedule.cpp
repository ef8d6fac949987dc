#include "core/bench/schedule.h"

#include <algorithm>
#include <numeric>

namespace iovlab {

std::vector<BenchPoint> points_of(const BenchPlan& plan) {
    std::vector<BenchPoint> points;
    for (const std::uint64_t count : plan.counts) {
        for (const std::uint64_t size : plan.sizes) {
            if (count * size <= kMaxListBytes) points.push_back({count, size});
        }
    }
    return points;
}

BenchSchedule::BenchSchedule(const BenchPlan& plan) : seconds_(plan.seconds), most_(plan.most) {
    for (const BenchPoint& point : points_of(plan)) seen_.push_back({point.bytes(), 0, 0});
    order_.resize(seen_.size());
    std::iota(order_.begin(), order_.end(), std::size_t{0});
    std::stable_sort(order_.begin(), order_.end(),
                     [this](std::size_t a, std::size_t b) { return seen_[a].bytes < seen_[b].bytes; });
}

/// What is not known yet takes at most as much longer than the dearest point so far as it is larger than that.
double BenchSchedule::expected(std::size_t point) const {
    if (seen_[point].repetitions > 0) return seen_[point].cost;
    const Seen* dearest = nullptr;
    for (const Seen& one : seen_) {
        if (one.repetitions > 0 && (!dearest || one.bytes > dearest->bytes)) dearest = &one;
    }
    if (!dearest) return 0;
    const double times = static_cast<double>(seen_[point].bytes) / static_cast<double>(dearest->bytes);
    return dearest->cost * std::clamp(times, 1.0, 4.0);
}

std::optional<std::size_t> BenchSchedule::next(double now) {
    for (std::size_t looked = 0; looked < order_.size(); ++looked) {
        const std::size_t point = order_[at_];
        at_ = (at_ + 1) % order_.size();
        if (seen_[point].repetitions < most_ && now + expected(point) < seconds_) return point;
    }
    return {};
}

void BenchSchedule::took(std::size_t point, double seconds, unsigned repetitions) {
    seen_[point].repetitions += repetitions;
    seen_[point].cost = seconds;
}

}  // namespace iovlab
