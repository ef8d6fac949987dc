#include "app/lab/open.h"

#include <fmt/format.h>

#include <cstdio>

namespace iovlab {

int open_window(const std::string&) {
    fmt::print(stderr, "iovlab: the window does not open yet. Run an experiment with:  iovlab run FILE\n");
    return 3;
}

}  // namespace iovlab
