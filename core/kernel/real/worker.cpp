#include "core/kernel/real/worker.h"

#include "core/kernel/real/spawning.h"
#include "core/worker/passing.h"
#include "core/worker/wire.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <fcntl.h>
#include <fmt/format.h>
#include <linux/sockios.h>
#include <poll.h>
#include <spawn.h>
#include <stdexcept>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace iovlab {

namespace {

#if defined(SYS_poll)
constexpr long kPoll = SYS_poll;
#else
constexpr long kPoll = SYS_ppoll;  // newer machines have no poll of its own: the C library makes it of this
#endif

[[noreturn]] void fail(const std::string& what, int error) {
    throw std::system_error(error, std::generic_category(), what);
}

std::int64_t now_ns() {
    timespec now{};
    ::clock_gettime(CLOCK_MONOTONIC, &now);
    return static_cast<std::int64_t>(now.tv_sec) * 1'000'000'000 + now.tv_nsec;
}

wire::Make make_of(Op op) {
    switch (op) {
        case Op::Pwritev:
            return wire::Make::Pwritev;
        case Op::Pwritev2:
            return wire::Make::Pwritev2;
        case Op::Write:
        case Op::Writes:
            return wire::Make::Write;
        case Op::CopyWrite:
            return wire::Make::CopyWrite;
        case Op::Writev:
            break;
        case Op::Readv:
            return wire::Make::Readv;
        case Op::Preadv:
            return wire::Make::Preadv;
    }
    return wire::Make::Writev;
}

long number_of(wire::Make make) {
    switch (make) {
        case wire::Make::Writev:
            return SYS_writev;
        case wire::Make::Pwritev:
            return SYS_pwritev;
        case wire::Make::Pwritev2:
            return SYS_pwritev2;
        case wire::Make::Readv:
            return SYS_readv;
        case wire::Make::Preadv:
            return SYS_preadv;
        case wire::Make::Write:
        case wire::Make::CopyWrite:
            break;
    }
    return SYS_write;
}

// What came in place of an answer: a wire::Breach begins with the number.
int breach_in(const wire::Answer& answer) {
    std::int32_t number = -1;
    std::memcpy(&number, &answer, sizeof number);
    return number;
}

// Reads a /proc file from its start into `text`. Its text is made anew at each read.
bool read_proc(int fd, std::array<char, 512>& text) {
    const ssize_t got = ::pread(fd, text.data(), text.size() - 1, 0);
    if (got <= 0) return false;
    text[static_cast<std::size_t>(got)] = '\0';
    return true;
}

}  // namespace

Worker::Worker(const WorkerSetup& setup) {
    try {
        spawn();
        set_up(setup);
    } catch (...) {
        end();
        close_all();
        throw;
    }
}

Worker::~Worker() {
    end();
    close_all();
}

void Worker::close_all() {
    for (int* fd : {&pid_fd_, &wire_, &sheet_fd_, &stat_fd_, &syscall_fd_}) {
        if (*fd >= 0) ::close(*fd);
        *fd = -1;
    }
    if (sheet_) ::munmap(sheet_, wire::kSheetSize);
    sheet_ = nullptr;
}

void Worker::spawn() {
    const SpawnedWorker spawned = spawn_worker();
    pid_ = spawned.pid;
    wire_ = spawned.wire;
    // Safe: the process cannot be reaped by anybody else, so the number is still its own.
    pid_fd_ = static_cast<int>(::syscall(SYS_pidfd_open, pid_, 0));
    if (pid_fd_ < 0) fail("no descriptor for the worker (pidfd_open needs Linux 5.3)", errno);
    stat_fd_ = ::open(fmt::format("/proc/{}/stat", pid_).c_str(), O_RDONLY | O_CLOEXEC);
    syscall_fd_ = ::open(fmt::format("/proc/{}/syscall", pid_).c_str(), O_RDONLY | O_CLOEXEC);
}

void Worker::set_up(const WorkerSetup& setup) {
    sheet_fd_ = ::memfd_create("iovlab-sheet", MFD_CLOEXEC);
    if (sheet_fd_ < 0 || ::ftruncate(sheet_fd_, wire::kSheetSize) != 0)
        fail("no memory shared with the worker", errno);
    void* map = ::mmap(nullptr, wire::kSheetSize, PROT_READ | PROT_WRITE, MAP_SHARED, sheet_fd_, 0);
    if (map == MAP_FAILED) fail("no memory shared with the worker", errno);
    sheet_ = static_cast<std::byte*>(map);

    const auto mappings = setup.arena->mappings();
    if (mappings.size() * sizeof(wire::SheetMapping) > wire::kSheetSize) {
        throw std::runtime_error("the experiment has too many buffers for one worker");
    }
    for (std::size_t i = 0; i < mappings.size(); ++i) {
        const wire::SheetMapping record{mappings[i].address, mappings[i].size, mappings[i].file_offset};
        std::memcpy(sheet_ + i * sizeof record, &record, sizeof record);
    }
    wire::Request request;
    request.setup = {.reserve_at = kArenaBase,
                     .reserve_size = setup.arena->reserve(),
                     .mappings = static_cast<std::uint32_t>(mappings.size()),
                     .has_file_limit = setup.file_size.has_value(),
                     .file_limit = setup.file_size.value_or(0),
                     .sigpipe_default = setup.sigpipe_default,
                     .sigxfsz_default = setup.sigxfsz_default,
                     .signal = setup.signal,
                     .restart = setup.restart,
                     .target = setup.given == Given::MinusOne ? -1 : wire::kTargetFd,
                     .close_target = setup.given != Given::Open,
                     .reads = setup.reads};
    const int fds[3] = {setup.target_fd, setup.arena->fd(), sheet_fd_};
    if (!wire::send_with(wire_, &request, sizeof request, fds))
        throw std::runtime_error(fmt::format("the worker does not listen: {}", std::strerror(errno)));

    wire::SetupAnswer answer;
    ssize_t got = 0;
    do {
        got = ::recv(wire_, &answer, sizeof answer, MSG_TRUNC);
    } while (got < 0 && errno == EINTR);
    if (got != static_cast<ssize_t>(sizeof answer))
        throw std::runtime_error("the worker died before its first call");
    cage_ = cage_of(answer.cage);
    if (answer.error != 0) fail("the worker cannot map the buffers or set its limits", answer.error);
    look(setup.sight);
}

// What this machine shows of the worker: its own child, and still it may be hidden.
void Worker::look(Sight most) {
    std::array<char, 512> text;
    const bool call = read_proc(syscall_fd_, text);
    const bool state = read_proc(stat_fd_, text);
    sight_ = std::min(most, !state ? Sight::Nothing : call ? Sight::Call : Sight::State);
}

void Worker::send_request(const void* request, std::size_t size) {
    outcome_ = {};
    seen_asleep_ = false;
    if (alive()) killed_ = false;
    // A worker that was killed from outside is noticed by poll(), as the call's outcome.
    if (alive() && ::send(wire_, request, size, MSG_NOSIGNAL) < 0 && errno != EPIPE && errno != ECONNRESET) {
        throw std::runtime_error(fmt::format("the worker does not listen: {}", std::strerror(errno)));
    }
}

void Worker::start(const Call& call) {
    if (call.list.size() > wire::kMaxIov) throw std::logic_error("a call with too many entries");
    const bool of_one = call.op == Op::Write || call.op == Op::Writes;
    if (of_one && call.list.empty()) throw std::logic_error("a write of no entry");
    for (std::size_t i = 0; i < call.list.size(); ++i) {
        const Iov iov = call.list[i];
        const wire::SheetIov record{iov.base, iov.length};
        std::memcpy(sheet_ + i * sizeof record, &record, sizeof record);
    }
    wire::Request request;
    request.ask = wire::Ask::Call;
    request.call = {.make = make_of(call.op),
                    .iovs = static_cast<std::uint32_t>(call.list.size()),
                    .bad_array = call.bad_array,
                    .flags = call.flags,
                    .count = call.iovcnt(),
                    .offset = call.offset,
                    .copy_first = call.copy_first};
    calling_ = number_of(request.call.make);
    send_request(&request, sizeof request);
}

void Worker::start_wait() {
    wire::Request request;
    request.ask = wire::Ask::Wait;
    calling_ = kPoll;
    send_request(&request, sizeof request);
}

Progress Worker::take_answer() {
    wire::Answer answer;
    ssize_t got = 0;
    do {
        got = ::recv(wire_, &answer, sizeof answer, MSG_DONTWAIT);
    } while (got < 0 && errno == EINTR);
    if (got < 0 && errno == EAGAIN) return Progress::Running;
    if (got == static_cast<ssize_t>(sizeof(wire::Breach)))
        throw std::runtime_error(breach_words(breach_in(answer)));
    if (got == static_cast<ssize_t>(sizeof answer)) {
        if (answer.result >= 0) outcome_.result = answer.result;
        outcome_.error = answer.error;
        outcome_.handled = static_cast<int>(answer.handled);
        outcome_.elapsed_ns = answer.elapsed_ns;
    } else {  // it hung up: it is dead, or will be in a moment
        reap();
        if (!by_signal_) throw std::runtime_error(fmt::format("the worker left with exit status {}", status_));
        if (killed_) {
            outcome_.blocked = true;
        } else {
            outcome_.signal = status_;
        }
    }
    calling_ = -1;
    return Progress::Finished;
}

// The letter of /proc/PID/stat; '?' where it cannot be seen.
char Worker::state() const {
    std::array<char, 512> text;
    if (sight_ == Sight::Nothing || !read_proc(stat_fd_, text)) return '?';
    const char* name_end = std::strrchr(text.data(), ')');
    return name_end && name_end[1] == ' ' ? name_end[2] : '?';
}

bool Worker::at_work() const {
    const char now = state();
    return now == 'R' || now == 't';
}

// unix(7), SIOCOUTQ: nothing of what was sent waits to be received.
bool Worker::request_taken() const {
    int waiting = 0;
    return ::ioctl(wire_, SIOCOUTQ, &waiting) == 0 && waiting == 0;
}

bool Worker::asleep() const {
    // The state tells a wait that can be woken (S) from the short ones that cannot (D: a page fault, a lock). Where
    // it sleeps, `syscall` says: it has a number only then. Where that is hidden: a worker that has taken its
    // request sleeps in the call, or its answer lies on the wire.
    if (sight_ == Sight::Nothing) return false;
    std::array<char, 512> text;
    if (sight_ == Sight::State) return request_taken() && state() == 'S';
    if (!read_proc(syscall_fd_, text) || std::strtol(text.data(), nullptr, 10) != calling_ || text[0] == 'r')
        return false;
    return state() == 'S';
}

Progress Worker::poll(int timeout_ms, int wake_fd) {
    if (calling_ < 0) return Progress::Finished;
    const std::int64_t end = now_ns() + static_cast<std::int64_t>(timeout_ms) * 1'000'000;
    std::int64_t slice = 50'000;  // most calls answer within this; later looks are rarer
    for (;;) {
        const std::int64_t left = end - now_ns();
        const std::int64_t nap =
            std::clamp<std::int64_t>(seen_asleep_ ? left : std::min(left, slice), 0, left > 0 ? left : 0);
        pollfd fds[2] = {{wire_, POLLIN, 0}, {wake_fd, POLLIN, 0}};
        const timespec wait{nap / 1'000'000'000, nap % 1'000'000'000};
        const int ready = ::ppoll(fds, 2, &wait, nullptr);
        if (ready > 0 && fds[0].revents != 0) return take_answer();
        if (!seen_asleep_ && asleep()) {
            if (take_answer() == Progress::Finished) return Progress::Finished;  // it answered and sleeps in recv
            seen_asleep_ = true;
            return Progress::Asleep;
        }
        if ((ready > 0 && fds[1].revents != 0) || now_ns() >= end) {
            return seen_asleep_ ? Progress::Asleep : Progress::Running;
        }
        slice = std::min<std::int64_t>(slice * 2, 1'000'000);
    }
}

void Worker::signal(int number) {
    stirred();
    // A pidfd never hits a stranger, also when the worker is gone already.
    if (pid_fd_ >= 0) ::syscall(SYS_pidfd_send_signal, pid_fd_, number, nullptr, 0);
}

void Worker::kill() {
    if (!alive()) return;
    killed_ = true;
    end();
    // It may have answered in the meantime: then that is the outcome, and nothing was blocked.
    if (calling_ < 0 || take_answer() == Progress::Finished) return;
    outcome_.blocked = true;
    calling_ = -1;
}

void Worker::end() noexcept {
    if (!alive()) return;
    if (pid_fd_ >= 0) {
        ::syscall(SYS_pidfd_send_signal, pid_fd_, SIGKILL, nullptr, 0);
    } else {
        ::kill(pid_, SIGKILL);
    }
    reap();
}

// Whether the process, told to end, does so. A disk that does not answer can hold it for longer than anybody waits.
bool Worker::exits() const noexcept {
    constexpr std::int64_t patience = 3'000'000'000;
    if (pid_fd_ < 0) return true;
    const std::int64_t end = now_ns() + patience;
    for (std::int64_t left = patience; left > 0; left = end - now_ns()) {
        pollfd over{pid_fd_, POLLIN, 0};
        const timespec wait{left / 1'000'000'000, left % 1'000'000'000};
        if (::ppoll(&over, 1, &wait, nullptr) > 0) return true;
    }
    return false;
}

void Worker::reap() noexcept {
    if (!alive()) return;
    if (!exits()) {
        by_signal_ = true;
        status_ = SIGKILL;
        pid_ = -1;
        return;
    }
    siginfo_t info{};
    while (::waitid(P_PID, static_cast<id_t>(pid_), &info, WEXITED) != 0 && errno == EINTR) {
    }
    by_signal_ = info.si_code == CLD_KILLED || info.si_code == CLD_DUMPED;
    status_ = info.si_status;
    pid_ = -1;
}

}  // namespace iovlab
