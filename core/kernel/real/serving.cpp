#include "core/kernel/real/serving.h"

#include "core/kernel/names.h"
#include "core/kernel/real/descriptor.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <fmt/format.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace iovlab {

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::seconds kSilence{5};     // a client that says nothing for so long is answered all the same
constexpr std::size_t kMaxRequest = 64u << 10;  // bytes of a request's head
constexpr std::size_t kMaxGuests = 16;
constexpr int kTryAgain = 50;  // milliseconds

[[noreturn]] void fail(const std::string& what, int error) {
    throw NoTarget(what + ": " + errno_text(error));
}

std::string name_of(const sockaddr_in& address) {
    const std::uint32_t ip = ntohl(address.sin_addr.s_addr);
    return fmt::format("{}.{}.{}.{}:{}", ip >> 24, ip >> 16 & 255, ip >> 8 & 255, ip & 255,
                       ntohs(address.sin_port));
}

bool has_blank_line(const std::string& text) {
    return text.find("\r\n\r\n") != std::string::npos || text.find("\n\n") != std::string::npos;
}

void listen_on_loopback(int fd, std::uint16_t port) {
    const int on = 1;  // a port whose last connection has just ended can be had again at once
    ::setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const bool bound = ::bind(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
    if (bound && ::listen(fd, static_cast<int>(kMaxGuests)) == 0) return;
    const int error = errno;
    if (error == EADDRINUSE) {
        throw NoTarget(
            fmt::format("Port {} on 127.0.0.1 is in use by another program; choose another (target.serve), "
                        "or 0 for any free one.",
                        port));
    }
    if (error == EACCES) {
        throw NoTarget(
            fmt::format("Port {} may not be used without privileges; choose one from 1024 on "
                        "(target.serve), or 0 for any free one.",
                        port));
    }
    fail(fmt::format("nobody can listen on port {} of 127.0.0.1", port), error);
}

}  // namespace

Listening::Listening(const ServeParams& params)
    : params_(params), fd_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)) {
    if (fd_ < 0) fail("no network socket to be had", errno);
    try {
        if (params.sndbuf) {  // a connection has its listener's
            const int size = static_cast<int>(std::min<std::uint64_t>(*params.sndbuf, 1u << 30));
            if (::setsockopt(fd_, SOL_SOCKET, SO_SNDBUF, &size, sizeof size) != 0)
                fail("a socket's buffer cannot be set", errno);
        }
        listen_on_loopback(fd_, params.port);
        sockaddr_in address{};
        socklen_t size = sizeof address;
        if (::getsockname(fd_, reinterpret_cast<sockaddr*>(&address), &size) != 0) fail("no port to be had", errno);
        port_ = ntohs(address.sin_port);
    } catch (...) {
        ::close(fd_);
        throw;
    }
}

Listening::~Listening() {
    if (fd_ >= 0) ::close(fd_);
    for (const Guest& guest : guests_) {
        if (guest.fd >= 0) ::close(guest.fd);
    }
}

std::string Listening::address() const {
    return fmt::format("http://127.0.0.1:{}/", port_);
}

// Everybody who waits at the door. False when somebody does and cannot be let in now: no descriptor is free, or no
// memory.
bool Listening::let_in() {
    while (guests_.size() < kMaxGuests) {
        sockaddr_in address{};
        socklen_t size = sizeof address;
        const int fd = ::accept4(fd_, reinterpret_cast<sockaddr*>(&address), &size, SOCK_CLOEXEC);
        if (fd < 0 && (errno == EINTR || errno == ECONNABORTED)) continue;  // the next one may still be there
        if (fd < 0) return errno == EAGAIN || errno == EWOULDBLOCK;
        guests_.push_back({fd, name_of(address), {}, false, Clock::now()});
    }
    return true;
}

// What it has sent by now. It is done at the blank line, when it has left, and when it never stops.
void Listening::listen_to(Guest& guest) {
    std::array<char, 4096> part{};
    while (!guest.done) {
        const std::size_t room = std::min(part.size(), kMaxRequest - guest.text.size());
        const ssize_t got = ::recv(guest.fd, part.data(), room, MSG_DONTWAIT);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0 && errno == EAGAIN) return;
        if (got > 0) guest.text.append(part.data(), static_cast<std::size_t>(got));
        guest.done = got <= 0 || has_blank_line(guest.text) || guest.text.size() >= kMaxRequest;
    }
}

Listening::Guest* Listening::chosen() {
    for (Guest& guest : guests_) {
        if (guest.done) return &guest;
    }
    for (Guest& guest : guests_) {
        if (Clock::now() - guest.since >= kSilence) return &guest;
    }
    return nullptr;
}

int Listening::nap(int timeout_ms) const {
    auto until = Clock::now() + std::chrono::milliseconds(timeout_ms);
    for (const Guest& guest : guests_) until = std::min(until, guest.since + kSilence);
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - Clock::now()).count();
    return static_cast<int>(std::max<std::int64_t>(left, 0));
}

bool Listening::wait(int wake_fd, int timeout_ms) {
    const auto end = Clock::now() + std::chrono::milliseconds(timeout_ms);
    for (;;) {
        const bool open = let_in();
        for (Guest& guest : guests_) listen_to(guest);
        if (chosen() != nullptr) return true;
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(end - Clock::now()).count();
        if (left <= 0) return false;
        std::vector<pollfd> fds = {{wake_fd, POLLIN, 0}};
        // Whoever could not be let in keeps the door's descriptor readable: then it is tried again in a while.
        if (open && guests_.size() < kMaxGuests) fds.push_back({fd_, POLLIN, 0});
        for (const Guest& guest : guests_) fds.push_back({guest.fd, POLLIN, 0});
        const int most = nap(static_cast<int>(left));
        if (::poll(fds.data(), fds.size(), open ? most : std::min(most, kTryAgain)) > 0 && fds[0].revents != 0)
            return false;
    }
}

std::unique_ptr<Served> Listening::take() {
    Guest* guest = chosen();
    if (guest == nullptr) return nullptr;
    const bool whole = has_blank_line(guest->text);
    std::string line = guest->text.substr(0, guest->text.find_first_of("\r\n"));
    auto served =
        std::make_unique<Served>(guest->fd, Served::Head{guest->name, std::move(line), whole}, params_.nonblock);
    guest->fd = -1;
    ::close(fd_);
    fd_ = -1;
    return served;
}

}  // namespace iovlab
