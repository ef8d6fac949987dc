#pragma once

#include <string>

namespace iovlab {

enum class ReportFormat { Text, Strace, Json };

struct RunArguments {
    std::string file;
    bool model = false;  ///< the kernel model answers, and no call is made
    ReportFormat format = ReportFormat::Text;
    std::string keep;  ///< becomes the scratch folder and stays; empty: a private one that vanishes
};

/// `iovlab run FILE`: makes the experiment's calls and prints what happens while it happens. Returns the exit
/// status of docs/experiments.md; 130 when Ctrl-C ended the run.
int run_command(const RunArguments& arguments);

}  // namespace iovlab
