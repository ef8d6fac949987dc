#pragma once

#include "app/lab/intent.h"

#include <string_view>
#include <vector>

namespace iovlab {

/// One of the window's rooms. A line of the table gives it its tab, its place in the View menu and in the palette,
/// its chord and its word for `iovlab shot --screen`; Bench::draw_screen() draws it.
struct ScreenInfo {
    Screen screen;
    std::string_view word;    ///< "errno": of --screen
    std::string_view action;  ///< "view.atlas": of the table of actions, which knows title, tip and chord
};

/// In the order of their tabs.
const std::vector<ScreenInfo>& screens();

}  // namespace iovlab
