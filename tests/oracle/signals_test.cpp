// Signals that arrive while a call sleeps, as other projects' tests and the manual pages have them.
//
// Rows of this family that the experiment format cannot express: P-02's count of handler runs for SIGPIPE,
// SIGXFSZ's siginfo (L-02), SIGSTOP and SIGCONT and a debugger's attaching (docs/kernel.md, 7), everything on
// sockets.
#include "tests/catch.h"
#include "tests/oracle/rows.h"

#include <cerrno>
#include <csignal>

using namespace iovlab;
using namespace iovlab::oracle;

namespace {

auto signalled(bool restart) {
    return [=](Experiment& e) { e.signal = SignalSpec{"SIGALRM", restart}; };
}
void drained(Experiment& e) {
    e.reader = {ReaderPolicy::WhenFull, 1u << 20, 1};
}

}  // namespace

TEST_CASE("P-25: SA_RESTART in a full pipe that is drained later", "[oracle][signal]") {
    const test::Ran ran =
        Row("P-25").sleeping_pipe(65536, 65536).with(signalled(true)).with(drained).writev({b(10)}, 10).check();
    CHECK(ran.outcome().handled == 1);
    CHECK(ran.calls.size() == 1);
}

TEST_CASE("surprise 12: SA_RESTART does not prevent short counts", "[oracle][signal]") {
    for (const bool restart : {false, true}) {
        const test::Ran ran =
            Row("surprise 12").sleeping_pipe().with(signalled(restart)).writev({b(40000), b(60000)}, 65536).check();
        CHECK(ran.outcome().handled == 1);
        CHECK(ran.calls[0].consumed == Cursor{1, 25536});
    }
    const test::Ran ran = Row("EINTR only when nothing had moved")
                              .sleeping_pipe(65536, 65536)
                              .with(signalled(false))
                              .writev({b(10)}, -EINTR)
                              .check();
    CHECK(ran.outcome().handled == 1);
}

TEST_CASE("Signals: the same answer every time", "[oracle][signal]") {
    // The signal is sent only when the caller is seen asleep in the call; so these are no races.
    for (int i = 0; i < 25; ++i) {
        Row("full, no SA_RESTART")
            .sleeping_pipe(4096, 4096)
            .with(signalled(false))
            .writev({b(7), b(3)}, -EINTR)
            .check();
        Row("8192 taken").sleeping_pipe(8192).with(signalled(false)).writev({b(9000), b(11000)}, 8192).check();
        Row("8192 taken, SA_RESTART").sleeping_pipe(8192).with(signalled(true)).writev({b(20000)}, 8192).check();
    }
}

TEST_CASE("a signal whose handler nobody set kills the caller only if asked to", "[oracle][signal]") {
    // SIGUSR1 has a handler always; any other one that is sent gets one too: the outcome is never a death.
    for (const char* name : {"SIGUSR1", "SIGHUP", "SIGINT", "SIGTERM", "SIGVTALRM", "SIGQUIT"}) {
        const test::Ran ran = Row(name)
                                  .sleeping_pipe(4096, 4096)
                                  .with([=](Experiment& e) {
                                      e.signal = SignalSpec{name, false};
                                  })
                                  .writev({b(10)}, -EINTR)
                                  .check();
        CHECK(ran.end.status == Status::Done);
    }
}
