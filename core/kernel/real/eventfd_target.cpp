#include "core/kernel/real/target.h"

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

namespace iovlab {

namespace {

class EventfdTarget final : public Target {
public:
    explicit EventfdTarget(const EventfdParams& params)
        : fd_(::eventfd(0, EFD_CLOEXEC | (params.nonblock ? EFD_NONBLOCK : 0))) {
        if (fd_ < 0) throw refused_by_machine("no eventfd is to be had");
        // eventfd(2)'s own argument has 32 bits only; from 0 no value up to the largest can sleep.
        const bool set =
            params.value == 0 || ::write(fd_, &params.value, sizeof params.value) == sizeof params.value;
        if (!set || value() != params.value) {
            ::close(fd_);
            throw NoTarget(
                fmt::format("this machine does not tell an eventfd's counter (in /proc/self/fdinfo), or "
                            "does not set it to {}",
                            params.value));
        }
    }
    ~EventfdTarget() override { ::close(fd_); }
    EventfdTarget(const EventfdTarget&) = delete;
    EventfdTarget& operator=(const EventfdTarget&) = delete;

    int fd() const override { return fd_; }

    TargetState state() const override {
        TargetState state{.kind = "eventfd"};
        state.value = value();
        pollfd end{fd_, POLLOUT, 0};
        if (::poll(&end, 1, 0) >= 0) state.writable = (end.revents & POLLOUT) != 0;
        return state;
    }

private:
    // Reading the descriptor would reset the counter: proc(5) tells it without.
    std::optional<std::uint64_t> value() const {
        const int info = ::open(fmt::format("/proc/self/fdinfo/{}", fd_).c_str(), O_RDONLY | O_CLOEXEC);
        if (info < 0) return std::nullopt;
        std::array<char, 512> text{};
        const ssize_t got = ::read(info, text.data(), text.size() - 1);
        ::close(info);
        const char* count = got > 0 ? std::strstr(text.data(), "eventfd-count:") : nullptr;
        if (!count) return std::nullopt;
        return std::strtoull(count + std::strlen("eventfd-count:"), nullptr, 16);
    }

    int fd_;
};

}  // namespace

std::unique_ptr<Target> open_eventfd(const EventfdParams& params) {
    return std::make_unique<EventfdTarget>(params);
}

}  // namespace iovlab
