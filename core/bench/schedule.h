#pragma once

#include "core/bench/plan.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace iovlab {

/// Lists of so many entries of so many bytes.
struct BenchPoint {
    std::uint64_t count = 0, size = 0;

    std::uint64_t bytes() const { return count * size; }
    bool operator==(const BenchPoint&) const = default;
};

/// The plan's points, counts outside, sizes inside; what is larger than kMaxListBytes is left out.
std::vector<BenchPoint> points_of(const BenchPlan& plan);

/// Which point is measured next. All points in turn, the cheap ones first, again and again: a disturbance then
/// costs one repetition of many points, not all repetitions of one. Nothing is begun that would not end in time, so
/// a sweep keeps its time on any machine; a slow one makes fewer repetitions.
class BenchSchedule {
public:
    explicit BenchSchedule(const BenchPlan& plan);

    /// The index into points_of(); nothing when the time or the work is over. `now`: seconds since the beginning.
    std::optional<std::size_t> next(double now);
    /// The point had its turn, which took so long, for so many repetitions.
    void took(std::size_t point, double seconds, unsigned repetitions = 1);
    unsigned repetitions(std::size_t point) const { return seen_[point].repetitions; }

private:
    struct Seen {
        std::uint64_t bytes = 0;
        unsigned repetitions = 0;
        double cost = 0;  ///< seconds; of the last turn
    };
    double expected(std::size_t point) const;

    double seconds_;
    unsigned most_;
    std::vector<Seen> seen_;
    std::vector<std::size_t> order_;  ///< indices, by bytes
    std::size_t at_ = 0;
};

}  // namespace iovlab
