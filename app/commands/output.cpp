#include "app/commands/output.h"

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

namespace iovlab {

void secure_standard_descriptors() {
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; ++fd) {
        if (::fcntl(fd, F_GETFD) >= 0) continue;
        // Opened the wrong way round, so that using it fails as it would have failed while it was closed.
        const int flags = fd == STDIN_FILENO ? O_WRONLY : O_RDONLY;
        if (::open("/dev/null", flags) < 0) std::_Exit(1);
    }
}

bool Output::print(const std::string& text) {
    if (error_ != 0) return false;
    if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size() || std::fflush(stdout) != 0) {
        error_ = errno != 0 ? errno : EIO;
    }
    return ok();
}

int Output::finish(int status) {
    if (ok()) return status;
    fmt::print(stderr, "iovlab: the output could not be written ({}); it is not complete.\n",
               std::strerror(error_));
    return 1;
}

bool wants_colour() {
    const char* no_colour = std::getenv("NO_COLOR");
    const char* terminal = std::getenv("TERM");
    if (no_colour != nullptr && *no_colour != '\0') return false;
    return ::isatty(STDOUT_FILENO) == 1 && terminal != nullptr && std::string(terminal) != "dumb";
}

}  // namespace iovlab
