#pragma once

#include <cstdint>
#include <optional>
#include <vector>

namespace iovlab {

/// What one way of sending costs, taken apart: time = call + entry × count + byte × count × size.
struct Cost {
    double call_ns = 0;   ///< for a list, however short
    double entry_ns = 0;  ///< for each entry, however small
    double byte_ns = 0;   ///< for each byte
    double error = 0;     ///< by what part of a time the sum is off: the median over the points

    double list_ns(double count, double size) const { return call_ns + count * (entry_ns + size * byte_ns); }
};

struct CostPoint {
    std::uint64_t count = 0, size = 0;
    double ns = 0;     ///< what is to be taken apart
    double scale = 0;  ///< the time to which an error is compared: the same, or what a difference is a part of
};

/// The three that come nearest to the points, by relative error and none of them negative. Nothing of fewer than
/// four points, or when counts or sizes do not differ: then the parts cannot be told apart.
std::optional<Cost> fit_cost(const std::vector<CostPoint>& points);
/// The same for differences of two times: the parts may be negative.
std::optional<Cost> fit_difference(const std::vector<CostPoint>& points);

}  // namespace iovlab
