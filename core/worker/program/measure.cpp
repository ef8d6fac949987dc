#include "core/worker/program/measure.h"

#include "core/worker/passing.h"
#include "core/worker/program/confine.h"
#include "core/worker/program/ways.h"
#include "core/worker/sound.h"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <ctime>
#include <linux/sockios.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>
#include <vector>

namespace iovlab {

namespace {

using Fault = wire::BenchAnswer::Fault;

// An entry begins at a cache line of its own, with another one free behind it: entries that happened to lie one
// behind the other in memory would make joining them look too cheap.
constexpr std::uint64_t kLine = 64;
// Address space of the program itself; a way of sending copies a list at most twice.
constexpr std::uint64_t kOwnMemory = 256u << 20;
// Comparing more would take longer than measuring.
constexpr std::uint64_t kMaxCompared = 4u << 20;

std::int64_t now_ns() {
    timespec now{};
    ::clock_gettime(CLOCK_MONOTONIC, &now);
    return static_cast<std::int64_t>(now.tv_sec) * 1'000'000'000 + now.tv_nsec;
}

/// The median of many: what two readings of the clock add to what lies between them.
std::int64_t clock_cost() {
    std::vector<std::int64_t> costs;
    for (int i = 0; i < 201; ++i) {
        const std::int64_t began = now_ns();
        costs.push_back(now_ns() - began);
    }
    std::nth_element(costs.begin(), costs.begin() + 100, costs.end());
    return costs[100];
}

class Measurer {
public:
    bool set_up(const wire::BenchSetup& setup, int sink) {
        sink_ = sink;
        kind_ = setup.sink;
        size_ = setup.memory;
        void* map = ::mmap(nullptr, size_, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if (map == MAP_FAILED) return false;
        memory_ = static_cast<std::byte*>(map);
        std::uint64_t random = 0x9E3779B97F4A7C15;  // no two entries alike, so that a wrong order is seen
        for (std::uint64_t at = 0; at + sizeof random <= size_; at += sizeof random) {
            random = random * 6364136223846793005u + 1442695040888963407u;
            std::memcpy(memory_ + at, &random, sizeof random);
        }
        clock_cost_ = clock_cost();
        return true;
    }

    wire::BenchAnswer measure(const wire::BenchMeasure& wanted) {
        wire::BenchAnswer answer;
        if (!lay_out(wanted) || wanted.ways > wire::kMaxWays) {
            answer.fault = Fault::Memory;
            answer.error = ENOMEM;
            return answer;
        }
        for (std::uint32_t i = 0; i < wanted.ways && answer.fault == Fault::None; ++i) {
            answer.which = i;
            answer.fault = kind_ == wire::SinkKind::File ? into_file(wanted, wanted.way[i], answer.times[i])
                                                         : into_stream(wanted, wanted.way[i], answer.times[i]);
            if (answer.fault == Fault::Call) answer.error = error_;
        }
        return answer;
    }

private:
    bool lay_out(const wire::BenchMeasure& wanted) {
        const std::uint64_t step = (wanted.size + kLine - 1) / kLine * kLine + kLine;
        if (wanted.size == 0 || wanted.count == 0 || wanted.batch == 0 || wanted.size > size_ || step > size_ ||
            wanted.count > size_ / step) {
            return false;
        }
        list_.clear();
        for (std::uint64_t i = 0; i < wanted.count; ++i) list_.push_back({memory_ + i * step, wanted.size});
        return true;
    }

    /// A file is emptied before each list, outside of the time that is taken.
    Fault into_file(const wire::BenchMeasure& wanted, wire::Way way, wire::BenchTimes& times) {
        Tally tally;
        for (std::uint64_t i = 0; i < wanted.batch; ++i) {
            if (::ftruncate(sink_, 0) != 0 || ::lseek(sink_, 0, SEEK_SET) != 0) return failed(errno);
            const std::int64_t began = now_ns();
            send_list(way, sink_, list_, tally);
            times.elapsed_ns += std::max<std::int64_t>(now_ns() - began - clock_cost_, 1);
            if (tally.error != 0) return failed(tally.error);
            const off_t end = ::lseek(sink_, 0, SEEK_END);
            if (end < 0) return failed(errno);
            if (static_cast<std::uint64_t>(end) != wanted.count * wanted.size) return Fault::Size;
        }
        fill(times, tally);
        if (tally.bytes != wanted.batch * wanted.count * wanted.size) return Fault::Size;
        return wanted.check == 0 || holds_list() ? Fault::None : Fault::Content;
    }

    /// Somebody reads: the sink is empty at the beginning, and the reading goes on while we send.
    Fault into_stream(const wire::BenchMeasure& wanted, wire::Way way, wire::BenchTimes& times) {
        if (!wait_until_empty()) return failed(errno);
        Tally tally;
        const std::int64_t began = now_ns();
        for (std::uint64_t i = 0; i < wanted.batch && tally.error == 0; ++i) send_list(way, sink_, list_, tally);
        times.elapsed_ns = std::max<std::int64_t>(now_ns() - began - clock_cost_, 1);
        fill(times, tally);
        if (tally.error != 0) return failed(tally.error);
        return tally.bytes == wanted.batch * wanted.count * wanted.size ? Fault::None : Fault::Size;
    }

    bool wait_until_empty() const {
        if (kind_ == wire::SinkKind::Device) return true;
        const unsigned long question = kind_ == wire::SinkKind::Pipe ? FIONREAD : SIOCOUTQ;
        for (int looks = 0;; ++looks) {
            int queued = 0;
            if (::ioctl(sink_, question, &queued) != 0) return false;
            if (queued == 0) return true;
            const timespec nap{0, 20'000};
            looks < 20 ? (void)::sched_yield() : (void)::nanosleep(&nap, nullptr);
        }
    }

    bool holds_list() const {
        std::vector<std::byte> there(1u << 16);
        std::uint64_t at = 0;
        for (const Piece& piece : list_) {
            for (std::size_t done = 0; done < piece.size;) {
                if (at >= kMaxCompared) return true;
                const std::size_t part = std::min(there.size(), piece.size - done);
                const ssize_t got = ::pread(sink_, there.data(), part, static_cast<off_t>(at));
                if (got <= 0 || std::memcmp(there.data(), piece.base + done, static_cast<std::size_t>(got)) != 0)
                    return false;
                done += static_cast<std::size_t>(got);
                at += static_cast<std::uint64_t>(got);
            }
        }
        return true;
    }

    static void fill(wire::BenchTimes& times, const Tally& tally) {
        times.calls = tally.calls;
        times.shorts = tally.shorts;
        times.bytes = tally.bytes;
    }

    Fault failed(int error) {
        error_ = error;
        return Fault::Call;
    }

    int sink_ = -1;
    int error_ = 0;
    wire::SinkKind kind_ = wire::SinkKind::Device;
    std::byte* memory_ = nullptr;
    std::uint64_t size_ = 0;
    std::int64_t clock_cost_ = 0;
    std::vector<Piece> list_;
};

}  // namespace

int serve_bench() {
    ::signal(SIGPIPE, SIG_IGN);
    wire::BenchRequest request;
    int fds[1] = {-1};
    const wire::Received received = wire::receive_with(wire::kWireFd, &request, sizeof request, fds);
    if (received != wire::Received::WithDescriptors || request.setup == 0 || !wire::sound(request)) return 1;

    Measurer measurer;
    wire::BenchAnswer answer;
    if (!measurer.set_up(request.first, fds[0])) {
        answer.fault = Fault::Memory;
        answer.error = ENOMEM;
    }
    answer.cage = confine(
        {.work = Needs::Work::Benchmark, .target = fds[0], .memory = kOwnMemory + 4 * request.first.memory});
    while (::send(wire::kWireFd, &answer, sizeof answer, MSG_NOSIGNAL) >= 0) {
        ssize_t got = 0;
        do {
            got = ::recv(wire::kWireFd, &request, sizeof request, MSG_TRUNC);
        } while (got < 0 && errno == EINTR);
        if (got != static_cast<ssize_t>(sizeof request)) return got == 0 ? 0 : 1;
        if (request.setup != 0 || !wire::sound(request)) return 1;
        answer = measurer.measure(request.measure);
    }
    return 1;
}

}  // namespace iovlab
