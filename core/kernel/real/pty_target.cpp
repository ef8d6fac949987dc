#include "core/kernel/real/target.h"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <fcntl.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

namespace iovlab {

namespace {

// A terminal hands on what it got a moment later, by a thread of the kernel's.
constexpr int kMoment = 5;  // milliseconds

class PtyTarget final : public Target {
public:
    explicit PtyTarget(bool peer_open) : master_(::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK)) {
        char name[128];
        const bool made = master_ >= 0 && ::grantpt(master_) == 0 && ::unlockpt(master_) == 0 &&
                          ::ptsname_r(master_, name, sizeof name) == 0;
        if (made) slave_ = ::open(name, O_RDWR | O_NOCTTY | O_CLOEXEC);
        termios settings{};
        if (slave_ < 0 || ::tcgetattr(slave_, &settings) != 0) give_up();
        ::cfmakeraw(&settings);  // else the terminal would turn each \n into \r\n
        if (::tcsetattr(slave_, TCSANOW, &settings) != 0) give_up();
        if (!peer_open) close_reader();
    }
    ~PtyTarget() override { close_ends(); }
    PtyTarget(const PtyTarget&) = delete;
    PtyTarget& operator=(const PtyTarget&) = delete;

    int fd() const override { return slave_; }

    TargetState state() const override {
        TargetState state{.kind = "pty"};
        int queued = 0;
        pollfd in{master_, POLLIN, 0};
        if (master_ >= 0) {
            ::poll(&in, 1, kMoment);
            if (::ioctl(master_, FIONREAD, &queued) == 0) state.queued = queued;
        }
        pollfd out{slave_, POLLOUT, 0};
        if (::poll(&out, 1, 0) >= 0) state.writable = (out.revents & POLLOUT) != 0;
        state.reader_open = master_ >= 0;
        return state;
    }

    std::size_t read(std::size_t max, std::vector<std::byte>& out) override {
        out.clear();
        if (master_ < 0 || max == 0) return 0;
        out.resize(std::min<std::size_t>(max, 1u << 16));
        const ssize_t got = ::read(master_, out.data(), out.size());
        out.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
        return out.size();
    }

    void close_reader() override {
        if (master_ >= 0) ::close(master_);
        master_ = -1;
    }

private:
    [[noreturn]] void give_up() {
        const NoTarget why = refused_by_machine("no pseudoterminal is to be had (/dev/ptmx)");
        close_ends();
        throw why;
    }
    void close_ends() {
        close_reader();
        if (slave_ >= 0) ::close(slave_);
        slave_ = -1;
    }

    int master_;
    int slave_ = -1;
};

}  // namespace

std::unique_ptr<Target> open_pty(bool peer_open) {
    return std::make_unique<PtyTarget>(peer_open);
}

}  // namespace iovlab
