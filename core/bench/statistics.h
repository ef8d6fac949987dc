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
/// In so much of all benchmarks, at most, any winner at all is chance.
inline constexpr double kByChance = 0.05;

/// Who won more repetitions, and how often a coin would agree so well. Neither: a draw, or nothing measured.
struct Compared {
    Faster faster = Faster::Neither;
    double chance = 1;
};
/// `ratios`: the second's time divided by the first's, for each repetition.
Compared trial_of(const std::vector<double>& ratios);

/// Which of many trials stand, so that the chance that any of them is a coin's is kByChance at most, however they
/// hang together (Holm, 1979): the surest has to be that sure for all of them, the next for all but one, and so on;
/// behind the first that is not, none is.
std::vector<bool> standing(const std::vector<Compared>& trials);
/// Fewer repetitions than this prove nothing among so many comparisons, however they agree.
unsigned enough_for(std::size_t comparisons);

/// In which order the ways are taken in a repetition: each begins in turn, and every other round goes backwards, so
/// that no way always stands in the same place, or always behind the same other one.
std::vector<std::size_t> order_of(std::size_t repetition, std::size_t ways);

}  // namespace iovlab
