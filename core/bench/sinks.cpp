#include "core/bench/sinks.h"

#include "core/kernel/names.h"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/statfs.h>
#include <unistd.h>
#include <vector>

namespace iovlab {

namespace {

constexpr long kTmpfs = 0x01021994;

std::string file_system_name(long magic) {
    struct Known {
        long magic;
        const char* name;
    };
    // statfs(2); what is not here keeps its number.
    constexpr Known known[] = {{kTmpfs, "tmpfs"},        {0xEF53, "ext2, 3 or 4"},  {0x58465342, "xfs"},
                               {0x9123683E, "btrfs"},    {0x794C7630, "overlayfs"}, {0x2FC12FC1, "zfs"},
                               {0xF2F52010, "f2fs"},     {0x6969, "nfs"},           {0x01021997, "9p"},
                               {0x6A656A63, "virtiofs"}, {0x65735546, "fuse"},      {0x858458F6, "ramfs"}};
    for (const Known& one : known) {
        if (one.magic == magic) return one.name;
    }
    return fmt::format("file system {:#x}", magic);
}

/// A file without a name in `folder`; -1 where there cannot be one.
int nameless(const std::string& folder) {
    const int fd = ::open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (fd >= 0) return fd;
    std::string name = folder + "/iovlab-XXXXXX";  // file systems without O_TMPFILE: nfs, 9p
    const int named = ::mkostemp(name.data(), O_CLOEXEC);
    if (named >= 0) ::unlink(name.c_str());
    return named;
}

bool in_memory(long magic) {
    return magic == kTmpfs || magic == 0x858458F6;
}

std::vector<std::string> disk_folders() {
    std::vector<std::string> folders;
    const auto add = [&folders](const char* folder, const char* below) {
        if (folder && *folder) folders.push_back(std::string(folder) + below);
    };
    add(std::getenv("TMPDIR"), "");
    add(std::getenv("XDG_CACHE_HOME"), "");
    add(std::getenv("HOME"), "/.cache");
    add(std::getenv("HOME"), "");
    folders.insert(folders.end(), {"/var/tmp", "/tmp", "."});
    return folders;
}

std::uint64_t largest_list(const BenchPlan& plan) {
    std::uint64_t largest = 0;
    for (const std::uint64_t count : plan.counts) {
        for (const std::uint64_t size : plan.sizes) {
            if (count * size <= kMaxListBytes) largest = std::max(largest, count * size);
        }
    }
    return largest;
}

}  // namespace

BenchTarget::BenchTarget(const BenchPlan& plan) {
    switch (plan.sink) {
        case BenchSink::Tmpfs:
            open_tmpfs(largest_list(plan));
            break;
        case BenchSink::Disk:
            open_disk(plan.folder);
            break;
        case BenchSink::Pipe:
        case BenchSink::UnixStream:
            open_pair(plan.sink == BenchSink::Pipe, plan.nonblock);
            break;
        case BenchSink::Null:
            fd_ = ::open("/dev/null", O_WRONLY | O_CLOEXEC);
            if (fd_ < 0) throw CannotMeasure("/dev/null cannot be opened: " + errno_text(errno));
            detail_ = "it looks at no byte, so a call costs the same whatever its size";
            break;
    }
}

BenchTarget::~BenchTarget() {
    hand_over();
    if (reader_.joinable()) {
        const std::uint64_t one = 1;
        (void)!::write(stop_, &one, sizeof one);
        reader_.join();
    }
    for (const int fd : {reading_, stop_}) {
        if (fd >= 0) ::close(fd);
    }
}

void BenchTarget::hand_over() {
    if (fd_ >= 0) ::close(fd_);
    fd_ = -1;
}

void BenchTarget::open_tmpfs(std::uint64_t bytes) {
    into_ = BenchInto::File;
    struct statfs facts {};
    const bool roomy = ::statfs("/dev/shm", &facts) == 0 && facts.f_type == kTmpfs &&
                       facts.f_bavail * static_cast<std::uint64_t>(facts.f_bsize) > bytes + bytes / 8;
    if (roomy) fd_ = nameless("/dev/shm");
    detail_ = "a file without a name in /dev/shm";
    if (fd_ >= 0) return;
    // The kernel's own tmpfs, which has no size and is mounted nowhere (containers keep /dev/shm small).
    fd_ = ::memfd_create("iovlab-bench", MFD_CLOEXEC);
    if (fd_ < 0) throw CannotMeasure("no file can be made on a tmpfs: " + errno_text(errno));
    detail_ = "a memfd: a file on the kernel's own tmpfs";
}

void BenchTarget::open_disk(const std::string& folder) {
    into_ = BenchInto::File;
    int error = ENOENT;
    const std::vector<std::string> places = folder.empty() ? disk_folders() : std::vector{folder};
    for (const std::string& place : places) {
        struct statfs facts {};
        if (::statfs(place.c_str(), &facts) != 0) {
            error = errno;
            continue;
        }
        if (in_memory(facts.f_type)) {
            error = 0;
            continue;
        }
        fd_ = nameless(place);
        error = errno;
        if (fd_ < 0) continue;
        detail_ = fmt::format(
            "a file without a name in {} ({}); its bytes go to the kernel's page cache, and nobody "
            "waits for the disk",
            place, file_system_name(facts.f_type));
        return;
    }
    const std::string where = folder.empty() ? "any of the usual places" : folder;
    if (error == 0) {
        throw CannotMeasure(
            fmt::format("what is written to {} stays in memory; a folder on a disk can be named with "
                        "--folder",
                        where));
    }
    throw CannotMeasure(fmt::format("no file can be made in {}: {}", where, errno_text(error)));
}

void BenchTarget::open_pair(bool pipe, bool nonblock) {
    int ends[2];
    const int made = pipe ? ::pipe2(ends, O_CLOEXEC) : ::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends);
    if (made != 0) throw CannotMeasure(fmt::format("no {}: {}", pipe ? "pipe" : "socket pair", errno_text(errno)));
    into_ = pipe ? BenchInto::Pipe : BenchInto::Socket;
    reading_ = ends[0];
    fd_ = ends[1];
    if (nonblock) ::fcntl(fd_, F_SETFL, ::fcntl(fd_, F_GETFL) | O_NONBLOCK);
    ::fcntl(reading_, F_SETFL, ::fcntl(reading_, F_GETFL) | O_NONBLOCK);
    if (pipe) {
        detail_ = fmt::format("capacity {} bytes", ::fcntl(fd_, F_GETPIPE_SZ));
    } else {
        int bytes = 0;
        socklen_t size = sizeof bytes;
        ::getsockopt(fd_, SOL_SOCKET, SO_SNDBUF, &bytes, &size);
        detail_ = fmt::format("SO_SNDBUF {} bytes", bytes);
    }
    detail_ += nonblock ? ", O_NONBLOCK, waiting in poll; a thread of another process reads 64 KiB a time"
                        : "; a thread of another process reads 64 KiB a time";
    stop_ = ::eventfd(0, EFD_CLOEXEC);
    if (stop_ < 0) {
        const std::string why = errno_text(errno);
        for (const int fd : ends) ::close(fd);  // nobody is there yet to do it
        throw CannotMeasure("no eventfd: " + why);
    }
    reader_ = std::thread([this] { read_on(); });
}

void BenchTarget::read_on() {
    std::vector<char> bytes(1u << 16);
    for (;;) {
        const ssize_t got = ::read(reading_, bytes.data(), bytes.size());
        if (got > 0) {
            arrived_ += static_cast<std::uint64_t>(got);
            continue;
        }
        if (got == 0 || (errno != EAGAIN && errno != EINTR)) return;
        pollfd fds[2] = {{reading_, POLLIN, 0}, {stop_, POLLIN, 0}};
        if (::poll(fds, 2, -1) > 0 && fds[1].revents != 0) return;
    }
}

}  // namespace iovlab
