#pragma once

#include <string>

namespace iovlab {

/// Opens `url` with xdg-open, which finds the desktop's browser, and does not wait for it. False when there is no
/// xdg-open or no display. Not for the window's thread: starting a program may take a moment.
bool start_browser(const std::string& url);

}  // namespace iovlab
