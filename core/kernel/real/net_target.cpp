#include "core/kernel/real/descriptor.h"
#include "core/kernel/real/target.h"

#include <algorithm>
#include <cerrno>
#include <linux/sockios.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

namespace iovlab {

namespace {

constexpr int kPatience = 1000;  // milliseconds for what loopback does in microseconds

[[noreturn]] void fail(const std::string& what) {
    throw refused_by_machine(what);
}

// Nobody outside this machine can reach these.
sockaddr_in loopback() {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

int open_socket(int type) {
    const int fd = ::socket(AF_INET, type | SOCK_CLOEXEC, 0);
    if (fd < 0) fail("no network socket is to be had");
    return fd;
}

// Binds to a free port on loopback and tells which.
sockaddr_in bind_somewhere(int fd) {
    sockaddr_in address = loopback();
    socklen_t size = sizeof address;
    auto* any = reinterpret_cast<sockaddr*>(&address);
    if (::bind(fd, any, size) != 0 || ::getsockname(fd, any, &size) != 0) fail("no port on 127.0.0.1 is to be had");
    return address;
}

void connect_to(int fd, const sockaddr_in& address) {
    if (::connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
        fail("127.0.0.1 cannot be connected to");
}

void set_size(int fd, int option, const std::optional<std::uint64_t>& asked) {
    if (!asked) return;
    const int size = static_cast<int>(std::min<std::uint64_t>(*asked, 1u << 30));
    if (::setsockopt(fd, SOL_SOCKET, option, &size, sizeof size) != 0) fail("a socket's buffer cannot be set");
}

int count(int fd, unsigned long request) {
    int bytes = 0;
    return ::ioctl(fd, request, &bytes) == 0 ? std::max(bytes, 0) : 0;
}

class NetTarget final : public Target {
public:
    NetTarget(std::string kind, const NetParams& params) : kind_(std::move(kind)), tcp_(kind_ == "tcp") {
        try {
            tcp_ ? open_tcp(params) : open_udp(params);
            if (params.nonblock) set_nonblocking(ours_);
        } catch (...) {
            close_ends();
            throw;
        }
    }
    ~NetTarget() override { close_ends(); }
    NetTarget(const NetTarget&) = delete;
    NetTarget& operator=(const NetTarget&) = delete;

    int fd() const override { return ours_; }

    TargetState state() const override {
        TargetState state{.kind = kind_};
        if (theirs_ >= 0) state.queued = queued();
        if (theirs_ >= 0 && !tcp_) state.dropped = datagrams_dropped(theirs_);
        state.writable = is_writable(ours_);
        state.reader_open = theirs_ >= 0;
        return state;
    }

    std::size_t read(std::size_t max, std::vector<std::byte>& out) override {
        out.clear();
        if (theirs_ < 0 || max == 0) return 0;
        out.resize(std::min<std::size_t>(max, 1u << 20));
        ssize_t got = ::recv(theirs_, out.data(), out.size(), MSG_DONTWAIT);
        while (got == 0 && !tcp_) {  // a datagram without bytes tells a reader of bytes nothing
            got = ::recv(theirs_, out.data(), out.size(), MSG_DONTWAIT);
        }
        // What was sent may wait for room at the receiver, and comes once that has read.
        for (int waited = 0; got < 0 && errno == EAGAIN && unacknowledged() > 0 && waited < kPatience;
             waited += 10) {
            pollfd end{theirs_, POLLIN, 0};
            ::poll(&end, 1, 10);
            got = ::recv(theirs_, out.data(), out.size(), MSG_DONTWAIT);
        }
        out.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
        return out.size();
    }

    void close_reader() override {
        if (theirs_ >= 0) ::close(theirs_);
        theirs_ = -1;
        // The news is on its way: a call that came before it would see a peer that is still there.
        pollfd end{ours_, POLLRDHUP, 0};
        if (tcp_) ::poll(&end, 1, kPatience);
    }

private:
    void open_tcp(const NetParams& params) {
        listener_ = open_socket(SOCK_STREAM);
        set_size(listener_, SO_RCVBUF, params.rcvbuf);
        const sockaddr_in address = bind_somewhere(listener_);
        if (::listen(listener_, 1) != 0) fail("nobody can listen on 127.0.0.1");
        ours_ = open_socket(SOCK_STREAM);
        set_size(ours_, SO_SNDBUF, params.sndbuf);
        connect_to(ours_, address);
        theirs_ = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
        if (theirs_ < 0) fail("the connection on 127.0.0.1 was not accepted");
        ::close(listener_);
        listener_ = -1;
        if (params.peer == Peer::ClosedUnread) {
            if (::send(ours_, ".", 1, MSG_NOSIGNAL) != 1) fail("no byte for the peer to leave unread");
            pollfd end{theirs_, POLLIN, 0};
            ::poll(&end, 1, kPatience);
        }
        if (params.peer == Peer::Closed || params.peer == Peer::ClosedUnread) close_reader();
    }

    void open_udp(const NetParams& params) {
        ours_ = open_socket(SOCK_DGRAM);
        if (params.peer == Peer::None) return;
        theirs_ = open_socket(SOCK_DGRAM);
        connect_to(ours_, bind_somewhere(theirs_));
        if (params.peer == Peer::Closed) close_reader();
    }

    int unacknowledged() const { return tcp_ ? count(ours_, SIOCOUTQ) : 0; }

    // Sent and not read, and not yet sent. What is on its way between the two is in neither.
    std::int64_t queued() const {
        if (tcp_) return std::int64_t{count(theirs_, FIONREAD)} + count(ours_, SIOCOUTQNSD);
        return bytes_in_datagrams(theirs_);
    }

    void close_ends() {
        for (int* fd : {&listener_, &theirs_, &ours_}) {
            if (*fd >= 0) ::close(*fd);
            *fd = -1;
        }
    }

    std::string kind_;
    bool tcp_;
    int listener_ = -1;
    int ours_ = -1;
    int theirs_ = -1;
};

}  // namespace

std::unique_ptr<Target> open_net(const std::string& kind, const NetParams& params) {
    return std::make_unique<NetTarget>(kind, params);
}

}  // namespace iovlab
