// What a call through the worker costs beside the least that any second process could cost.
#include "core/kernel/real/real_kernel.h"
#include "tests/bench/timing.h"
#include "tests/support/runs.h"

#include <array>
#include <cstdio>
#include <cstdlib>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

namespace iovlab::bench {

namespace {

// A child that sends back whatever comes: the bare round trip.
class Echo {
public:
    Echo() {
        int pair[2];
        if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) != 0) std::abort();
        child_ = ::fork();
        if (child_ == 0) {
            ::close(pair[0]);
            std::array<char, 256> message;
            for (;;) {
                const ssize_t got = ::recv(pair[1], message.data(), message.size(), 0);
                if (got <= 0) ::_exit(0);
                ::send(pair[1], message.data(), static_cast<std::size_t>(got), 0);
            }
        }
        ::close(pair[1]);
        wire_ = pair[0];
    }
    ~Echo() {
        ::close(wire_);
        ::waitpid(child_, nullptr, 0);
    }
    Echo(const Echo&) = delete;
    Echo& operator=(const Echo&) = delete;

    void round_trip() {
        std::array<char, 128> message{};
        ::send(wire_, message.data(), message.size(), 0);
        if (::recv(wire_, message.data(), message.size(), 0) <= 0) std::abort();
    }

private:
    pid_t child_ = -1;
    int wire_ = -1;
};

struct Bench {
    Experiment experiment = test::into_file({100, 100, 100});
    Buffers buffers = resolve_buffers(experiment.buffers);
    Arena arena{buffers, {experiment.calls[0].iov}};
    RealKernel kernel{open_file({.path = "out"}), {.arena = &arena}};
};

}  // namespace

void worker_calls() {
    Echo echo;
    Bench bench;
    // At offset 0 each time, so that the file does not grow with the number of rounds.
    const Call call{.op = Op::Pwritev, .list = bench.arena.list(0)};
    const auto spreads = measure({[&] { echo.round_trip(); },
                                  [&] {
                                      bench.kernel.start(call);
                                      while (bench.kernel.poll(1000) != Progress::Finished) {
                                      }
                                  }},
                                 21, 2000);
    print("a bare socketpair round trip", spreads[0], 1.0);
    print("pwritev of 3 x 100 bytes through the worker", spreads[1], spreads[1].median / spreads[0].median);
}

void worker_start() {
    const Experiment experiment = test::into_file({100});
    const Buffers buffers = resolve_buffers(experiment.buffers);
    const Arena arena(buffers, {experiment.calls[0].iov});
    const auto spreads = measure({[] {
                                      const pid_t child = ::fork();
                                      if (child == 0) ::_exit(0);
                                      ::waitpid(child, nullptr, 0);
                                  },
                                  [&] { const RealKernel kernel(open_file({.path = "out"}), {.arena = &arena}); }},
                                 21, 20);
    print("fork, exit, wait", spreads[0], 1.0);
    print("worker: start, set up, first answer, end", spreads[1], spreads[1].median / spreads[0].median);
}

void whole_runs() {
    Experiment full = test::into_pipe({24, 30000, 24000, 16000}, 65536, true);
    Experiment retry = test::into_pipe({1u << 20}, 65536, true);
    retry.loop.kind = "write-all-poll";
    retry.reader.policy = ReaderPolicy::WhenFull;
    const auto spreads = measure({[&] { test::run(full); }, [&] { test::run(retry); }}, 9, 5);
    print("one call into a pipe, all of the run", spreads[0], 1.0);
    print("1 MiB in about 480 calls with poll and reader", spreads[1], spreads[1].median / spreads[0].median);
}

}  // namespace iovlab::bench
