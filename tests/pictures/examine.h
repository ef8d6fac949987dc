#pragma once

#include "tests/pictures/drawn_text.h"

#include <cstdint>
#include <string>
#include <vector>

namespace iovlab::pictures {

/// A frame as it was painted: RGBA, top row first.
struct Picture {
    std::vector<std::uint8_t> pixels;
    int width = 0, height = 0;
};

// Each returns what is wrong, a sentence a fault.

/// Texts that stick out of what can be seen of their place, and cannot be scrolled into sight.
std::vector<std::string> clipped_texts(const std::vector<DrawnText>& texts);
/// Texts that lie upon one another.
std::vector<std::string> overlapping_texts(const std::vector<DrawnText>& texts);
/// Controls of the registry that lie upon one another without one being in the other.
std::vector<std::string> overlapping_controls();
/// Texts that are not 4.5:1 from what is really behind them. What cannot be used is dim on purpose.
std::vector<std::string> faint_texts(const std::vector<DrawnText>& texts, const Picture& picture);

}  // namespace iovlab::pictures
