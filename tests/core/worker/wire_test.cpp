// What the worker does with messages that no main program of ours sends: it leaves, and nothing else.
#include "core/kernel/real/spawning.h"
#include "core/worker/passing.h"
#include "core/worker/sound.h"
#include "tests/catch.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <string>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace iovlab;

namespace {

constexpr std::uint64_t kAt = 0x2000'0000'0000;
constexpr std::uint64_t kSize = 1u << 20;

// A worker, and three descriptors as its setup wants them. It is waited for at the end.
class LoneWorker {
public:
    explicit LoneWorker(const std::vector<std::string>& words = {}) : spawned_(spawn_worker(words)) {
        fds_[0] = ::open("/dev/null", O_WRONLY | O_CLOEXEC);
        for (int i : {1, 2}) {
            fds_[i] = ::memfd_create("test", MFD_CLOEXEC);
            REQUIRE(::ftruncate(fds_[i], static_cast<off_t>(wire::kSheetSize)) == 0);
        }
    }
    ~LoneWorker() {
        for (const int fd : fds_) ::close(fd);
        ::close(spawned_.wire);
        ::kill(spawned_.pid, SIGKILL);
        ::waitpid(spawned_.pid, nullptr, 0);
    }
    LoneWorker(const LoneWorker&) = delete;
    LoneWorker& operator=(const LoneWorker&) = delete;

    void set_up(const wire::Setup& setup, const wire::SheetMapping& piece = {}) {
        REQUIRE(::pwrite(fds_[2], &piece, sizeof piece, 0) == static_cast<ssize_t>(sizeof piece));
        wire::Request request;
        request.setup = setup;
        REQUIRE(wire::send_with(spawned_.wire, &request, sizeof request, fds_));
    }
    template <typename Message>
    void send(const Message& message, std::size_t size = sizeof(Message)) {
        REQUIRE(::send(spawned_.wire, &message, size, MSG_NOSIGNAL) == static_cast<ssize_t>(size));
    }
    wire::SetupAnswer answer() {
        wire::SetupAnswer answer;
        REQUIRE(::recv(spawned_.wire, &answer, sizeof answer, 0) == static_cast<ssize_t>(sizeof answer));
        return answer;
    }
    // Its exit status, once it has left by itself; minus the signal that it died of.
    int left() {
        siginfo_t info{};
        REQUIRE(::waitid(P_PID, static_cast<id_t>(spawned_.pid), &info, WEXITED | WNOWAIT) == 0);
        return info.si_code == CLD_EXITED ? info.si_status : -info.si_status;
    }

private:
    SpawnedWorker spawned_;
    int fds_[3] = {-1, -1, -1};
};

wire::Setup usual(std::uint32_t mappings = 0) {
    wire::Setup setup;
    setup.reserve_at = kAt;
    setup.reserve_size = kSize;
    setup.mappings = mappings;
    return setup;
}

wire::Request call_of(wire::Make make, std::uint32_t iovs) {
    wire::Request request;
    request.ask = wire::Ask::Call;
    request.call.make = make;
    request.call.iovs = iovs;
    request.call.count = iovs;
    return request;
}

}  // namespace

TEST_CASE("A worker leaves when its setup is none", "[worker][wire]") {
    LoneWorker worker;
    SECTION("too short") {
        worker.send(wire::Request{}, 8);
    }
    SECTION("without descriptors") {
        worker.send(wire::Request{});
    }
    SECTION("more mappings than the sheet holds") {
        worker.set_up(usual(UINT32_MAX));
    }
    SECTION("space that wraps round") {
        wire::Setup setup = usual();
        setup.reserve_size = UINT64_MAX;
        worker.set_up(setup);
    }
    SECTION("a descriptor that is none of its own") {
        wire::Setup setup = usual();
        setup.target = wire::kWireFd;
        worker.set_up(setup);
    }
    CHECK(worker.left() == 1);
}

TEST_CASE("A worker maps nothing outside of the space that it has reserved", "[worker][wire]") {
    wire::SheetMapping piece{kAt + 4096, 4096, 0};
    SECTION("in front") {
        piece.address = kAt - 4096;
    }
    SECTION("behind") {
        piece.address = kAt + kSize;
    }
    SECTION("across the end") {
        piece.size = kSize;
    }
    SECTION("all there is") {
        piece.size = UINT64_MAX - 4096;
    }
    LoneWorker worker;
    worker.set_up(usual(1), piece);
    CHECK(worker.answer().error == EINVAL);
    CHECK(worker.left() == 1);
}

TEST_CASE("A worker leaves when a request is none", "[worker][wire]") {
    LoneWorker worker;
    worker.set_up(usual(1), {kAt + 4096, 4096, 0});
    REQUIRE(worker.answer().error == 0);
    SECTION("too short") {
        worker.send(wire::Request{}, 8);
    }
    SECTION("too long") {
        const std::array<wire::Request, 2> two = {call_of(wire::Make::Writev, 0), {}};
        worker.send(two, sizeof two.front() + 1);
    }
    SECTION("a second setup") {
        worker.send(wire::Request{});
    }
    SECTION("more entries than the sheet holds") {
        worker.send(call_of(wire::Make::Writev, wire::kMaxIov + 1));
    }
    SECTION("a write of no entry") {
        worker.send(call_of(wire::Make::Write, 0));
    }
    SECTION("no such call") {
        worker.send(call_of(static_cast<wire::Make>(99), 1));
    }
    CHECK(worker.left() == 1);
}

TEST_CASE("A benchmark's worker leaves when a request is none", "[worker][wire]") {
    LoneWorker worker({"bench"});
    wire::BenchRequest request;
    SECTION("too short") {
        worker.send(request, 8);
    }
    SECTION("without a descriptor") {
        request.setup = 1;
        worker.send(request);
    }
    CHECK(worker.left() == 1);
}

TEST_CASE("An answer has either a result or an errno", "[worker][wire]") {
    CHECK(wire::sound(wire::Answer{}));
    CHECK(wire::sound(wire::Answer{.result = -1, .error = EAGAIN}));
    CHECK_FALSE(wire::sound(wire::Answer{.result = 5, .error = EAGAIN}));
    CHECK_FALSE(wire::sound(wire::Answer{.result = -1, .error = 0}));
    CHECK_FALSE(wire::sound(wire::Answer{.result = -2, .error = EAGAIN}));
    CHECK_FALSE(wire::sound(wire::Answer{.result = -1, .error = 5000}));
    wire::BenchAnswer bench;
    CHECK(wire::sound(bench));
    bench.which = wire::kMaxWays;
    CHECK_FALSE(wire::sound(bench));
}
