#pragma once

#include <cstddef>
#include <vector>

namespace iovlab {

/// A median and its spread: the quartiles, between which half of the samples lie.
struct Spread {
    double median = 0;
    double low = 0;   ///< first quartile
    double high = 0;  ///< third quartile
    std::size_t samples = 0;

    /// `value` lies within the quartiles, edges included.
    bool holds(double value) const { return low <= value && value <= high; }
};

/// Quartiles as most programs have them (Hyndman and Fan's type 7: linear between the samples). Zero of no samples.
Spread spread_of(std::vector<double> samples);

/// How often something like this or more one-sided comes from tossing a fair coin: `heads` of `tosses`, both sides.
/// The sign test: it asks nothing of how the samples are distributed.
double coin_chance(std::size_t heads, std::size_t tosses);

/// Two ways, measured side by side in each repetition: who was faster, and whether that can be chance.
enum class Faster {
    First,
    Second,
    Neither,  ///< the repetitions disagree as tosses of a coin would, or there are too few of them
};
/// Fewer repetitions than this prove nothing, however they agree.
inline constexpr unsigned kEnough = 6;
/// `ratios`: the second's time divided by the first's, for each repetition. Neither, unless a coin would do so in
/// fewer than one of twenty trials; that takes six repetitions at least.
Faster faster_of(const std::vector<double>& ratios);

/// In which order the ways are taken in a repetition: each begins in turn, and every other round goes backwards, so
/// that no way always stands in the same place, or always behind the same other one.
std::vector<std::size_t> order_of(std::size_t repetition, std::size_t ways);

}  // namespace iovlab
