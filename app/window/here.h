#pragma once

#include <string>

/// What this machine has for a window, asked without opening one.
namespace iovlab {

/// Why no window can be opened; empty when a display answers. Not while a window is open: then one does.
std::string display_problem();
/// Which fonts are missing, and how to get them; empty when all are there.
std::string fonts_problem();

}  // namespace iovlab
