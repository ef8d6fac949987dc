#include "core/kernel/names.h"
#include "core/kernel/real/descriptor.h"
#include "core/kernel/real/target.h"

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <fmt/format.h>
#include <linux/sockios.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

namespace iovlab {

namespace {

class UnixTarget final : public Target {
public:
    UnixTarget(std::string kind, const UnixParams& params) : kind_(std::move(kind)), type_(params.type) {
        open_ends(params);
        try {
            set_up(params);
        } catch (...) {
            close_ends();
            throw;
        }
    }
    ~UnixTarget() override { close_ends(); }
    UnixTarget(const UnixTarget&) = delete;
    UnixTarget& operator=(const UnixTarget&) = delete;

    int fd() const override { return ours_; }

    TargetState state() const override {
        TargetState state{.kind = kind_};
        if (theirs_ >= 0) state.queued = queued();
        int size = 0;
        socklen_t length = sizeof size;
        if (::getsockopt(ours_, SOL_SOCKET, SO_SNDBUF, &size, &length) == 0) state.capacity = size;
        int charged = 0;
        if (::ioctl(ours_, SIOCOUTQ, &charged) == 0) state.charged = charged;
        state.writable = is_writable(ours_);
        state.reader_open = theirs_ >= 0;
        return state;
    }

    std::size_t read(std::size_t max, std::vector<std::byte>& out) override {
        out.clear();
        if (theirs_ < 0 || max == 0) return 0;
        out.resize(std::min<std::size_t>(max, 1u << 20));
        ssize_t got = 0;
        do {  // a message without bytes tells a reader of bytes nothing
            got = ::recv(theirs_, out.data(), out.size(), MSG_DONTWAIT);
        } while (got == 0 && type_ != SOCK_STREAM);
        out.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
        return out.size();
    }

    void close_reader() override {
        if (theirs_ >= 0) ::close(theirs_);
        theirs_ = -1;
    }

private:
    void open_ends(const UnixParams& params) {
        const int type = type_ | SOCK_CLOEXEC;
        int pair[2] = {-1, -1};
        if (params.peer == Peer::None) {
            pair[0] = ::socket(AF_UNIX, type, 0);
        } else if (::socketpair(AF_UNIX, type, 0, pair) != 0) {
            pair[0] = -1;
        }
        if (pair[0] < 0) throw refused_by_machine("no unix socket is to be had");
        ours_ = pair[0];
        theirs_ = pair[1];
    }

    void set_up(const UnixParams& params) {
        if (params.sndbuf) {
            const int size = static_cast<int>(std::min<std::uint64_t>(*params.sndbuf, 1u << 30));
            if (::setsockopt(ours_, SOL_SOCKET, SO_SNDBUF, &size, sizeof size) != 0)
                throw NoTarget("SO_SNDBUF cannot be set on a unix socket here: " + errno_text(errno));
        }
        if (params.timeout_s) {
            const double whole = std::floor(*params.timeout_s);
            timeval wait{static_cast<time_t>(whole), static_cast<suseconds_t>((*params.timeout_s - whole) * 1e6)};
            if (wait.tv_sec == 0 && wait.tv_usec == 0) wait.tv_usec = 1;  // zero would mean: for ever
            if (::setsockopt(ours_, SOL_SOCKET, SO_SNDTIMEO, &wait, sizeof wait) != 0)
                throw NoTarget("SO_SNDTIMEO cannot be set on a unix socket here: " + errno_text(errno));
        }
        // What a peer leaves unread is one byte of ours, put there before it goes.
        if (params.peer == Peer::ClosedUnread && ::send(ours_, ".", 1, MSG_DONTWAIT | MSG_NOSIGNAL) != 1) {
            throw NoTarget("the unix socket did not take the byte that its peer leaves unread: " +
                           errno_text(errno));
        }
        if (!params.sent.empty()) {
            const ssize_t put =
                theirs_ < 0 ? -1 : ::send(theirs_, params.sent.data(), params.sent.size(), MSG_DONTWAIT);
            if (put != static_cast<ssize_t>(params.sent.size()))
                throw NoTarget(fmt::format("the socket took only {} of the {} bytes that its peer sends",
                                           put > 0 ? put : 0, params.sent.size()));
        }
        if (params.nonblock) set_nonblocking(ours_);
        if (params.peer == Peer::Closed || params.peer == Peer::ClosedUnread) close_reader();
    }

    std::int64_t queued() const {
        if (type_ == SOCK_DGRAM) return bytes_in_datagrams(theirs_);
        int bytes = 0;
        return ::ioctl(theirs_, FIONREAD, &bytes) == 0 ? bytes : 0;
    }

    void close_ends() {
        close_reader();
        ::close(ours_);
    }

    std::string kind_;
    int type_;
    int ours_ = -1;
    int theirs_ = -1;
};

}  // namespace

std::unique_ptr<Target> open_unix(const std::string& kind, const UnixParams& params) {
    return std::make_unique<UnixTarget>(kind, params);
}

}  // namespace iovlab
