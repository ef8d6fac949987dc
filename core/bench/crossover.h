#pragma once

#include "core/bench/statistics.h"

#include <cstdint>
#include <vector>

namespace iovlab {

/// A ratio at a size of an entry: above 1 writev was the faster one.
struct RatioAt {
    std::uint64_t size = 0;
    Spread ratio;
    Faster faster = Faster::Neither;  ///< First: writev
};

/// The size from which on writev is the faster one. Only sizes at which the repetitions agree on who is faster say
/// where to look; between them the medians say where.
struct Crossover {
    enum class Kind {
        Nothing,       ///< fewer than two sizes, or no difference at any that would be sure
        Found,         ///< below it the other way wins, above it writev
        WritevAlways,  ///< wherever somebody wins
        OtherAlways,
        TurnsBack,  ///< above it writev loses: the other way round
    };
    Kind kind = Kind::Nothing;
    double size = 0;  ///< bytes; interpolated between two sizes, logarithmically
    double low = 0;   ///< where the quartiles turn, within the sizes at which the winners are sure
    double high = 0;
};

/// `ratios` by ascending size.
Crossover crossover_of(const std::vector<RatioAt>& ratios);

}  // namespace iovlab
