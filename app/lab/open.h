#pragma once

#include <string>

namespace iovlab {

/// Opens the window, on an experiment file unless `file` is empty, and returns the exit status when it is closed.
int open_window(const std::string& file);

}  // namespace iovlab
