#pragma once

#include <string>

namespace iovlab {

/// `iovlab` and `iovlab FILE`: opens the window, or says why it cannot and what works instead (exit status 3).
int window_command(const std::string& file);

}  // namespace iovlab
