#pragma once

#include <cstddef>
#include <string>
#include <variant>
#include <vector>

namespace iovlab {

/// A place in an experiment, as its keys and indices: {"call", 0u, "iov", 2u, "length"}. Arrays always carry their
/// index ("buffer" and "call" too, from 0). The reader turns it into a line and column, the window into a widget.
using Path = std::vector<std::variant<std::string, std::size_t>>;

/// Something that makes an experiment impossible to run as it is written.
struct Problem {
    Path where;
    std::string what;  ///< what was found and what is allowed, one or two sentences for people
};

std::string to_string(const Path& path);  ///< "call[0].iov[2].length"

}  // namespace iovlab
