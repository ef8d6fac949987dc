#include "core/experiment/atomic_file.h"

#include "core/kernel/names.h"

#include <cerrno>
#include <cstdlib>
#include <fcntl.h>
#include <fmt/core.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace iovlab {

namespace {

constexpr int kTries = 100;  // names for the temporary file that others may have left behind

// Where `path` leads: a link stays a link, and the file that it names is replaced.
std::string resolved(const std::string& path) {
    char* real = ::realpath(path.c_str(), nullptr);
    if (!real) return path;
    std::string result = real;
    std::free(real);  // NOLINT: realpath() allocates with malloc()
    return result;
}

std::string folder_of(const std::string& path) {
    const auto slash = path.rfind('/');
    if (slash == std::string::npos) return ".";
    return slash == 0 ? "/" : path.substr(0, slash);
}

// A new file beside `path`, with the rights that the old one had; -1 and errno when there is none to be had.
int open_temporary(const std::string& path, std::string& name) {
    struct stat old {};
    const bool exists = ::stat(path.c_str(), &old) == 0;
    if (exists && !S_ISREG(old.st_mode)) {
        errno = S_ISDIR(old.st_mode) ? EISDIR : EINVAL;
        return -1;
    }
    for (int i = 0; i < kTries; ++i) {
        name = fmt::format("{}/.iovlab-{}-{}.tmp", folder_of(path), ::getpid(), i);
        const int fd = ::open(name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (fd < 0 && errno == EEXIST) continue;
        if (fd >= 0 && exists) (void)::fchmod(fd, old.st_mode & 0777);
        return fd;
    }
    return -1;
}

bool write_all(int fd, const std::string& text) {
    for (std::size_t done = 0; done < text.size();) {
        const ssize_t n = ::write(fd, text.data() + done, text.size() - done);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return false;
        done += static_cast<std::size_t>(n);
    }
    return true;
}

}  // namespace

LockedFolder::LockedFolder(const std::string& folder) {
    fd_ = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    while (fd_ >= 0 && ::flock(fd_, LOCK_EX) != 0 && errno == EINTR) continue;
}

LockedFolder::~LockedFolder() {
    if (fd_ >= 0) ::close(fd_);
}

std::string write_file_atomically(const std::string& path, const std::string& text) {
    const std::string place = resolved(path);
    const auto failed = [&](const char* what) {
        return fmt::format("{} cannot be {}: {}", path, what, errno_text(errno));
    };
    std::string temporary;
    const int fd = open_temporary(place, temporary);
    if (fd < 0) return failed("saved");
    bool good = write_all(fd, text) && ::fsync(fd) == 0;
    int error = errno;
    if (::close(fd) != 0 && good) {
        good = false;
        error = errno;
    }
    if (!good || ::rename(temporary.c_str(), place.c_str()) != 0) {
        if (good) error = errno;
        ::unlink(temporary.c_str());
        errno = error;
        return failed(good ? "replaced" : "written");
    }
    // The new name itself must reach the disk too; where that cannot be asked for, the file is saved all the same.
    const int folder = ::open(folder_of(place).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder >= 0) {
        (void)::fsync(folder);
        ::close(folder);
    }
    return {};
}

std::string write_output_file(const std::string& path, const std::string& text) {
    struct stat there {};
    const bool special = ::stat(path.c_str(), &there) == 0 && !S_ISREG(there.st_mode) && !S_ISDIR(there.st_mode);
    if (!special) return write_file_atomically(path, text);
    const int fd = ::open(path.c_str(), O_WRONLY | O_CLOEXEC | O_NOCTTY);
    const bool good = fd >= 0 && write_all(fd, text);
    const std::string problem = good ? "" : fmt::format("{} cannot be written: {}", path, errno_text(errno));
    if (fd >= 0) ::close(fd);
    return problem;
}

}  // namespace iovlab
