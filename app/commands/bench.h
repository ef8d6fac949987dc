#pragma once

#include <string>

namespace iovlab {

/// What stands on the command line of `iovlab bench`.
struct BenchArguments {
    std::string target = "tmpfs";
    std::string counts;  ///< "1,8,64"; empty: the plan's own
    std::string sizes;
    std::string folder;  ///< disk: where the file goes
    bool nonblock = false;
    bool quick = false;
    bool json = false;
    bool csv = false;
    double seconds = 0;  ///< 0: the plan's own
};

/// `iovlab bench`: measures, and prints the report. Returns the exit status.
int bench_command(const BenchArguments& arguments);

}  // namespace iovlab
