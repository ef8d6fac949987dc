#pragma once

#include <string>

namespace iovlab {

/// Words from a panel, to the clipboard: an address, a command to type.
struct CopyText {
    std::string text;
};

}  // namespace iovlab
