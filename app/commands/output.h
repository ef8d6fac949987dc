#pragma once

#include "core/experiment/toml.h"

#include <string>
#include <vector>

namespace iovlab {

/// Descriptors 0 to 2 are open from here on. A program started without a standard output must not get a pipe of its
/// own as descriptor 1, and must notice that nothing can be printed.
void secure_standard_descriptors();

/// The program's standard output. Remembers the first failure: an answer that nobody got is no success.
class Output {
public:
    /// Prints and flushes, so that each event is seen when it happens. False once anything has failed.
    bool print(const std::string& text);
    bool ok() const { return error_ == 0; }
    /// Says on stderr what went wrong, if anything did, and returns the exit status to use instead of `status`.
    int finish(int status);

private:
    int error_ = 0;
};

/// Prints on stderr. Nobody is there to be told when that fails, and the exit status says the same: so it is left.
void tell(const std::string& text);
/// A line for each.
void tell(const std::vector<FileProblem>& problems);
/// Says "iovlab: WHAT" on stderr, and returns `status`, as docs/experiments.md has it.
int failed(const std::string& what, int status);
/// What was given is wrong: exit status 2.
int refused(const std::string& what);
/// Why no file can be written at `path`, which stands on the command line; empty when one can. Looks, and writes
/// nothing. A file that somebody has made is not replaced unless `force` says so.
std::string out_problem(const std::string& path, bool force);

/// Standard output is a terminal that shows colours, and the user has not said NO_COLOR.
bool wants_colour();

}  // namespace iovlab
