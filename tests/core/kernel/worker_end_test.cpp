// A worker that was ended is ended for good, whatever it had answered by then.
#include "core/bytes/arena.h"
#include "core/kernel/real/target.h"
#include "core/kernel/real/worker.h"
#include "tests/catch.h"
#include "tests/support/runs.h"

#include <chrono>
#include <csignal>
#include <poll.h>
#include <sys/syscall.h>
#include <unistd.h>

using namespace iovlab;
using namespace iovlab::test;

namespace {

struct Ready {
    Ready()
        : buffers(resolve_buffers({bytes("b", 10)}, {})),
          arena(buffers, {{entry("b")}}),
          target(open_plain_kind("null")),
          worker({.arena = &arena, .target_fd = target->fd()}) {}
    Call call() const { return {.op = Op::Writev, .list = arena.list(0)}; }
    void wait_for_answer() {
        pollfd wire{worker.wire(), POLLIN, 0};
        REQUIRE(::poll(&wire, 1, 60'000) == 1);
    }

    Buffers buffers;
    Arena arena;
    std::unique_ptr<Target> target;
    Worker worker;
};

Progress wait_for_end(Worker& worker) {
    for (;;) {
        if (const Progress progress = worker.poll(1000, -1); progress == Progress::Finished) return progress;
    }
}

}  // namespace

TEST_CASE("an answer that was on its way when the worker was ended counts; a call after it is blocked",
          "[worker]") {
    Ready ready;
    ready.worker.start(ready.call());
    ready.wait_for_answer();
    ready.worker.kill();
    wait_for_end(ready.worker);
    CHECK(ready.worker.outcome().result == 10);
    CHECK_FALSE(ready.worker.outcome().blocked);
    CHECK_FALSE(ready.worker.alive());
    for (int again = 0; again < 2; ++again) {
        ready.worker.start(ready.call());
        wait_for_end(ready.worker);
        CHECK(ready.worker.outcome().blocked);
        CHECK(ready.worker.outcome().signal == 0);
        CHECK_FALSE(ready.worker.outcome().result);
    }
}

TEST_CASE("a worker that is stopped is not at work, and can be ended", "[worker]") {
    Ready ready;
    ready.worker.signal(SIGSTOP);
    ready.worker.start(ready.call());
    while (ready.worker.at_work()) CHECK(ready.worker.poll(10, -1) != Progress::Asleep);
    CHECK(ready.worker.poll(50, -1) == Progress::Running);
    ready.worker.kill();
    CHECK(ready.worker.poll(0, -1) == Progress::Finished);
    CHECK(ready.worker.outcome().blocked);
}

TEST_CASE("a write of no entry never reaches the worker", "[worker]") {
    Ready ready;
    CHECK_THROWS_AS(ready.worker.start({.op = Op::Write, .list = IovList()}), std::logic_error);
    ready.worker.start(ready.call());
    wait_for_end(ready.worker);
    CHECK(ready.worker.outcome().result == 10);
}
