#include "core/kernel/real/target.h"

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <unistd.h>

namespace iovlab {

namespace {

struct PlainKind {
    const char* kind;
    const char* path;
    int flags;
    Given given;
};

// The worker must be given something even where its calls name nothing that is open.
constexpr std::array<PlainKind, 6> kKinds = {{
    {"null", "/dev/null", O_WRONLY, Given::Open},
    {"full", "/dev/full", O_WRONLY, Given::Open},
    {"zero", "/dev/zero", O_WRONLY, Given::Open},
    {"closed", "/dev/null", O_WRONLY, Given::Closed},
    {"directory", "/", O_RDONLY | O_DIRECTORY, Given::Open},
    {"minus-one", "/dev/null", O_WRONLY, Given::MinusOne},
}};

class PlainTarget final : public Target {
public:
    PlainTarget(const PlainKind& kind, bool reads)
        : kind_(kind), fd_(::open(kind.path, (reads ? kind.flags & ~O_WRONLY : kind.flags) | O_CLOEXEC)) {
        if (fd_ < 0) {
            throw refused_by_machine(fmt::format("{} cannot be opened", kind.path));
        }
    }
    ~PlainTarget() override { ::close(fd_); }
    PlainTarget(const PlainTarget&) = delete;
    PlainTarget& operator=(const PlainTarget&) = delete;

    int fd() const override { return fd_; }
    Given given() const override { return kind_.given; }

    TargetState state() const override {
        TargetState state{.kind = kind_.kind};
        if (kind_.given != Given::Open) return state;
        pollfd end{fd_, POLLOUT, 0};
        if (::poll(&end, 1, 0) >= 0) state.writable = (end.revents & POLLOUT) != 0;
        return state;
    }

private:
    const PlainKind& kind_;
    int fd_;
};

}  // namespace

std::unique_ptr<Target> open_plain_kind(const std::string& kind, bool reads) {
    for (const PlainKind& known : kKinds) {
        if (kind == known.kind) return std::make_unique<PlainTarget>(known, reads);
    }
    throw NoTarget("no target is called '" + kind + "'");
}

}  // namespace iovlab
