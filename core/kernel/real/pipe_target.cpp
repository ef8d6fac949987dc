#include "core/kernel/names.h"
#include "core/kernel/real/target.h"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <unistd.h>

namespace iovlab {

namespace {

class PipeTarget final : public Target {
public:
    explicit PipeTarget(const PipeParams& params) : reads_(params.reads) {
        int ends[2];
        if (::pipe2(ends, O_CLOEXEC) != 0) throw refused_by_machine("no pipe is to be had");
        read_end_ = ends[0];
        write_end_ = ends[1];
        try {
            set_up(params);
        } catch (...) {
            close_ends();
            throw;
        }
    }
    ~PipeTarget() override { close_ends(); }
    PipeTarget(const PipeTarget&) = delete;
    PipeTarget& operator=(const PipeTarget&) = delete;

    int fd() const override { return workers_end(); }

    TargetState state() const override {
        TargetState state{.kind = "pipe"};
        int queued = 0;
        // We keep the worker's end, so both questions can be asked after the other one has gone as well.
        if (::ioctl(workers_end(), FIONREAD, &queued) == 0) state.queued = queued;
        if (const int size = ::fcntl(workers_end(), F_GETPIPE_SZ); size >= 0) state.capacity = size;
        pollfd end{write_end_, POLLOUT, 0};
        if (write_end_ >= 0 && ::poll(&end, 1, 0) >= 0) state.writable = (end.revents & POLLOUT) != 0;
        state.reader_open = (reads_ ? write_end_ : read_end_) >= 0;
        return state;
    }

    std::size_t read(std::size_t max, std::vector<std::byte>& out) override {
        if (reads_ || read_end_ < 0 || max == 0) return 0;
        out.resize(std::min<std::size_t>(max, 1u << 20));
        const ssize_t got = ::read(read_end_, out.data(), out.size());
        out.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
        return out.size();
    }

    void close_reader() override { close_end(reads_ ? write_end_ : read_end_); }

    std::int64_t resize(std::uint64_t size) override {
        // The kernel takes an unsigned int.
        const int asked = static_cast<int>(static_cast<std::uint32_t>(std::min<std::uint64_t>(size, UINT32_MAX)));
        const int got = ::fcntl(workers_end(), F_SETPIPE_SZ, asked);
        return got < 0 ? -errno : got;
    }

private:
    int workers_end() const { return reads_ ? read_end_ : write_end_; }

    static void close_end(int& end) {
        if (end >= 0) ::close(end);
        end = -1;
    }

    void close_ends() {
        close_end(read_end_);
        close_end(write_end_);
    }

    void set_up(const PipeParams& params) {
        const int size = static_cast<int>(std::min<std::uint64_t>(params.capacity, 1u << 30));
        if (::fcntl(write_end_, F_SETPIPE_SZ, size) < 0) {
            throw NoTarget(
                fmt::format("this machine does not give a pipe of {} bytes: {}. "
                            "/proc/sys/fs/pipe-max-size tells the most it allows; ask for less",
                            params.capacity, errno_text(errno)));
        }
        const int packets = params.direct ? O_DIRECT : 0;
        const int nonblock = params.nonblock ? O_NONBLOCK : 0;
        // Preloading must not sleep, whatever the experiment's own flags are.
        ::fcntl(write_end_, F_SETFL, packets | O_NONBLOCK);
        ::fcntl(read_end_, F_SETFL, reads_ ? nonblock : O_NONBLOCK);
        if (!params.preload.empty()) {
            const ssize_t put = ::write(write_end_, params.preload.data(), params.preload.size());
            if (put != static_cast<ssize_t>(params.preload.size())) {
                throw NoTarget(fmt::format("the pipe took only {} of the {} bytes of preload", put > 0 ? put : 0,
                                           params.preload.size()));
            }
        }
        ::fcntl(write_end_, F_SETFL, packets | nonblock);
        if (!(reads_ ? params.writer_open : params.reader_open)) close_reader();
    }

    const bool reads_;  // the worker has the read end
    int read_end_ = -1;
    int write_end_ = -1;
};

}  // namespace

std::unique_ptr<Target> open_pipe(const PipeParams& params) {
    return std::make_unique<PipeTarget>(params);
}

}  // namespace iovlab
