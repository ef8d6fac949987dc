#pragma once

#include <optional>

namespace iovlab {

/// A widget's wish for a frame in `seconds` though nothing happens: a tooltip that is due, a caret, an animation
/// (0). Backends keep the soonest of each frame.
void wish_frame_in(double seconds);
/// For backends, after each frame.
std::optional<double> take_wish();

}  // namespace iovlab
