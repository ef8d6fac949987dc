#pragma once

namespace iovlab {

/// The command line: understands it, does it, and returns the exit status.
int run_program(int argc, char** argv);

}  // namespace iovlab
