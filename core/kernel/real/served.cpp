// The connection with a client that was let in: declared in serving.h.
#include "core/kernel/real/descriptor.h"
#include "core/kernel/real/serving.h"

#include <array>
#include <cerrno>
#include <linux/sockios.h>
#include <linux/tcp.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>

namespace iovlab {

namespace {

constexpr std::chrono::seconds kPatience{3};  // for a client to read what it was sent and to close
constexpr int kNap = 100;                     // milliseconds
constexpr int kClosed = 7;                    // TCP_CLOSE of netinet/tcp.h, which linux/tcp.h does not go with

std::int64_t unacknowledged(int fd) {
    int bytes = 0;
    return ::ioctl(fd, SIOCOUTQ, &bytes) == 0 && bytes > 0 ? bytes : 0;
}

// tcp(7), TCP_INFO: bytes that the other machine has acknowledged since the connection began (Linux 4.1).
std::uint64_t acknowledged(int fd) {
    tcp_info info{};
    socklen_t size = sizeof info;
    return ::getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &size) == 0 ? info.tcpi_bytes_acked : 0;
}

}  // namespace

Served::Served(int fd, Head head, bool nonblock)
    : fd_(fd), head_(std::move(head)), acknowledged_before_(acknowledged(fd)) {
    if (nonblock) set_nonblocking(fd_);
}

Served::~Served() {
    ::close(fd_);
}

TargetState Served::state() const {
    TargetState state{.kind = "tcp"};
    state.queued = unacknowledged(fd_);
    state.writable = is_writable(fd_);
    state.reader_open = look() != Client::Left;
    const std::uint64_t passed = acknowledged(fd_) - acknowledged_before_;
    state.handed = handed_ ? *handed_ : static_cast<std::int64_t>(passed) + *state.queued;
    return state;
}

Served::Client Served::look() const {
    if (left_) return Client::Left;
    pollfd end{fd_, POLLRDHUP, 0};
    if (::poll(&end, 1, 0) < 0) return Client::There;
    // POLLHUP alone is both sides closed in peace; an error is a RST.
    if ((end.revents & POLLERR) != 0) return Client::Left;
    tcp_info info{};
    socklen_t size = sizeof info;
    const bool told = ::getsockopt(fd_, IPPROTO_TCP, TCP_INFO, &info, &size) == 0;
    if (told && info.tcpi_state == kClosed && !handed_) return Client::Left;
    return (end.revents & POLLRDHUP) != 0 ? Client::Closed : Client::There;
}

void Served::begin_hang_up() {
    left_ = look() == Client::Left;
    handed_ = state().handed;
    ::shutdown(fd_, SHUT_WR);
    patience_ = std::chrono::steady_clock::now() + kPatience;
}

bool Served::drained(int wake_fd) {
    std::array<char, 16384> rest{};
    pollfd fds[2] = {{fd_, POLLIN, 0}, {wake_fd, POLLIN, 0}};
    ::poll(fds, 2, kNap);
    for (;;) {
        const ssize_t got = ::recv(fd_, rest.data(), rest.size(), MSG_DONTWAIT);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0 && errno == EAGAIN) break;
        left_ = left_ || got < 0;  // the news of a RST is told once
        if (got <= 0) return true;
        if (std::chrono::steady_clock::now() >= patience_) return true;  // it never stops talking
    }
    return std::chrono::steady_clock::now() >= patience_;
}

}  // namespace iovlab
