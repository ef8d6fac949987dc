// The worker dies at random moments: nothing that had arrived may be lost, and nothing may be left behind.
#include "core/experiment/run.h"
#include "core/kernel/real/worker.h"
#include "tests/catch.h"
#include "tests/support/runs.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <dirent.h>
#include <fcntl.h>
#include <optional>
#include <random>
#include <string>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <variant>
#include <vector>

using namespace iovlab;
using namespace iovlab::test;

namespace {

std::size_t entries_of(const char* folder) {
    DIR* dir = ::opendir(folder);
    REQUIRE(dir != nullptr);
    std::size_t n = 0;
    while (::readdir(dir)) ++n;
    ::closedir(dir);
    return n;
}

bool is_our_worker(const char* pid) {
    std::array<char, 256> text{};
    const int fd = ::open((std::string("/proc/") + pid + "/stat").c_str(), O_RDONLY | O_CLOEXEC);
    if (fd < 0) return false;
    const ssize_t got = ::read(fd, text.data(), text.size() - 1);
    ::close(fd);
    int parent = 0;
    const char* after = got > 0 ? std::strstr(text.data(), "(iovlab-worker) ") : nullptr;
    return after && std::sscanf(after, "(iovlab-worker) %*c %d", &parent) == 1 && parent == ::getpid();
}

/// A descriptor for the worker that this process has started; -1 while there is none. Younger processes have larger
/// numbers until those wrap round: looking only at these finds it before its work is over.
int find_worker(bool among_all) {
    DIR* dir = ::opendir("/proc");
    int found = -1;
    while (const dirent* one = ::readdir(dir)) {
        if (one->d_name[0] < '0' || one->d_name[0] > '9') continue;
        if (!among_all && std::atoi(one->d_name) < ::getpid()) continue;
        if (!is_our_worker(one->d_name)) continue;
        found = static_cast<int>(::syscall(SYS_pidfd_open, std::atoi(one->d_name), 0));
        // The number may have got a new owner between the two looks.
        if (found >= 0 && is_our_worker(one->d_name)) break;
        if (found >= 0) ::close(found);
        found = -1;
    }
    ::closedir(dir);
    return found;
}

void wait_for(std::chrono::microseconds time) {
    const auto end = std::chrono::steady_clock::now() + time;
    while (std::chrono::steady_clock::now() < end) std::this_thread::yield();
}

/// Kills this process's worker once, `after` it was first seen.
class Killer {
public:
    explicit Killer(std::chrono::microseconds after) : thread_([this, after] { hunt(after); }) {}
    ~Killer() {
        over_ = true;
        thread_.join();
    }
    Killer(const Killer&) = delete;
    Killer& operator=(const Killer&) = delete;

private:
    void hunt(std::chrono::microseconds after) {
        for (int look = 1; !over_; ++look) {
            const int worker = find_worker(look % 16 == 0);
            if (worker < 0) continue;
            wait_for(after);
            ::syscall(SYS_pidfd_send_signal, worker, SIGKILL, nullptr, 0);
            ::close(worker);
            return;
        }
    }

    std::atomic<bool> over_{false};
    std::thread thread_;
};

/// A fresh TMPDIR, which must be empty again in the end, as must be the tables of processes and descriptors.
class NothingLeft {
public:
    NothingLeft() : descriptors_(entries_of("/proc/self/fd")) {
        if (const char* before = std::getenv("TMPDIR")) before_ = before;
        ::setenv("TMPDIR", folder_.path().c_str(), 1);
    }
    ~NothingLeft() { before_ ? ::setenv("TMPDIR", before_->c_str(), 1) : ::unsetenv("TMPDIR"); }
    NothingLeft(const NothingLeft&) = delete;
    NothingLeft& operator=(const NothingLeft&) = delete;

    void check() const {
        CHECK(entries_of("/proc/self/fd") == descriptors_);
        CHECK(entries_of(folder_.path().c_str()) == 2);  // . and ..
        CHECK(::waitpid(-1, nullptr, WNOHANG) == -1);
        CHECK(errno == ECHILD);
    }

private:
    TemporaryFolder folder_;
    std::size_t descriptors_;
    std::optional<std::string> before_;
};

struct Tally {
    int killed = 0;    ///< in the middle of the run
    int cut = 0;       ///< of these: in a call that had moved some bytes
    int finished = 0;  ///< the run was over first
    int unborn = 0;    ///< before the worker could make a call
};

/// How long an unharmed worker is busy here and now: instrumented or on a busy machine many times what it is
/// elsewhere. From the run's first sign of life until its last call is back; looking at what arrived may take far
/// longer. A worker that would sleep for ever is woken by a deadline. The first run warms up, the second is
/// measured.
std::chrono::microseconds unharmed(Experiment experiment) {
    using Clock = std::chrono::steady_clock;
    if (experiment.deadline_s) experiment.deadline_s = 0.005;
    Clock::duration busy{};
    for (int i = 0; i < 2; ++i) {
        Run run(experiment, {});
        const auto began = Clock::now();
        std::vector<Clock::time_point> seen;  // when there were so many steps
        run.on_change([&] { seen.resize(std::max(seen.size(), run.step_count() + 1), Clock::now()); });
        run.execute();
        Trace trace;
        run.steps_since(0, trace);
        for (std::size_t k = 0; k < trace.size(); ++k) {
            const auto* call = std::get_if<CallStep>(&trace[k].what);
            if (call) busy = seen.at(k) - began + std::chrono::nanoseconds(call->outcome.elapsed_ns);
        }
    }
    return std::chrono::duration_cast<std::chrono::microseconds>(busy);
}

/// Runs `experiment` `times` times and kills its worker at a random moment of its life.
Tally kill_often(const Experiment& experiment, int times) {
    const std::chrono::microseconds most = unharmed(experiment);
    Tally tally;
    std::mt19937_64 random(20240607);
    // On a busy machine the killer often comes too late: then it is tried more often.
    for (int i = 0; i < times || (tally.killed == 0 && i < 20 * times); ++i) {
        INFO("run " << i);
        const std::chrono::microseconds after(random() % static_cast<std::uint64_t>(most.count()));
        std::optional<Ran> ran;
        {
            const Killer killer(after);
            try {
                ran = run(experiment);
            } catch (const std::runtime_error&) {
                ++tally.unborn;
            }
        }
        if (!ran) continue;
        const bool killed = ran->end.status == Status::Killed;
        ++(killed ? tally.killed : tally.finished);
        if (killed) CHECK(ran->end.signal == SIGKILL);
        tally.cut += killed && ran->calls.back().taken > 0;
        CHECK(ran->end.delivered == ran->sink.size);
        const bool prefix = ran->end.verdict == Verdict::Intact || ran->end.verdict == Verdict::Incomplete;
        CHECK(prefix);
        CHECK((ran->end.verdict == Verdict::Intact) == (ran->end.delivered == ran->end.expected));
        CHECK(ran->pipe.agrees);
    }
    return tally;
}

void report(const Tally& tally) {
    std::printf("killed %d (%d with bytes under way), over before %d, before its first call %d\n", tally.killed,
                tally.cut, tally.finished, tally.unborn);
}

}  // namespace

TEST_CASE("a worker killed while it writes to a pipe that is read", "[kernel][worker][death]") {
    Experiment experiment = into_pipe({70000, 50000, 90000}, 4096, GENERATE(false, true));
    experiment.loop.kind = "write-all-poll";
    experiment.reader = {ReaderPolicy::WhenFull, 3000, 1};
    const NothingLeft nothing_left;
    const Tally tally = kill_often(experiment, 250);
    report(tally);
    CHECK(tally.killed > 0);
    nothing_left.check();
}

TEST_CASE("a worker killed in its sleep", "[kernel][worker][death]") {
    Experiment experiment = into_pipe({20000}, 8192, false);
    experiment.deadline_s = 60;
    const NothingLeft nothing_left;
    const Tally tally = kill_often(experiment, 250);
    report(tally);
    CHECK(tally.finished == 0);  // it sleeps for ever
    CHECK(tally.killed > 0);
    nothing_left.check();
}

TEST_CASE("a worker killed between many small calls", "[kernel][worker][death]") {
    Experiment experiment = into_file({100});
    experiment.calls[0].op = Op::Writes;
    experiment.calls[0].iov[0].times = 400;
    const NothingLeft nothing_left;
    const Tally tally = kill_often(experiment, 200);
    report(tally);
    CHECK(tally.killed > 0);
    nothing_left.check();
}

TEST_CASE("a worker killed in a large write to a file", "[kernel][worker][death]") {
    Experiment experiment = into_file({1u << 20});
    experiment.calls[0].iov[0].times = 8;
    SECTION("at the file's own position") {}
    SECTION("by pwritev") {
        experiment.calls[0].op = Op::Pwritev;
    }
    SECTION("appended") {
        experiment.target.flags.names.push_back("O_APPEND");
    }
    const NothingLeft nothing_left;
    const Tally tally = kill_often(experiment, 40);
    report(tally);
    CHECK(tally.killed > 0);
    nothing_left.check();
}

TEST_CASE("a worker killed in a large write: content and holes are not counted as delivered",
          "[kernel][worker][death]") {
    Experiment experiment = into_file({1u << 20});
    experiment.calls[0].iov[0].times = 4;
    std::uint64_t before = 0;
    SECTION("behind a hole") {
        experiment.calls[0].op = Op::Pwritev;
        before = 100000;
        experiment.calls[0].offset = 100000;
    }
    SECTION("behind what was there") {
        experiment.target.content =
            Content{.kind = ContentKind::Fill, .text = "c", .seed = 0, .size = before = 100000};
        experiment.target.flags.names.push_back("O_APPEND");
    }
    const std::chrono::microseconds most = unharmed(experiment);
    std::mt19937_64 random(7);
    for (int i = 0; i < 50; ++i) {
        INFO("run " << i);
        const Killer killer(std::chrono::microseconds(random() % static_cast<std::uint64_t>(most.count())));
        try {
            const Ran ran = run(experiment);
            CHECK((ran.end.delivered == 0 || ran.end.delivered + before == ran.sink.size));
        } catch (const std::runtime_error&) {
        }
    }
}
