#include "app/commands/output.h"

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
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
    return failed(fmt::format("the output could not be written ({}); it is not complete.", std::strerror(error_)),
                  1);
}

// fmt::print() would throw where the standard error is closed or full.
void tell(const std::string& text) {
    (void)!std::fwrite(text.data(), 1, text.size(), stderr);
}

void tell(const std::vector<FileProblem>& problems) {
    for (const FileProblem& problem : problems) tell(problem.text() + "\n");
}

int failed(const std::string& what, int status) {
    tell("iovlab: " + what + "\n");
    return status;
}

int refused(const std::string& what) {
    return failed(what, 2);
}

std::string out_problem(const std::string& path, bool force) {
    const auto cannot = [&](int error) {
        return fmt::format("{} cannot be written: {}", path, std::strerror(error));
    };
    struct stat there {};
    if (::stat(path.c_str(), &there) == 0) {
        if (S_ISDIR(there.st_mode)) return cannot(EISDIR);
        if (S_ISREG(there.st_mode) && there.st_size > 0 && !force)
            return path + " is there already; name another file, or replace it with --force";
        return ::access(path.c_str(), W_OK) == 0 ? std::string() : cannot(errno);
    }
    const std::size_t slash = path.rfind('/');
    const std::string folder = slash == std::string::npos ? "." : path.substr(0, slash + 1);
    if (path.empty() || slash + 1 == path.size()) return cannot(ENOENT);
    return ::access(folder.c_str(), W_OK | X_OK) == 0 ? std::string() : cannot(errno);
}

bool wants_colour() {
    const char* no_colour = std::getenv("NO_COLOR");
    const char* terminal = std::getenv("TERM");
    if (no_colour != nullptr && *no_colour != '\0') return false;
    return ::isatty(STDOUT_FILENO) == 1 && terminal != nullptr && std::string(terminal) != "dumb";
}

}  // namespace iovlab
