// Messages: those without bytes, those that find no room, and those that are longer than their reader's room.
#include "tests/catch.h"
#include "tests/support/runs.h"

#include <cerrno>

using namespace iovlab;
using namespace iovlab::test;

namespace {

Experiment writes_into(const char* kind, std::initializer_list<std::uint64_t> sizes) {
    Experiment experiment = writev_of(sizes);
    experiment.target = TargetSpec{};
    experiment.target.kind = kind;
    experiment.calls[0].op = Op::Writes;
    experiment.loop.kind = "write-all";
    experiment.deadline_s = 1.0;
    return experiment;
}

Experiment message_read(const char* kind, std::uint64_t content, std::initializer_list<std::uint64_t> sizes) {
    Experiment experiment = writev_of(sizes);
    experiment.target = TargetSpec{};
    experiment.target.kind = kind;
    if (experiment.target.kind == "pipe") experiment.target.flags.names = {"O_DIRECT"};
    experiment.target.content = Content{.kind = ContentKind::Fill, .text = "x", .size = content};
    experiment.calls[0].op = Op::Readv;
    for (BufferSpec& buffer : experiment.buffers) buffer.kind = BufferKind::Bytearray;
    experiment.deadline_s = 0.2;
    return experiment;
}

constexpr const char* kMessageKinds[] = {"udp", "unix-datagram", "unix-seqpacket"};

}  // namespace

TEST_CASE("a message without bytes is sent, and ends nothing", "[run][messages]") {
    for (const char* kind : kMessageKinds) {
        for (const ReaderPolicy policy : {ReaderPolicy::None, ReaderPolicy::All}) {
            CAPTURE(kind, to_string(policy));
            Experiment experiment = writes_into(kind, {3, 0, 4, 0, 0, 5});
            experiment.loop.kind = "once";
            experiment.calls.clear();
            for (int i = 0; i < 6; ++i) {  // six calls of one entry: a loop steps over empty entries
                CallSpec one;
                one.op = Op::Write;
                one.iov = {entry("b" + std::to_string(i))};
                experiment.calls.push_back(one);
            }
            experiment.reader.policy = policy;
            const Ran ran = run(experiment);
            CHECK(ran.calls.size() == 6);
            CHECK(ran.sink.size == 12);
            CHECK(ran.end.verdict == Verdict::Intact);
        }
    }
}

TEST_CASE("a reader takes messages without bytes out of a full queue", "[run][messages]") {
    Experiment experiment = writes_into("unix-datagram", {0, 3});
    experiment.target.sndbuf = 4608;
    experiment.loop.kind = "once";
    experiment.calls.clear();
    CallSpec one;
    one.op = Op::Write;
    one.iov = {entry("b0")};
    experiment.calls.assign(40, one);
    one.iov = {entry("b1")};
    experiment.calls.push_back(one);
    experiment.reader.policy = ReaderPolicy::WhenFull;
    const Ran ran = run(experiment);
    CHECK(ran.end.status == Status::Done);
    CHECK(ran.end.verdict == Verdict::Intact);
    CHECK(ran.sink.size == 3);
}

TEST_CASE("datagrams that found no room are counted by the receive buffer", "[run][messages][udp]") {
    Experiment experiment = writes_into("udp", {100});
    experiment.calls[0].iov[0].times = 3000;
    const Ran ran = run(experiment);
    REQUIRE(ran.end.target.dropped);
    CHECK(*ran.end.target.dropped > 0);
    CHECK(ran.end.delivered == 300000);
    CHECK(ran.sink.size + static_cast<std::uint64_t>(*ran.end.target.dropped) * 100 == 300000);
    CHECK(ran.end.target.reader_open);
    CHECK(ran.end.verdict == Verdict::Incomplete);
}

TEST_CASE("datagrams dropped between others leave a hole, and the rest is whose it is", "[run][messages][udp]") {
    Experiment experiment = writes_into("udp", {100});
    experiment.calls[0].iov[0].times = 3000;
    experiment.calls.push_back(experiment.calls[0]);
    experiment.calls[1].iov[0].times = 1;
    experiment.reader.policy = ReaderPolicy::AfterCall;
    experiment.reader.bytes = 100;
    experiment.loop.max_calls = 4000;
    experiment.calls[0].op = Op::Writes;
    const Ran all = run(experiment);  // read after every call: nothing is dropped
    CHECK(all.end.verdict == Verdict::Intact);
    CHECK(all.end.target.dropped == 0);
}

TEST_CASE("a message that is read with too little room is lost in part", "[run][messages][read]") {
    for (const char* kind : {"unix-datagram", "unix-seqpacket", "pipe"}) {
        CAPTURE(kind);
        const Ran cut = run(message_read(kind, 100, {4, 6}));
        CHECK(cut.result() == 10);
        CHECK(cut.calls[0].cut_off == 90);
        CHECK(cut.end.cut_off == 90);
        CHECK(cut.end.verdict == Verdict::Lost);

        const Ran whole = run(message_read(kind, 100, {40, 60}));
        CHECK(whole.result() == 100);
        CHECK(whole.end.cut_off == 0);
        CHECK(whole.end.verdict == Verdict::Intact);
        const Ran room = run(message_read(kind, 100, {40, 600}));
        CHECK(room.end.verdict == Verdict::Intact);
    }
}

TEST_CASE("a message whose reader gave a bad address is gone", "[run][messages][read]") {
    for (const char* kind : {"unix-datagram", "unix-seqpacket"}) {
        CAPTURE(kind);
        Experiment experiment = message_read(kind, 100, {4});
        experiment.calls[0].iov = {bad(BadBase::Unmapped, 50)};
        experiment.target.flags.names = {"O_NONBLOCK"};
        experiment.calls.push_back(experiment.calls[0]);
        experiment.calls[1].iov = {entry("b0")};
        const Ran ran = run(experiment);
        CHECK(ran.result(0) == -EFAULT);
        CHECK(ran.result(1) == -EAGAIN);  // nothing is there any more
        CHECK(ran.calls[0].cut_off == 100);
        CHECK(ran.end.verdict == Verdict::Lost);
    }
}

TEST_CASE("a reader's short reads cut the messages that are written", "[run][messages]") {
    for (const char* kind : {"udp", "unix-datagram", "unix-seqpacket", "pipe"}) {
        CAPTURE(kind);
        Experiment experiment = writes_into(kind, {100});
        experiment.calls[0].op = Op::Writev;
        if (experiment.target.kind == "pipe") experiment.target.flags.names = {"O_DIRECT"};
        experiment.reader.policy = ReaderPolicy::AfterCall;
        experiment.reader.bytes = 10;
        const Ran ran = run(experiment);
        CHECK(ran.sink.size == 10);
        CHECK(ran.end.cut_off == 90);
        CHECK(ran.end.delivered == 100);
        CHECK(ran.end.verdict == Verdict::Lost);
    }
}

TEST_CASE("what a call has put into a terminal in its sleep is counted right", "[run][pty]") {
    Experiment experiment = writes_into("pty", {30000});
    experiment.calls[0].op = Op::Writev;
    experiment.loop.kind = "once";
    experiment.deadline_s = 0.3;
    try {
        const Ran blocked = run(experiment);
        CHECK(blocked.outcome().blocked);
        CHECK(blocked.end.delivered > 4095);  // more than one line buffer, which is all that FIONREAD sees
        CHECK(blocked.end.delivered == blocked.sink.size);
        CHECK(blocked.end.target.queued == static_cast<std::int64_t>(blocked.sink.size));
        CHECK(blocked.end.verdict == Verdict::Incomplete);

        experiment.reader.policy = ReaderPolicy::WhenFull;
        experiment.deadline_s = 5;
        const Ran whole = run(experiment);
        CHECK(whole.result() == 30000);
        CHECK(whole.sink.size == 30000);
        CHECK(whole.end.verdict == Verdict::Intact);

        Experiment small = writes_into("pty", {2000, 3000, 1});
        const Ran calls = run(small);
        REQUIRE(calls.after.size() == 3);
        CHECK(calls.after[0].queued == 2000);
        CHECK(calls.after[1].queued == 5000);
        CHECK(calls.after[2].queued == 5001);
        CHECK(calls.end.verdict == Verdict::Intact);
    } catch (const CannotRun& why) {
        IOVLAB_SKIP(why.what());
    }
}
