#include "core/kernel/names.h"
#include "core/kernel/real/descriptor.h"
#include "core/kernel/real/small_disk.h"
#include "core/kernel/real/target.h"

#include <cerrno>
#include <cstdlib>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

namespace iovlab {

namespace {

void write_all(int fd, std::span<const std::byte> bytes) {
    std::size_t done = 0;
    while (done < bytes.size()) {
        const ssize_t put = ::pwrite(fd, bytes.data() + done, bytes.size() - done, static_cast<off_t>(done));
        if (put < 0 && errno == EINTR) continue;
        if (put <= 0) throw NoTarget("the target file's content could not be written: " + errno_text(errno));
        done += static_cast<std::size_t>(put);
    }
}

// A file without a name: the kernel removes it with its last descriptor.
int open_nameless() {
    const char* wish = ::getenv("TMPDIR");
    const std::string folder = wish && *wish ? wish : "/tmp";
    int fd = ::open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (fd >= 0 || (errno != EOPNOTSUPP && errno != EISDIR)) {
        if (fd < 0) throw NoTarget(fmt::format("no file can be made in {}: {}", folder, errno_text(errno)));
        return fd;
    }
    std::string name = folder + "/iovlab-XXXXXX";  // a file system without O_TMPFILE
    fd = ::mkostemp(name.data(), O_CLOEXEC);
    if (fd < 0) throw NoTarget(fmt::format("no file can be made in {}: {}", folder, errno_text(errno)));
    ::unlink(name.c_str());
    return fd;
}

int open_named(const FileParams& params) {
    const int fd = open_plain(params.folder_fd, params.path.c_str(), O_RDWR | O_CREAT);
    if (fd < 0) {
        throw NoTarget(fmt::format(
            "'{}' in the scratch folder cannot be written: {}", params.path,
            errno == ELOOP || errno == EMLINK ? "it is a link, and those may lead outside" : errno_text(errno)));
    }
    return fd;
}

class FileTarget final : public Target {
public:
    explicit FileTarget(const FileParams& params) {
        base_ = params.disk             ? open_on_small_disk(*params.disk)
                : params.folder_fd >= 0 ? open_named(params)
                                        : open_nameless();
        try {
            if (params.content) {
                if (::ftruncate(base_, 0) != 0)
                    throw NoTarget("the target file cannot be emptied: " + errno_text(errno));
                write_all(base_, *params.content);
            }
            open_again(params);
        } catch (...) {
            close_both();
            throw;
        }
    }
    ~FileTarget() override { close_both(); }
    FileTarget(const FileTarget&) = delete;
    FileTarget& operator=(const FileTarget&) = delete;

    int fd() const override { return fd_; }

    TargetState state() const override {
        TargetState state{.kind = "file"};
        add_file_state(state, base_, fd_);
        state.direct = direct_;
        return state;
    }
    std::size_t read_file(std::uint64_t at, std::span<std::byte> out) override { return read_at(base_, at, out); }
    std::optional<FileSystem> file_system() const override { return file_system_of(base_); }

private:
    void open_again(const FileParams& params) {
        const bool reads = params.read_only || (params.reads && !params.write_only);
        const int access = params.path_only ? O_PATH : reads ? O_RDONLY : O_WRONLY;
        const std::string self = fmt::format("/proc/self/fd/{}", base_);
        fd_ = ::open(self.c_str(), access | params.flags | O_CLOEXEC);
        if (fd_ < 0) {
            throw NoTarget(fmt::format("this machine's file system does not open the file with these flags: {}",
                                       errno_text(errno)));
        }
        if ((params.flags & O_DIRECT) != 0) direct_ = direct_units(base_);
        if (params.seek != 0 && !params.path_only && ::lseek(fd_, params.seek, SEEK_SET) < 0) {
            throw NoTarget(fmt::format("this file system does not seek to {}: {}", params.seek, errno_text(errno)));
        }
    }

    void close_both() {
        if (fd_ >= 0) ::close(fd_);
        if (base_ >= 0) ::close(base_);
    }

    std::optional<DirectUnits> direct_;
    int base_ = -1;  // for looking: read and write, its own position
    int fd_ = -1;    // what the worker is given, opened as the experiment says
};

}  // namespace

int open_plain(int folder_fd, const char* name, int flags) {
    // O_NONBLOCK: a FIFO by that name must not put us to sleep; it is refused below.
    const int fd = ::openat(folder_fd, name, flags | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK | O_NOCTTY, 0600);
    if (fd < 0) return -1;
    struct stat info {};
    int error = 0;
    if (::fstat(fd, &info) != 0) {
        error = errno;
    } else if (!S_ISREG(info.st_mode)) {
        error = EINVAL;
    } else if (info.st_nlink != 1) {
        error = EMLINK;
    }
    if (error == 0) return fd;
    ::close(fd);
    errno = error;
    return -1;
}

std::unique_ptr<Target> open_file(const FileParams& params) {
    return std::make_unique<FileTarget>(params);
}

}  // namespace iovlab
