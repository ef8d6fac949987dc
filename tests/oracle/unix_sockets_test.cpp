// Unix sockets, as other projects' tests have them. The model speaks where its calibration shows that this kernel
// counts a socket's memory as docs/kernel.md says.
#include "core/kernel/real/calibration.h"
#include "tests/catch.h"
#include "tests/oracle/rows.h"

#include <cerrno>
#include <csignal>

using namespace iovlab;
using namespace iovlab::oracle;

namespace {

Row socket(const char* id, const char* kind, const std::function<void(TargetSpec&)>& change = {}) {
    return Row(id).with([&](Experiment& experiment) {
        experiment.calls.clear();
        experiment.target.kind = kind;
        experiment.target.flags.names = {"O_NONBLOCK"};
        if (change) change(experiment.target);
    });
}

std::function<void(TargetSpec&)> peer(const char* is) {
    return [is](TargetSpec& target) { target.peer = is; };
}

std::function<void(TargetSpec&)> sndbuf(std::uint64_t asked) {
    return [asked](TargetSpec& target) { target.sndbuf = asked; };
}

test::Ran foretold(const Row& row) {
    test::Ran ran = row.check();
    for (const CallStep& call : ran.calls) CHECK(call.model.has_value() == unix_memory_holds());
    return ran;
}

}  // namespace

TEST_CASE("a unix socket whose peer has gone, or never came", "[oracle][unix]") {
    const char* stream = "unix-stream";
    const char* datagram = "unix-datagram";
    const char* seqpacket = "unix-seqpacket";
    foretold(socket("closed", stream, peer("closed")).writev({b(3)}, -EPIPE).writev({b(0)}, 0).write(b(0), -EPIPE));
    foretold(socket("unread", stream, peer("closed-unread")).writev({b(3)}, -EPIPE).writev({b(3)}, -EPIPE));
    foretold(socket("none", stream, peer("none")).writev({b(3)}, -ENOTCONN).writev({none(3)}, -ENOTCONN));
    foretold(socket("closed", datagram, peer("closed")).writev({b(3)}, -ECONNREFUSED).writev({b(3)}, -ENOTCONN));
    foretold(socket("none", datagram, peer("none")).writev({b(3)}, -ENOTCONN).writev({none(3)}, -EFAULT));
    foretold(socket("S-02", seqpacket, peer("closed")).writev({b(3)}, -EPIPE).writev({b(3)}, -EPIPE));
    foretold(socket("unread", seqpacket, peer("closed-unread")).writev({b(3)}, -ECONNRESET).writev({b(3)}, -EPIPE));
    foretold(socket("V-32", stream).pwritev({b(16)}, 0, -ESPIPE));
}

TEST_CASE("S-02: no SIGPIPE on a seqpacket socket, but on a stream", "[oracle][unix][signal]") {
    const auto deadly = [](Experiment& experiment) { experiment.limits.sigpipe = Disposition::Default; };
    Row quiet = socket("S-02", "unix-seqpacket", peer("closed")).writev({b(3)}, -EPIPE);
    foretold(quiet.with(deadly));
    Row loud = socket("stream", "unix-stream", peer("closed")).writev({b(3)}, 0);
    const test::Ran ran = test::run(loud.with(deadly).experiment());
    CHECK(ran.outcome().signal == SIGPIPE);
    if (ran.calls[0].model) CHECK(ran.calls[0].model->signal == SIGPIPE);
}

TEST_CASE("S-07: the longest message", "[oracle][unix]") {
    for (const char* kind : {"unix-datagram", "unix-seqpacket"}) {
        foretold(socket("S-07, 8160", kind, sndbuf(4096)).writev({b(8000), b(160)}, 8160));
        foretold(socket("S-07, 8161", kind, sndbuf(4096)).writev({b(8000), b(161)}, -EMSGSIZE));
    }
}

TEST_CASE("S-09: a stream counts memory, not bytes", "[oracle][unix]") {
    if (!unix_memory_holds()) IOVLAB_SKIP("S-09: this kernel counts a unix socket's memory in another way");
    const auto usual = sndbuf(106496);  // 212,992 when the kernel has doubled it
    foretold(
        socket("S-09", "unix-stream", usual).writev({b(638976)}, 219264).writev({b(1)}, -EAGAIN).queued(219264));
    Row pages = socket("S-09, 4096 at a time", "unix-stream", usual).writev({b(4096)}, 4096).again(43, 4096);
    foretold(pages.writev({b(4096)}, -EAGAIN).queued(180224));
    Row bytes = socket("S-09, 1 at a time", "unix-stream", usual).writev({b(1)}, 1).again(277, 1);
    foretold(bytes.writev({b(1)}, -EAGAIN).queued(278));
    Row messages = socket("278 messages", "unix-datagram", usual).writev({b(1)}, 1).again(277, 1);
    foretold(messages.writev({b(1)}, -EAGAIN).queued(278));
}

TEST_CASE("E-23: what a bad address leaves of a list", "[oracle][unix]") {
    foretold(socket("E-23, stream", "unix-stream").writev({b(64), none(64)}, -EFAULT).queued(0));
    foretold(socket("E-23, datagram", "unix-datagram").writev({b(64), none(64)}, -EFAULT).queued(0));
    if (!unix_memory_holds()) IOVLAB_SKIP("E-23: this kernel cuts a stream into other pieces");
    foretold(socket("E-23, long", "unix-stream").writev({b(100000), none(64)}, 73088));
}

TEST_CASE("S-10: a blocking stream with a reader takes it all", "[oracle][unix][sleep]") {
    Row row = socket("S-10", "unix-stream").writev({b(200000), b(238976), b(200000)}, 638976);
    row.with([](Experiment& experiment) {
        experiment.target.flags.names.clear();
        experiment.reader.policy = ReaderPolicy::WhenFull;
        experiment.reader.bytes = 50000;
    });
    CHECK(row.check().end.verdict == Verdict::Intact);
}

TEST_CASE("S-11: the peer closes while the writer sleeps", "[oracle][unix][sleep]") {
    const auto leave = [](Experiment& experiment) {
        experiment.target.flags.names.clear();
        experiment.target.sndbuf = 4096;
        experiment.reader.policy = ReaderPolicy::CloseWhenFull;
    };
    Row some = socket("S-11", "unix-stream").writev({b(100000)}, 8064).writev({b(1)}, -EPIPE);
    if (unix_memory_holds()) foretold(some.with(leave));
    Row nothing = socket("full before", "unix-seqpacket").writev({b(8000)}, 8000).writev({b(8000)}, -ECONNRESET);
    if (unix_memory_holds()) foretold(nothing.with(leave));
}

TEST_CASE("S-24: SO_SNDTIMEO ends a sleep", "[oracle][unix][sleep]") {
    Row row = socket("S-24", "unix-stream", [](TargetSpec& target) {
        target.timeout_s = 0.05;
        target.flags.names.clear();
        target.sndbuf = 4096;
    });
    const test::Ran ran = test::run(row.writev({b(100000)}, 0).writev({b(1)}, -EAGAIN).experiment());
    CHECK(ran.result(0) > 0);
    CHECK(ran.result(0) < 100000);
    CHECK(ran.result(1) == -EAGAIN);
    CHECK_FALSE(ran.calls[0].model);  // when a timer ends a sleep, and a reader not, is no rule's business
}

TEST_CASE("a datagram's reader loses what its buffer does not hold", "[oracle][unix]") {
    Row row = socket("cut off", "unix-datagram").writev({b(100)}, 100).writev({b(60)}, 60);
    row.with([](Experiment& experiment) {
        experiment.reader.policy = ReaderPolicy::AfterCall;
        experiment.reader.bytes = 40;
    });
    const test::Ran ran = test::run(row.experiment());
    CHECK(ran.sink.size == 80);
    CHECK(ran.end.delivered == 160);
    CHECK(ran.end.verdict == Verdict::Lost);
    CHECK(ran.pipe.agrees);
}

TEST_CASE("S-25: 1,024 entries are one message, 1,025 are refused", "[oracle][unix][limits]") {
    foretold(socket("S-25, 1024", "unix-seqpacket").writev({b(16).times(1024)}, 16384));
    foretold(socket("S-25, 1025", "unix-seqpacket").writev({b(16).times(1025)}, -EINVAL));
}
