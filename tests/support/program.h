#pragma once

#include <string>
#include <sys/types.h>
#include <vector>

/// Running the built programs, which lie beside the test's own.
namespace iovlab::test {

/// The folder of the test program.
std::string program_folder();

struct Finished {
    int status = -1;  ///< exit status; 128 + the signal's number when one ended it
    std::string out;  ///< standard output
    std::string err;
};

/// Where a program's standard output goes, when the test does not want to read it.
enum class Stdout { Read, Closed, Full, BrokenPipe };

/// Runs a program to its end. `argv[0]` is a path, or a name that PATH knows. `unset` names variables that it shall
/// not find in its environment. Throws std::runtime_error when it cannot be started.
Finished run_program(const std::vector<std::string>& argv, Stdout out = Stdout::Read,
                     const std::vector<std::string>& unset = {});

/// A program that runs while the test goes on.
class Running {
public:
    explicit Running(const std::vector<std::string>& argv);
    ~Running();
    Running(const Running&) = delete;
    Running& operator=(const Running&) = delete;

    pid_t pid() const { return pid_; }
    /// Its output as far as it was read.
    const std::string& text() const { return text_; }
    /// Reads its output until `text` has come. False when it ended before.
    bool wait_for(const std::string& text);
    /// Reads on to the end of its output and waits for its end.
    Finished finish();

private:
    bool read_more();

    pid_t pid_ = -1;
    int out_ = -1;
    std::string text_;
};

/// python3 itself: what lies in the PATH may be a script that looks for it, slowly, at each start.
std::string python_interpreter();

/// Writes a file for a test.
void write_file(const std::string& path, const std::string& text);
std::string read_file(const std::string& path);

}  // namespace iovlab::test
