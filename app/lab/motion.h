#pragma once

#include "core/bytes/provenance.h"

#include <cstddef>
#include <vector>

namespace iovlab {

struct LabState;

/// Bytes on their way from the list into the target, or out of it: what a call that has just returned moved. Only a
/// way to see it: the panels show the end of it already, and nothing waits for it.
struct Motion {
    std::vector<Piece> pieces;    ///< `at`: where in the sink or the stream they come to rest
    double began = 0;             ///< by the lab's clock, seconds
    float part = 1;               ///< of the way, 0 to 1
    std::uint64_t run = 0;        ///< of which run the next is
    std::size_t known_steps = 0;  ///< its steps that slid already, or never will

    bool moving() const { return part < 1; }
};
inline constexpr double kSlideSeconds = 0.18;

/// The run has new steps: their bytes begin to slide, unless others still do or nobody would see it.
void slide_news(LabState& state, double now);
/// The bytes of one step begin to slide.
void slide_step(LabState& state, std::size_t step, double now);
/// Moves on to `now`. True while something slides: another frame is wanted.
bool slide_on(LabState& state, double now);

}  // namespace iovlab
