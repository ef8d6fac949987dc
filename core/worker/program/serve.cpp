#include "core/worker/program/serve.h"

#include "core/worker/program/memory.h"

#include <cerrno>
#include <csignal>
#include <ctime>
#include <poll.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

namespace iovlab {

namespace {

volatile std::sig_atomic_t handled = 0;
int target_fd = wire::kTargetFd;
short awaited = POLLOUT;

void count(int) {
    handled = handled + 1;
}

std::int64_t now_ns() {
    timespec now{};
    ::clock_gettime(CLOCK_MONOTONIC, &now);
    return static_cast<std::int64_t>(now.tv_sec) * 1'000'000'000 + now.tv_nsec;
}

// Raw system calls: the C library's wrappers may fall back to something else, and this is about what the kernel
// says. The kernel takes pwritev's offset in two halves; on a 64-bit machine the first holds it all.
long make_call(const wire::CallRequest& call, const iovec* array, const std::byte* bytes, std::size_t size) {
    // As the C library passes an int: a count of -1 reaches the kernel, and strace, as 4294967295.
    const long count = static_cast<std::uint32_t>(call.count);
    switch (call.make) {
        case wire::Make::Writev:
            return ::syscall(SYS_writev, target_fd, array, count);
        case wire::Make::Pwritev:
            return ::syscall(SYS_pwritev, target_fd, array, count, call.offset, 0L);
        case wire::Make::Pwritev2:
            return ::syscall(SYS_pwritev2, target_fd, array, count, call.offset, 0L, call.flags);
        case wire::Make::Write:
            return ::syscall(SYS_write, target_fd, array[0].iov_base, array[0].iov_len);
        case wire::Make::CopyWrite:
            return ::syscall(SYS_write, target_fd, bytes, size);
        case wire::Make::Readv:
            return ::syscall(SYS_readv, target_fd, array, count);
        case wire::Make::Preadv:
            return ::syscall(SYS_preadv, target_fd, array, count, call.offset, 0L);
    }
    errno = ENOSYS;
    return -1;
}

wire::Answer answer_call(const wire::CallRequest& call) {
    wire::Answer answer;
    const std::byte* bytes = nullptr;
    const iovec* array = nullptr;
    std::size_t size = 0;
    if (call.make == wire::Make::CopyWrite) {
        bytes = join(call.iovs, size);
        if (!bytes) return {.result = -1, .error = ENOMEM};
    } else {
        if (call.make == wire::Make::Write && call.iovs == 0) return {.result = -1, .error = EINVAL};
        array = call.bad_array ? unreadable_array() : iov_array(call.iovs);
        if (call.copy_first > 0 && !copy_first(call.iovs, call.copy_first)) return {.result = -1, .error = ENOMEM};
    }
    const std::int64_t began = now_ns();
    answer.result = make_call(call, array, bytes, size);
    answer.error = answer.result < 0 ? errno : 0;
    answer.elapsed_ns = now_ns() - began;
    return answer;
}

wire::Answer answer_wait() {
    wire::Answer answer;
    pollfd target{target_fd, awaited, 0};
    const std::int64_t began = now_ns();
    answer.result = ::poll(&target, 1, -1);
    answer.error = answer.result < 0 ? errno : 0;
    answer.elapsed_ns = now_ns() - began;
    return answer;
}

int handle(int number, bool restart) {
    struct sigaction action {};
    action.sa_handler = count;
    action.sa_flags = restart ? SA_RESTART : 0;
    return ::sigaction(number, &action, nullptr) == 0 ? 0 : errno;
}

}  // namespace

int take_signals(const wire::Setup& setup) {
    ::signal(SIGPIPE, setup.sigpipe_default ? SIG_DFL : SIG_IGN);
    ::signal(SIGXFSZ, setup.sigxfsz_default ? SIG_DFL : SIG_IGN);
    if (const int error = handle(SIGUSR1, false)) return error;
    return setup.signal != 0 ? handle(setup.signal, setup.restart != 0) : 0;
}

int serve(int target, bool reads) {
    target_fd = target;
    awaited = reads ? POLLIN : POLLOUT;
    for (;;) {
        wire::Request request;
        const ssize_t got = ::recv(wire::kWireFd, &request, sizeof request, 0);
        if (got < 0 && errno == EINTR) continue;
        if (got != static_cast<ssize_t>(sizeof request)) return got == 0 ? 0 : 1;
        wire::Answer answer = request.ask == wire::Ask::Call ? answer_call(request.call) : answer_wait();
        answer.handled = static_cast<std::uint32_t>(handled);
        handled = 0;
        if (::send(wire::kWireFd, &answer, sizeof answer, MSG_NOSIGNAL) < 0) return 1;
    }
}

}  // namespace iovlab
