#pragma once

#include "app/window/theme.h"

#include <string>

namespace iovlab {

struct ShotOptions {
    std::string file;  ///< an experiment; empty: the one of the first start
    std::string out;   ///< where the PNG goes
    int width = 1440;  ///< pixels
    int height = 900;
    ThemeName theme = ThemeName::Dark;
    float zoom = 1;
    std::string screen = "lab";  ///< a word of screens(), "present", or "benchmark-present"
    unsigned step = 0;           ///< of a lesson, from 1; 0: the first
    bool run = true;             ///< the experiment is run first, until it is over or asleep
};

/// The window's picture without a display. Returns an empty string, or what went wrong.
std::string shoot_window(const ShotOptions& options);

}  // namespace iovlab
