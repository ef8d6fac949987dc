#pragma once

#include <string>

namespace iovlab {

/// Opens the window on `file` (empty: on the experiment that shows the idea), and returns when it is closed: the
/// program's exit status. Without a display or OpenGL it says on stderr what is missing and returns 3.
int open_window(const std::string& file);

}  // namespace iovlab
