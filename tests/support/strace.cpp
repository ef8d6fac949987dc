#include "tests/support/strace.h"

#include "tests/support/program.h"

#include <stdexcept>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

namespace iovlab::test {

namespace {

/// Whether a process may be traced by its parent.
bool ptrace_is_allowed() {
    const pid_t child = ::fork();
    if (child == 0) ::_exit(::ptrace(PTRACE_TRACEME, 0, nullptr, nullptr) == 0 ? 0 : 1);
    int status = 0;
    return child > 0 && ::waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

bool strace_watches() {
    if (!ptrace_is_allowed()) return false;
    Finished finished;
    try {
        finished = run_program({"strace", "-o", "/dev/null", "true"});
    } catch (const std::runtime_error& why) {
        throw std::runtime_error(std::string(why.what()) + ": strace is not installed; ./check installs it");
    }
    if (finished.status != 0) throw std::runtime_error("strace does not work here: " + finished.err);
    return true;
}

}  // namespace

bool may_strace() {
    static const bool may = strace_watches();
    return may;
}

}  // namespace iovlab::test
