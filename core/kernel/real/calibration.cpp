#include "core/kernel/real/calibration.h"

#include "core/kernel/model/unix_memory.h"
#include "core/kernel/names.h"

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <linux/sockios.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>
#include <vector>

namespace iovlab {

namespace {

class Pair {
public:
    explicit Pair(int type) {
        if (::socketpair(AF_UNIX, type | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, ends_.data()) != 0) ends_ = {-1, -1};
    }
    ~Pair() {
        for (const int fd : ends_) {
            if (fd >= 0) ::close(fd);
        }
    }
    Pair(const Pair&) = delete;
    Pair& operator=(const Pair&) = delete;

    bool usable() const { return ends_[0] >= 0; }
    ssize_t send(const std::vector<char>& bytes, std::size_t n) {
        return ::send(ends_[0], bytes.data(), n, MSG_NOSIGNAL);
    }
    void drain(std::vector<char>& room) {
        while (::recv(ends_[1], room.data(), room.size(), 0) > 0) {
        }
    }
    std::uint64_t charged() const {
        int bytes = -1;
        return ::ioctl(ends_[0], SIOCOUTQ, &bytes) == 0 ? static_cast<std::uint64_t>(bytes) : UINT64_MAX;
    }
    std::uint64_t sndbuf() const {
        int size = 0;
        socklen_t length = sizeof size;
        return ::getsockopt(ends_[0], SOL_SOCKET, SO_SNDBUF, &size, &length) == 0 ? static_cast<std::uint64_t>(size)
                                                                                  : 0;
    }

private:
    std::array<int, 2> ends_{-1, -1};
};

// Sizes on both sides of each step of the charge.
constexpr std::array<std::uint64_t, 16> kSizes = {1,    100,  192,   193,   700,   704,   1728,  3776,
                                                  3777, 7872, 16064, 16065, 20161, 36544, 36545, 100000};

bool stream_holds(std::vector<char>& bytes) {
    Pair pair(SOCK_STREAM);
    if (!pair.usable()) return false;
    const std::uint64_t sndbuf = pair.sndbuf();
    for (const std::uint64_t size : kSizes) {
        std::uint64_t sent = 0, charged = 0;
        while (sent < size && charged < sndbuf) {
            const std::uint64_t n = unix_memory::piece(size - sent, sndbuf);
            charged += unix_memory::piece_charge(n);
            sent += n;
        }
        if (pair.send(bytes, size) != static_cast<ssize_t>(sent) || pair.charged() != charged) return false;
        pair.drain(bytes);
        if (pair.charged() != 0) return false;
    }
    return true;
}

bool messages_hold(std::vector<char>& bytes) {
    Pair pair(SOCK_DGRAM);
    if (!pair.usable()) return false;
    const std::uint64_t longest = unix_memory::longest_message(pair.sndbuf());
    for (const std::uint64_t size : kSizes) {
        if (size > longest) continue;
        if (pair.send(bytes, size) != static_cast<ssize_t>(size)) return false;
        if (pair.charged() != unix_memory::message_charge(size)) return false;
        pair.drain(bytes);
    }
    if (longest >= bytes.size()) return true;
    return pair.send(bytes, longest + 1) == -1 && errno == EMSGSIZE;
}

bool probe_eventfd() {
    const int fd = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    const std::array<std::uint64_t, 2> two{1, 1};
    const bool refused = ::write(fd, two.data(), sizeof two) == -1 && errno == EINVAL;
    if (fd >= 0) ::close(fd);
    return refused;
}

bool probe_memfd() {
    const int fd = ::memfd_create("iovlab-probe", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    if (fd < 0) return false;
    const std::vector<char> bytes(16384);
    bool holds = ::ftruncate(fd, 5000) == 0 && ::fcntl(fd, F_ADD_SEALS, seal_from("F_SEAL_GROW").value_or(0)) == 0;
    holds = holds && ::pwrite(fd, bytes.data(), 9000, 0) == 4096;
    holds = holds && ::pwrite(fd, bytes.data(), 1000, 4096) == -1 && errno == EPERM;
    ::close(fd);
    return holds;
}

}  // namespace

bool unix_memory_holds() {
    static const bool holds = [] {
        std::vector<char> bytes(256 * 1024);
        return stream_holds(bytes) && messages_hold(bytes);
    }();
    return holds;
}

bool eventfd_size_holds() {
    static const bool holds = probe_eventfd();
    return holds;
}

bool memfd_pages_hold() {
    static const bool holds = probe_memfd();
    return holds;
}

}  // namespace iovlab
