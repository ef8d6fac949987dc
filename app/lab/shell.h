#pragma once

#include "app/lab/recovery.h"
#include "app/lab/store.h"

#include <cstddef>
#include <string>
#include <vector>

namespace iovlab {

/// The window around the screens: what the user chose about it, and what lies over them.
struct Shell {
    /// Columns, the window's size, and the projector's theme and zoom. The rest is in Look and Prediction;
    /// settings_of() gathers them all.
    Settings settings;
    History history;
    bool desktop_dark = true;  ///< what ThemeChoice::System means

    struct Palette {
        bool open = false;
        std::string text;
        std::size_t chosen = 0;  ///< of what is found
    };
    Palette palette;

    bool present = false;
    bool blank = false;
    std::vector<LeftBehind> left_behind;  ///< the first is asked about
    std::string exporting;                ///< a picture on its way into this file
};

struct LabState;
/// Everything that settings.toml keeps, as it is now.
Settings settings_of(const LabState& state);

}  // namespace iovlab
