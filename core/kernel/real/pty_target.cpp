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
constexpr int kPtyPatience = 1000;  // milliseconds, for what is known to be on its way
constexpr int kPtyQuiet = 100;      // milliseconds without a byte: then there is none

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

    /// FIONREAD sees one line buffer of what may lie in several: what the calls have put in and nobody has read is
    /// known from their results. While a call sleeps, what is seen is the least that it has put in.
    TargetState state() const override {
        TargetState state{.kind = "pty"};
        if (master_ >= 0) state.queued = static_cast<std::int64_t>(waiting());
        pollfd out{slave_, POLLOUT, 0};
        if (::poll(&out, 1, 0) >= 0) state.writable = (out.revents & POLLOUT) != 0;
        state.reader_open = master_ >= 0;
        return state;
    }

    std::size_t read(std::size_t max, std::vector<std::byte>& out) override {
        out.clear();
        if (master_ < 0 || max == 0) return 0;
        max = std::min<std::size_t>(max, 1u << 16);
        if (!held_.empty()) {
            const auto end = held_.begin() + static_cast<std::ptrdiff_t>(std::min(max, held_.size()));
            out.assign(held_.begin(), end);
            held_.erase(held_.begin(), end);
        } else {
            read_master(max, put_ > gone_ ? kPtyPatience : 0, out);
        }
        gone_ += out.size();
        return out.size();
    }

    void call_began() override { under_way_ = true; }
    void call_ended(std::uint64_t bytes) override {
        put_ += bytes;
        under_way_ = false;
    }

    /// All that the dead caller had put in is read out now, and so counted; it waits here for its reader.
    void caller_gone() override {
        std::vector<std::byte> part;
        while (master_ >= 0 && read_master(1u << 16, kPtyQuiet, part))
            held_.insert(held_.end(), part.begin(), part.end());
        put_ = gone_ + held_.size();
        under_way_ = false;
    }

    void close_reader() override {
        if (master_ >= 0) ::close(master_);
        master_ = -1;
    }

private:
    std::uint64_t waiting() const {
        pollfd out{slave_, POLLOUT, 0};
        // A call that finds no room has put in what is on its way.
        if (under_way_ && ::poll(&out, 1, 0) == 0) {
            pollfd in{master_, POLLIN, 0};
            ::poll(&in, 1, kPtyQuiet);
        }
        int seen = 0;
        if (::ioctl(master_, FIONREAD, &seen) != 0 || seen < 0) seen = 0;
        return std::max<std::uint64_t>(
            {put_ > gone_ ? put_ - gone_ : 0, static_cast<std::uint64_t>(seen), held_.size()});
    }

    /// One read(2), once there is something, for at most `patience` milliseconds.
    bool read_master(std::size_t max, int patience, std::vector<std::byte>& out) {
        pollfd in{master_, POLLIN, 0};
        if (patience > 0) ::poll(&in, 1, patience);
        out.resize(max);
        const ssize_t got = ::read(master_, out.data(), out.size());
        out.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
        return got > 0;
    }

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
    std::uint64_t put_ = 0;        // bytes that calls have put in, as far as is known
    std::uint64_t gone_ = 0;       // bytes that the reader took
    bool under_way_ = false;       // a call is
    std::vector<std::byte> held_;  // read out when the caller was gone, for the reader
};

}  // namespace

std::unique_ptr<Target> open_pty(bool peer_open) {
    return std::make_unique<PtyTarget>(peer_open);
}

}  // namespace iovlab
