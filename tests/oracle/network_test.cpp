// TCP, UDP and terminals, as other projects' tests have them. The model makes no claim about any of them.
//
// Rows that the experiment format cannot express: S-04 and S-05 (a socket of our own shut down for writing), S-08
// (a send buffer made smaller between calls), S-17 (a TCP socket that was never connected), S-23 (UDP with
// O_NONBLOCK and a send buffer), S-20's datagram without a byte as its receiver sees it (both calls return 0 here).
#include "tests/catch.h"
#include "tests/oracle/rows.h"

#include <cerrno>
#include <csignal>

using namespace iovlab;
using namespace iovlab::oracle;

namespace {

Row to(const char* id, const char* kind, const char* peer = "open") {
    return Row(id).with([&](Experiment& experiment) {
        experiment.calls.clear();
        experiment.target.kind = kind;
        experiment.target.peer = peer;
        experiment.deadline_s = 5.0;
    });
}

void read_all(Experiment& experiment) {
    experiment.reader.policy = ReaderPolicy::All;
}

}  // namespace

TEST_CASE("S-12 S-13 U-06: an answer gathered into a TCP connection", "[oracle][tcp]") {
    to("S-12", "tcp").writev({b(1), b(0)}, 1).holds("a").check();
    to("S-13", "tcp").write(b(0), 0).writev({b(0)}, 0).check();
    to("U-06", "tcp").writev({b(1).times(1024)}, 1024).writev({b(1)}, 1).with(read_all).check();
    const test::Ran ran = to("a page", "tcp").writev({text("HTTP/1.1 200 OK\r\n\r\n"), text("hello")}, 24).check();
    CHECK(ran.end.verdict == Verdict::Intact);
    CHECK_FALSE(ran.calls[0].model);
}

TEST_CASE("E-22 S-20 S-26: addresses, nothing at all, and a message in parts", "[oracle][tcp][udp]") {
    to("E-22", "tcp").writev({kernel(1024)}, -EFAULT).writev({b(3)}, 3).check();
    to("E-22, a bad address behind good bytes", "udp").writev({b(64), none(64)}, -EFAULT).check();
    to("S-20", "udp").write(b(0), 0).writev({b(0)}, 0).check();
    to("S-26, stream", "tcp").writev({b(3), b(25)}, 28).check();
    to("S-26, datagram", "udp").writev({b(3), b(25)}, 28).check();
}

TEST_CASE("a TCP connection whose peer has closed", "[oracle][tcp]") {
    // The first write is taken: only its answer tells that nobody is there.
    const test::Ran ran = test::run(to("closed", "tcp", "closed").writev({b(3)}, 0).again(2, 0).experiment());
    CHECK(ran.result(0) == 3);
    CHECK(ran.result(2) == -EPIPE);
    to("closed, bytes unread", "tcp", "closed-unread").writev({b(3)}, -ECONNRESET).writev({b(3)}, -EPIPE).check();
}

TEST_CASE("S-14: a full TCP connection cuts a list somewhere, and its reader gets the rest", "[oracle][tcp]") {
    Row row = to("S-14", "tcp").writev({b(3000000), b(3000000)}, 0);
    row.with([](Experiment& experiment) {
        experiment.target.flags.names = {"O_NONBLOCK"};
        experiment.target.sndbuf = 16384;
        experiment.target.rcvbuf = 16384;
    });
    const test::Ran once = test::run(row.experiment());
    CHECK(once.result() > 0);
    CHECK(once.result() < 6000000);
    CHECK(once.end.verdict == Verdict::Incomplete);
    row.with([](Experiment& experiment) {
        experiment.loop.kind = "write-all-poll";
        experiment.reader.policy = ReaderPolicy::WhenFull;
        experiment.reader.bytes = 1 << 20;
    });
    CHECK(test::run(row.experiment()).end.verdict == Verdict::Intact);
}

TEST_CASE("S-15: a blocking TCP connection sleeps until its peer reads", "[oracle][tcp][sleep]") {
    Row row = to("asleep", "tcp").writev({b(4000000)}, 4000000);
    row.with([](Experiment& experiment) {
        experiment.target.sndbuf = 16384;
        experiment.target.rcvbuf = 16384;
        experiment.reader.policy = ReaderPolicy::WhenFull;
        experiment.reader.bytes = 1 << 20;
    });
    CHECK(row.check().end.verdict == Verdict::Intact);
}

TEST_CASE("S-21: one datagram a call, and late news", "[oracle][udp]") {
    to("whole", "udp").writev({text("abc"), text("def")}, 6).holds("abcdef").check();
    to("no address", "udp", "none").writev({b(3)}, -EDESTADDRREQ).check();
    to("the longest", "udp").writev({b(65507)}, 65507).check();
    to("one more", "udp").writev({b(65508)}, -EMSGSIZE).check();
    Row late = to("S-21", "udp", "closed").writev({b(512)}, 512).writev({b(512)}, -ECONNREFUSED);
    late.writev({b(512)}, 512).writev({b(512)}, -ECONNREFUSED).check();
}

TEST_CASE("S-27: UDP drops what finds no room, and the verdict says so", "[oracle][udp]") {
    Row row = to("S-27", "udp").writev({b(1000)}, 1000).again(1499, 1000);
    const test::Ran ran = test::run(row.experiment());
    CHECK(ran.end.delivered == 1500000);
    CHECK(ran.sink.size < 1500000);
    CHECK(ran.sink.size % 1000 == 0);
    CHECK(ran.end.verdict == Verdict::Incomplete);
}

TEST_CASE("a terminal shows what it is given, until it is hung up", "[oracle][pty]") {
    try {
        to("raw", "pty").writev({text("two\n"), text("lines\n")}, 10).holds("two\nlines\n").check();
    } catch (const CannotRun& why) {
        IOVLAB_SKIP(why.what());
    }
    to("hung up", "pty", "closed").writev({b(3)}, -EIO).check();
}
