#include "core/kernel/names.h"
#include "core/kernel/real/descriptor.h"
#include "core/kernel/real/target.h"

#include <cerrno>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <unistd.h>

namespace iovlab {

namespace {

class MemfdTarget final : public Target {
public:
    explicit MemfdTarget(const MemfdParams& params)
        : fd_(::memfd_create("iovlab", MFD_CLOEXEC | MFD_ALLOW_SEALING)) {
        if (fd_ < 0) throw refused_by_machine("no memory file is to be had (memfd_create)");
        try {
            set_up(params);
        } catch (...) {
            ::close(fd_);
            throw;
        }
    }
    ~MemfdTarget() override { ::close(fd_); }
    MemfdTarget(const MemfdTarget&) = delete;
    MemfdTarget& operator=(const MemfdTarget&) = delete;

    int fd() const override { return fd_; }

    TargetState state() const override {
        TargetState state{.kind = "memfd"};
        add_file_state(state, fd_, fd_);
        return state;
    }
    std::size_t read_file(std::uint64_t at, std::span<std::byte> out) override { return read_at(fd_, at, out); }
    std::optional<FileSystem> file_system() const override { return file_system_of(fd_); }

private:
    void set_up(const MemfdParams& params) {
        if (::ftruncate(fd_, static_cast<off_t>(params.size)) != 0) {
            throw NoTarget(
                fmt::format("a memory file of {} bytes is not to be had: {}", params.size, errno_text(errno)));
        }
        // F_SEAL_SEAL forbids every later seal: it must come last.
        for (const std::string& name : params.seals) {
            if (name != "F_SEAL_SEAL") seal(name);
        }
        for (const std::string& name : params.seals) {
            if (name == "F_SEAL_SEAL") seal(name);
        }
    }

    void seal(const std::string& name) {
        if (::fcntl(fd_, F_ADD_SEALS, seal_from(name).value_or(0)) == 0) return;
        throw NoTarget(
            fmt::format("this kernel does not set the seal {} on a memory file: {}", name, errno_text(errno)));
    }

    int fd_;
};

}  // namespace

std::unique_ptr<Target> open_memfd(const MemfdParams& params) {
    return std::make_unique<MemfdTarget>(params);
}

}  // namespace iovlab
