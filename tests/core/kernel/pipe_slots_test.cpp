// PipeSlots against a real pipe: after every operation the kernel's own numbers must be the model's, and every byte
// that is read must be the one that the model says. A failure prints the seed that makes it again.
#include "core/kernel/pipe_slots.h"

#include "core/bytes/entry.h"
#include "tests/catch.h"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <poll.h>
#include <random>
#include <string>
#include <sys/ioctl.h>
#include <unistd.h>
#include <vector>

using namespace iovlab;

namespace {

const std::uint64_t kPage = page_size();

/// The byte at a position of the endless stream that is written.
std::byte stream_byte(std::uint64_t at) {
    return static_cast<std::byte>((at * 0x9e3779b97f4a7c15u) >> 56);
}

class RealPipe {
public:
    explicit RealPipe(std::uint64_t capacity) {
        REQUIRE(::pipe2(ends_, O_CLOEXEC | O_NONBLOCK) == 0);
        REQUIRE(set_capacity(capacity));
    }
    ~RealPipe() {
        ::close(ends_[0]);
        ::close(ends_[1]);
    }
    RealPipe(const RealPipe&) = delete;
    RealPipe& operator=(const RealPipe&) = delete;

    bool set_capacity(std::uint64_t bytes) { return ::fcntl(ends_[1], F_SETPIPE_SZ, static_cast<int>(bytes)) > 0; }
    void set_direct(bool on) { ::fcntl(ends_[1], F_SETFL, O_NONBLOCK | (on ? O_DIRECT : 0)); }
    ssize_t write(const std::byte* bytes, std::size_t n) { return ::write(ends_[1], bytes, n); }
    ssize_t read(std::vector<std::byte>& into, std::size_t n) {
        if (into.size() < n) into.resize(n);
        return ::read(ends_[0], into.data(), n);
    }
    std::uint64_t queued() const {
        int n = -1;
        ::ioctl(ends_[0], FIONREAD, &n);
        return static_cast<std::uint64_t>(n);
    }
    bool writable() const {
        pollfd end{ends_[1], POLLOUT, 0};
        ::poll(&end, 1, 0);
        return (end.revents & POLLOUT) != 0;
    }

private:
    int ends_[2] = {-1, -1};
};

/// A pipe and its model, given the same operations.
class Pair {
public:
    explicit Pair(std::uint64_t seed)
        : random_(seed), capacity_(kPage << below(5)), pipe_(capacity_), slots_(capacity_) {}

    /// One random operation; what is wrong after it, or nothing.
    std::string operate() {
        const std::uint64_t dice = below(100);
        if (dice < 50) return write();
        if (dice < 94) return read();
        if (dice < 98) {
            direct_ = !direct_;
            pipe_.set_direct(direct_);
            return {};
        }
        return resize();
    }

private:
    std::uint64_t below(std::uint64_t n) { return random_() % n; }

    /// Bytes near the edges of pages, or few, or any.
    std::uint64_t size() {
        switch (below(4)) {
            case 0:
                return kPage * (1 + below(5)) + below(7) - 3;
            case 1:
                return 1 + below(10);
            case 2:
                return 1 + below(kPage);
            default:
                return 1 + below(capacity_ + 2 * kPage);
        }
    }

    std::string write() {
        const std::uint64_t n = size();
        std::vector<std::byte> bytes(n);
        for (std::uint64_t i = 0; i < n; ++i) bytes[i] = stream_byte(slots_.stream_size() + i);
        const ssize_t put = pipe_.write(bytes.data(), n);
        if (put < 0 && errno != EAGAIN) return "write: errno " + std::to_string(errno);
        slots_.begin_write(n, direct_);
        // A write that sleeps is told in parts, as they are seen; here any parts.
        for (auto left = static_cast<std::uint64_t>(std::max<ssize_t>(put, 0)); left > 0;) {
            const std::uint64_t part = below(3) == 0 ? 1 + below(left) : left;
            slots_.put(part);
            left -= part;
        }
        return compare("write of " + std::to_string(n) + (direct_ ? " (packets)" : ""));
    }

    std::string read() {
        const std::uint64_t n = size();
        const ssize_t got = pipe_.read(bytes_, n);
        if (got < 0 && errno != EAGAIN) return "read: errno " + std::to_string(errno);
        const PipeSlots::Taken taken = slots_.take(n);
        const std::string what = "read of " + std::to_string(n);
        if (taken.length != static_cast<std::uint64_t>(std::max<ssize_t>(got, 0))) {
            return what + " gave " + std::to_string(got) + ", foretold " + std::to_string(taken.length);
        }
        for (std::uint64_t i = 0; i < taken.length; ++i) {
            if (bytes_[i] != stream_byte(taken.at + i)) return what + ": another byte at " + std::to_string(i);
        }
        return compare(what);
    }

    std::string resize() {
        const std::uint64_t wanted = kPage << below(5);
        if (pipe_.set_capacity(wanted)) {
            capacity_ = wanted;
            slots_.set_capacity(wanted);
        } else if (wanted / kPage >= slots_.slots().size()) {
            return "the pipe does not take the size " + std::to_string(wanted);
        }
        return compare("size " + std::to_string(wanted));
    }

    std::string compare(const std::string& after) const {
        if (pipe_.queued() != slots_.queued()) {
            return after + ": FIONREAD says " + std::to_string(pipe_.queued()) + ", the slots " +
                   std::to_string(slots_.queued());
        }
        const bool room = slots_.slots().size() < slots_.capacity();
        if (pipe_.writable() != room) return after + ": POLLOUT says " + (room ? "full" : "room");
        return {};
    }

    std::mt19937_64 random_;
    std::uint64_t capacity_;
    RealPipe pipe_;
    PipeSlots slots_;
    bool direct_ = false;
    std::vector<std::byte> bytes_;
};

std::vector<std::uint32_t> lengths(const PipeSlots& slots) {
    std::vector<std::uint32_t> all;
    for (const PipeSlot& slot : slots.slots()) all.push_back(slot.length);
    return all;
}

}  // namespace

TEST_CASE("PipeSlots: random operations beside a real pipe", "[kernel][pipe][fuzz]") {
    constexpr int kOperations = 2000;
    for (std::uint64_t seed = 1; seed <= 100; ++seed) {
        Pair pair(seed);
        for (int i = 0; i < kOperations; ++i) {
            const std::string wrong = pair.operate();
            if (!wrong.empty()) FAIL("seed " << seed << ", operation " << i << ": " << wrong);
        }
    }
    SUCCEED();
}

TEST_CASE("PipeSlots: a write merges with the last page or begins a new one", "[kernel][pipe]") {
    PipeSlots slots(16384);
    slots.begin_write(100, false);
    slots.put(100);
    SECTION("its odd bytes fit behind the last ones") {
        slots.begin_write(4096 + 3996, false);
        slots.put(4096 + 3996);
        CHECK(lengths(slots) == std::vector<std::uint32_t>{4096, 4096});
    }
    SECTION("one byte too many") {
        slots.begin_write(3997, false);
        slots.put(3997);
        CHECK(lengths(slots) == std::vector<std::uint32_t>{100, 3997});
    }
    SECTION("what was read leaves no room in front") {
        CHECK(slots.take(99).length == 99);
        slots.begin_write(4000, false);
        slots.put(4000);
        CHECK(lengths(slots) == std::vector<std::uint32_t>{1, 4000});
    }
    SECTION("whole pages never merge") {
        slots.begin_write(4096, false);
        slots.put(4096);
        CHECK(lengths(slots) == std::vector<std::uint32_t>{100, 4096});
    }
}

TEST_CASE("PipeSlots: a list that lies about its length is cut before the pipe sees it", "[kernel][pipe]") {
    // MAX_RW_COUNT is whole pages, so nothing of it merges, though the list's own sum has five odd bytes.
    PipeSlots slots(65536);
    slots.begin_write(10, false);
    slots.put(10);
    slots.begin_write(kMaxRwCount + 4096 + 5, false);
    slots.put(61440);
    CHECK(slots.slots().size() == 16);
    CHECK(lengths(slots).front() == 10);
    CHECK(slots.queued() == 61450);
}

TEST_CASE("PipeSlots: positions in the stream", "[kernel][pipe]") {
    PipeSlots slots(16384);
    slots.begin_write(5000, true);
    slots.put(5000);
    const PipeSlots::Taken first = slots.take(1000);
    CHECK(first.at == 0);
    CHECK(first.length == 1000);
    CHECK(first.dropped == 3096);
    CHECK(slots.take(5000).at == 4096);
    CHECK(slots.take(1).length == 0);
    CHECK(slots.stream_size() == 5000);
    CHECK(slots.queued() == 0);
}
