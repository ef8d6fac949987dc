#include "core/bench/crossover.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <span>

namespace iovlab {

namespace {

using Member = double Spread::*;
using Stretch = std::span<const RatioAt>;

/// The part of the line from the last sure winner before it turns to the first sure one after.
struct Turn {
    std::size_t from = 0, to = 0;
};

/// Half way, in logarithms, between the first and the last place where the line through the points crosses 1 in
/// this direction. Interpolated in logarithms of both: equal steps on the chart are equal factors.
std::optional<double> crossing(Stretch line, Member member, bool up) {
    std::optional<double> first, last;
    for (std::size_t i = 1; i < line.size(); ++i) {
        const double before = std::log(line[i - 1].ratio.*member);
        const double after = std::log(line[i].ratio.*member);
        if ((before < 0) == (after < 0) || (before < 0) != up) continue;
        const double from = std::log(static_cast<double>(line[i - 1].size));
        const double to = std::log(static_cast<double>(line[i].size));
        last = from + (to - from) * before / (before - after);
        if (!first) first = last;
    }
    if (!first) return {};
    return std::exp((*first + *last) / 2);
}

/// All turns in one direction are one: from before the first to behind the last.
std::optional<Turn> turn_of(const std::vector<RatioAt>& ratios, Faster before, Faster after) {
    std::optional<Turn> turn;
    std::optional<std::size_t> sure;
    for (std::size_t i = 0; i < ratios.size(); ++i) {
        if (ratios[i].faster == Faster::Neither) continue;
        if (sure && ratios[*sure].faster == before && ratios[i].faster == after) {
            turn = Turn{turn ? turn->from : *sure, i};
        }
        sure = i;
    }
    return turn;
}

Crossover crossover_at(const std::vector<RatioAt>& ratios, const Turn& turn, bool up) {
    const Stretch line = Stretch(ratios).subspan(turn.from, turn.to - turn.from + 1);
    const double least = static_cast<double>(line.front().size), most = static_cast<double>(line.back().size);
    Crossover result;
    result.kind = up ? Crossover::Kind::Found : Crossover::Kind::TurnsBack;
    result.size = crossing(line, &Spread::median, up).value_or(std::sqrt(least * most));
    // On the way up the upper quartile crosses first.
    result.low = crossing(line, up ? &Spread::high : &Spread::low, up).value_or(least);
    result.high = crossing(line, up ? &Spread::low : &Spread::high, up).value_or(most);
    result.low = std::min(result.low, result.size);
    result.high = std::max(result.high, result.size);
    return result;
}

}  // namespace

Crossover crossover_of(const std::vector<RatioAt>& ratios) {
    Crossover result;
    if (ratios.size() < 2) return result;
    const std::optional<Turn> up = turn_of(ratios, Faster::Second, Faster::First);
    const std::optional<Turn> down = turn_of(ratios, Faster::First, Faster::Second);
    if (up && (!down || up->from < down->from)) return crossover_at(ratios, *up, true);
    if (down) return crossover_at(ratios, *down, false);
    for (const RatioAt& one : ratios) {
        if (one.faster == Faster::First) result.kind = Crossover::Kind::WritevAlways;
        if (one.faster == Faster::Second) result.kind = Crossover::Kind::OtherAlways;
    }
    return result;
}

}  // namespace iovlab
