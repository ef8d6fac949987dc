#include "core/kernel/real/descriptor.h"

#include "core/kernel/names.h"

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <linux/sock_diag.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <unistd.h>

namespace iovlab {

namespace {

constexpr int kMostMessages = 1 << 20;  // more than any socket's memory holds

}  // namespace

NoTarget refused_by_machine(const std::string& what) {
    return NoTarget(what + ": " + errno_text(errno) +
                    ". A sandbox, a container or an old kernel may be why; choose another target, or run it where "
                    "this one is allowed");
}

void add_file_state(TargetState& state, int looked_at, int moving) {
    struct stat info {};
    if (::fstat(looked_at, &info) == 0) state.size = info.st_size;
    // One open file description with the worker's: its position is ours.
    if (const off_t at = ::lseek(moving, 0, SEEK_CUR); at >= 0) state.offset = at;
}

std::size_t read_at(int fd, std::uint64_t at, std::span<std::byte> out) {
    std::size_t done = 0;
    while (done < out.size()) {
        const ssize_t got = ::pread(fd, out.data() + done, out.size() - done, static_cast<off_t>(at + done));
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) break;
        done += static_cast<std::size_t>(got);
    }
    return done;
}

std::optional<Target::FileSystem> file_system_of(int fd) {
    struct statfs info {};
    if (::fstatfs(fd, &info) != 0) return std::nullopt;
    return Target::FileSystem{static_cast<std::uint64_t>(info.f_type), static_cast<std::uint64_t>(info.f_bsize)};
}

DirectUnits direct_units(int fd) {
    DirectUnits units;
#ifdef STATX_DIOALIGN
    struct statx info {};
    if (::statx(fd, "", AT_EMPTY_PATH, STATX_DIOALIGN, &info) == 0 && (info.stx_mask & STATX_DIOALIGN) != 0) {
        units = {info.stx_dio_mem_align, info.stx_dio_offset_align};
    }
#else
    static_cast<void>(fd);
#endif
    return units;
}

void set_nonblocking(int fd) {
    ::fcntl(fd, F_SETFL, ::fcntl(fd, F_GETFL) | O_NONBLOCK);
}

std::optional<bool> is_writable(int fd) {
    pollfd end{fd, POLLOUT, 0};
    if (::poll(&end, 1, 0) < 0) return std::nullopt;
    return (end.revents & POLLOUT) != 0;
}

std::optional<std::int64_t> datagrams_dropped(int fd) {
    std::array<std::uint32_t, SK_MEMINFO_VARS> counts{};
    socklen_t size = sizeof counts;
    if (::getsockopt(fd, SOL_SOCKET, SO_MEMINFO, counts.data(), &size) != 0) return std::nullopt;
    if (size <= SK_MEMINFO_DROPS * sizeof counts[0]) return std::nullopt;
    return counts[SK_MEMINFO_DROPS];
}

std::int64_t bytes_in_datagrams(int fd) {
    int at = 0;
    char byte = 0;
    for (int seen = 0; seen < kMostMessages; ++seen) {
        if (::setsockopt(fd, SOL_SOCKET, SO_PEEK_OFF, &at, sizeof at) != 0) break;
        const ssize_t length = ::recv(fd, &byte, 1, MSG_PEEK | MSG_TRUNC | MSG_DONTWAIT);
        if (length < 0) break;
        at += static_cast<int>(length);
    }
    const int off = -1;
    ::setsockopt(fd, SOL_SOCKET, SO_PEEK_OFF, &off, sizeof off);
    return at;
}

}  // namespace iovlab
