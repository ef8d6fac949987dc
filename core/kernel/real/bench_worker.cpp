#include "core/kernel/real/bench_worker.h"

#include "core/kernel/names.h"
#include "core/kernel/real/spawning.h"
#include "core/worker/passing.h"
#include "core/worker/sound.h"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <ctime>
#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

namespace iovlab {

namespace {

using Fault = wire::BenchAnswer::Fault;

std::int64_t now_ns() {
    timespec now{};
    ::clock_gettime(CLOCK_MONOTONIC, &now);
    return static_cast<std::int64_t>(now.tv_sec) * 1'000'000'000 + now.tv_nsec;
}

wire::Way on_the_wire(BenchWay way) {
    switch (way) {
        case BenchWay::Writes:
            return wire::Way::Writes;
        case BenchWay::CopyWrite:
            return wire::Way::CopyWrite;
        case BenchWay::Copying:
            return wire::Way::Copying;
        case BenchWay::Writev:
            break;
    }
    return wire::Way::Writev;
}

wire::SinkKind on_the_wire(BenchInto into) {
    switch (into) {
        case BenchInto::File:
            return wire::SinkKind::File;
        case BenchInto::Pipe:
            return wire::SinkKind::Pipe;
        case BenchInto::Socket:
            return wire::SinkKind::Socket;
        case BenchInto::Device:
            break;
    }
    return wire::SinkKind::Device;
}

std::string fault_words(const wire::BenchAnswer& answer, const BenchQuestion& question) {
    const std::string list = fmt::format("a list of {} × {} bytes", question.count, question.size);
    switch (answer.fault) {
        case Fault::Memory:
            return fmt::format("there is no memory for {} ({})", list, errno_text(answer.error));
        case Fault::Call:
            return fmt::format("the sink takes no more of {}: {}", list, errno_text(answer.error));
        case Fault::Size:
            return fmt::format("the sink did not get every byte of {}; nothing was counted for it", list);
        case Fault::Content:
            return fmt::format("the sink got other bytes than those of {}; nothing was counted for it", list);
        case Fault::None:
            break;
    }
    return {};
}

}  // namespace

BenchWorker::BenchWorker(int sink, BenchInto into, std::uint64_t memory) {
    const SpawnedWorker spawned = spawn_worker({"bench"});
    pid_ = spawned.pid;
    wire_ = spawned.wire;
    try {
        set_up(sink, into, memory);
    } catch (...) {
        end();
        throw;
    }
}

BenchWorker::~BenchWorker() {
    end();
}

std::uint64_t BenchWorker::memory_for(std::uint64_t count, std::uint64_t size) {
    constexpr std::uint64_t kLine = 64;
    return count * ((size + kLine - 1) / kLine * kLine + kLine);
}

void BenchWorker::set_up(int sink, BenchInto into, std::uint64_t memory) {
    wire::BenchRequest request;
    request.setup = 1;
    request.first = {memory, on_the_wire(into), 0};
    wire::BenchAnswer answer;
    ssize_t got = -1;
    if (wire::send_with(wire_, &request, sizeof request, {sink})) {
        do {
            got = ::recv(wire_, &answer, sizeof answer, MSG_TRUNC);
        } while (got < 0 && errno == EINTR);
    }
    if (got != static_cast<ssize_t>(sizeof answer))
        throw std::runtime_error("the worker died before its first call");
    if (!wire::sound(answer)) throw std::runtime_error("the worker's answer means nothing");
    if (answer.fault != Fault::None)
        throw std::runtime_error("the worker has no memory for the lists: " + errno_text(answer.error));
    cage_ = cage_of(answer.cage);
}

/// True when the wire has something to say.
bool BenchWorker::await(int stop_fd, std::int64_t deadline_ns) const {
    for (;;) {
        const std::int64_t left = std::max<std::int64_t>(deadline_ns - now_ns(), 0);
        pollfd fds[2] = {{wire_, POLLIN, 0}, {stop_fd, POLLIN, 0}};
        const timespec wait{left / 1'000'000'000, left % 1'000'000'000};
        const int ready = ::ppoll(fds, 2, &wait, nullptr);
        if (ready < 0 && errno == EINTR) continue;
        if (fds[1].revents != 0 || ready <= 0) return false;
        return true;
    }
}

std::vector<BenchTiming> BenchWorker::measure(const BenchQuestion& question, int stop_fd,
                                              std::int64_t deadline_ns) {
    wire::BenchRequest request;
    request.measure.count = question.count;
    request.measure.size = question.size;
    request.measure.batch = std::clamp<std::uint64_t>(question.batch, 1, wire::kMaxBatch);
    request.measure.check = question.check_content;
    request.measure.ways = static_cast<std::uint32_t>(std::min(question.ways.size(), wire::kMaxWays));
    for (std::size_t i = 0; i < request.measure.ways; ++i) request.measure.way[i] = on_the_wire(question.ways[i]);
    // A worker that is dead already is noticed below.
    (void)::send(wire_, &request, sizeof request, MSG_NOSIGNAL);
    if (!await(stop_fd, deadline_ns)) {
        end();
        return {};
    }
    wire::BenchAnswer answer;
    const ssize_t got = ::recv(wire_, &answer, sizeof answer, MSG_TRUNC);
    if (got == static_cast<ssize_t>(sizeof(wire::Breach))) {
        std::int32_t number = -1;  // which a wire::Breach begins with
        std::memcpy(&number, &answer, sizeof number);
        throw BenchFault(breach_words(number));
    }
    if (got != static_cast<ssize_t>(sizeof answer)) {
        throw BenchFault(
            fmt::format("the worker {} while it sent {} × {} bytes", reap(), question.count, question.size));
    }
    if (!wire::sound(answer)) throw BenchFault("the worker's answer means nothing");
    if (answer.fault != Fault::None) throw BenchFault(fault_words(answer, question));
    std::vector<BenchTiming> timings;
    for (std::size_t i = 0; i < request.measure.ways; ++i) {
        const wire::BenchTimes& times = answer.times[i];
        timings.push_back({static_cast<double>(times.elapsed_ns) / static_cast<double>(request.measure.batch),
                           times.calls, times.shorts, times.bytes});
    }
    return timings;
}

std::string BenchWorker::reap() noexcept {
    if (pid_ <= 0) return "was ended";
    // It hung up, so it is dead or about to be; one that only lost its wire is no good either.
    siginfo_t info{};
    const timespec moment{0, 1'000'000};
    for (int looks = 0; looks < 100; ++looks) {
        info.si_pid = 0;
        if (::waitid(P_PID, static_cast<id_t>(pid_), &info, WEXITED | WNOHANG | WNOWAIT) == 0 && info.si_pid != 0)
            break;
        ::nanosleep(&moment, nullptr);
    }
    end();
    if (info.si_pid == 0) return "hung up";
    if (info.si_code == CLD_EXITED) return fmt::format("left with exit status {}", info.si_status);
    return "was killed by " + signal_name(info.si_status);
}

void BenchWorker::end() noexcept {
    if (wire_ >= 0) ::close(wire_);
    wire_ = -1;
    if (pid_ <= 0) return;
    ::kill(pid_, SIGKILL);  // not reaped yet, so the number is still its own
    while (::waitpid(pid_, nullptr, 0) < 0 && errno == EINTR) {
    }
    pid_ = -1;
}

}  // namespace iovlab
