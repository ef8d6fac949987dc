#pragma once

#include <string>

namespace iovlab {

/// The folder with what comes with the program (examples, listings): $IOVLAB_ASSETS, installed beside the program,
/// or in the source tree above it or above the working folder. Empty when it is nowhere. Looks at the file system.
std::string assets_folder();

}  // namespace iovlab
