// Reasons that depend on more than the errno: what is named in them, and which manual pages they send to.
#include "core/kernel/machine.h"
#include "core/kernel/names.h"
#include "core/report/words.h"
#include "tests/catch.h"
#include "tests/core/report/scene.h"

#include <climits>

using namespace iovlab;
using scene::Scene;

namespace {

bool names(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

Scene list_into(const char* kind, std::uint64_t size = 10000) {
    return Scene({scene::fill("a", "a", size)}, {scene::entry("a")}, kind);
}

Scene full_pipe(std::uint64_t size, std::int64_t queued) {
    Scene s = list_into("pipe", size);
    s.experiment.target.flags.names = {"O_NONBLOCK"};
    s.before.queued = s.after.queued = queued;
    s.before.writable = s.after.writable = false;
    return s;
}

Explanation of(const Scene& s, const Outcome& outcome, Op op = Op::Writev) {
    return s.explain(s.call(op, outcome));
}

Explanation with_flags(const Scene& s, std::uint32_t flags, const Outcome& outcome) {
    CallStep step = s.call(Op::Pwritev2, outcome);
    step.call.flags = flags;
    step.call.offset = -1;
    return s.explain(step);
}

Outcome after_signal(std::int64_t result) {
    Outcome outcome = scene::returned(result);
    outcome.handled = 1;
    return outcome;
}

}  // namespace

TEST_CASE("explain: EAGAIN of a pipe whose last page is not full", "[report][explain][pipe]") {
    const auto why = [](std::uint64_t size, std::int64_t queued) {
        return of(full_pipe(size, queued), scene::failed(EAGAIN)).why;
    };
    CHECK(names(why(4597, 65036), "501 of 4,597 bytes"));  // 500 would fit
    CHECK_FALSE(names(why(4597, 65036), "not one byte"));
    CHECK_FALSE(names(why(8192, 65036), "not one byte"));
    CHECK_FALSE(names(why(501, 65036), "not one byte"));
    CHECK(names(why(501, 65036), "PIPE_BUF"));
    CHECK(names(why(501, 65536), "not one byte"));
    CHECK_FALSE(names(why(501, 65536), "PIPE_BUF"));
    Scene packets = full_pipe(100, 1600);
    packets.experiment.target.flags.names.push_back("O_DIRECT");
    CHECK_FALSE(names(of(packets, scene::failed(EAGAIN)).why, "not one byte"));
    CHECK(names(of(packets, scene::failed(EAGAIN)).why, "packet"));
}

TEST_CASE("explain: whether SIGPIPE came, and who ignores it", "[report][explain]") {
    const std::uint32_t nosignal = rwf_bit("RWF_NOSIGNAL");
    REQUIRE(nosignal == 0x100);
    CHECK(rwf_words(nosignal) == "RWF_NOSIGNAL");
    for (const char* kind : {"pipe", "unix-stream", "tcp"}) {
        CAPTURE(kind);
        Scene s = list_into(kind);
        s.after.reader_open = false;
        CHECK(names(of(s, scene::failed(EPIPE)).why, "ignores"));
        CHECK(names(with_flags(s, nosignal, scene::failed(EPIPE)).why, "RWF_NOSIGNAL"));
        CHECK_FALSE(names(with_flags(s, nosignal, scene::failed(EPIPE)).why, "ignores"));
        s.experiment.limits.sigpipe = Disposition::Default;
        CHECK_FALSE(names(of(s, scene::failed(EPIPE)).why, "ignores"));
        CHECK_FALSE(names(with_flags(s, nosignal, scene::failed(EPIPE)).why, "ignores"));
    }
    Scene closed = list_into("pipe");
    closed.after.reader_open = false;
    closed.experiment.limits.sigpipe = Disposition::Default;
    CHECK_FALSE(names(with_flags(closed, nosignal, scene::returned(4096)).why, "ignores"));
}

TEST_CASE("explain: a signal that cut or restarted a call on any target", "[report][explain]") {
    for (const char* kind : {"pipe", "unix-stream", "tcp", "pty"}) {
        CAPTURE(kind);
        const Scene s = list_into(kind);
        CHECK(names(of(s, after_signal(4096)).page, "signal(7)"));
        CHECK(names(of(s, scene::failed(EINTR)).page, "signal(7)"));
        CHECK(names(of(s, scene::failed(EINTR)).why, "SA_RESTART"));
    }
    for (const char* kind : {"tcp", "pty", "unix-seqpacket"}) {
        CAPTURE(kind);
        CHECK(names(of(list_into(kind), after_signal(10000)).why, "SA_RESTART"));
    }
    const std::string terminal = of(list_into("pty"), scene::returned(4096)).page;
    CHECK(names(terminal, "pts(4)"));
    CHECK_FALSE(names(terminal, "tcp(7)"));
    Outcome blocked;
    blocked.blocked = true;
    CHECK(names(of(list_into("pty"), blocked).page, "pts(4)"));
    CHECK_FALSE(names(of(list_into("pty"), blocked).page, "tcp(7)"));
    CHECK_FALSE(names(of(list_into("pty"), scene::failed(EAGAIN)).page, "tcp(7)"));
}

TEST_CASE("explain: what a seal promises", "[report][explain]") {
    Scene s = list_into("memfd");
    s.experiment.target.seals = {"F_SEAL_FUTURE_WRITE"};
    const std::string future = of(s, scene::failed(EPERM)).why;
    CHECK(names(future, "F_SEAL_FUTURE_WRITE"));
    CHECK(names(future, "may still change"));
    s.experiment.target.seals = {"F_SEAL_FUTURE_WRITE", "F_SEAL_WRITE"};
    CHECK_FALSE(names(of(s, scene::failed(EPERM)).why, "may still change"));
}

TEST_CASE("explain: one entry is no list", "[report][explain]") {
    for (const char* kind : {"udp", "unix-datagram", "unix-seqpacket"}) {
        CAPTURE(kind);
        CHECK(names(of(list_into(kind), scene::returned(10000)).why, "The whole list"));
        CHECK(names(of(list_into(kind), scene::returned(10000), Op::Write).why, "This entry"));
        CHECK(names(of(list_into(kind), scene::returned(10000), Op::CopyWrite).why, "The joined copy"));
    }
    const Scene empty = list_into("udp", 0);
    CHECK(names(of(empty, scene::returned(0), Op::Write).why, "sends a message"));
}

TEST_CASE("explain: EOPNOTSUPP names its flags", "[report][explain]") {
    const Scene s = list_into("file");
    const auto why = [&](std::uint32_t flags) { return with_flags(s, flags, scene::failed(EOPNOTSUPP)).why; };
    for (const char* flag : {"RWF_NOWAIT", "RWF_ATOMIC", "RWF_DONTCACHE"}) {
        CAPTURE(flag);
        CHECK(names(why(rwf_bit(flag)), flag));
        CHECK_FALSE(names(why(rwf_bit(flag)), "0x"));
    }
    CHECK(names(why(0x1000 | rwf_bit("RWF_ATOMIC")), "0x1000"));
    CHECK(names(why(0x1000 | rwf_bit("RWF_ATOMIC")), "RWF_ATOMIC"));
    const auto running = running_kernel();
    REQUIRE(running);
    for (const std::string& flag : rwf_names()) {
        CAPTURE(flag);
        REQUIRE(rwf_since(flag));
        const std::string since = to_string(*rwf_since(flag));
        CHECK(names(why(rwf_bit(flag.c_str())), "Linux " + since) == (*running < *rwf_since(flag)));
    }
}

TEST_CASE("explain: what O_DIRECT refuses, with the entry and the unit", "[report][explain]") {
    Scene s({scene::fill("page", "p", 4096), scene::fill("odd", "o", 100)},
            {scene::entry("page"), scene::entry("odd")}, "file");
    s.experiment.target.flags.names = {"O_DIRECT"};
    s.after.direct = DirectUnits{4, 512};
    const auto why = [](const Scene& one) { return of(one, scene::failed(EINVAL)); };
    CHECK(names(why(s).page, "statx(2)"));
    CHECK(names(why(s).why, "iov[1] is 100 bytes long"));
    CHECK(names(why(s).why, "512"));
    CHECK_FALSE(names(why(s).why, "iov[0]"));
    CHECK_FALSE(names(why(s).why, "position is"));
    s.before.offset = 100;
    CHECK(names(why(s).why, "the position is 100"));
    s.after.direct = DirectUnits{};
    CHECK(names(why(s).why, "does not tell"));

    Scene view({scene::fill("page", "p", 4096)}, {scene::entry("page")}, "file");
    view.experiment.target.flags.names = {"O_DIRECT"};
    view.after.direct = DirectUnits{512, 512};
    CallStep step = view.call(Op::Writev, scene::failed(EINVAL));
    step.call.list = step.call.list.after(1);
    CHECK(names(view.explain(step).why, "begins at the address"));
    CallStep read = view.call(Op::Readv, scene::failed(EINVAL));
    CHECK(names(view.explain(read).page, "statx(2)"));
}

TEST_CASE("explain: RWF_NOWAIT on a file", "[report][explain]") {
    const std::uint32_t nowait = rwf_bit("RWF_NOWAIT");
    for (const char* kind : {"file", "memfd"}) {
        CAPTURE(kind);
        const Scene s = list_into(kind);
        CHECK(names(with_flags(s, nowait, scene::failed(EAGAIN)).why, "RWF_NOWAIT"));
        CHECK(names(with_flags(s, nowait, scene::returned(4096)).why, "RWF_NOWAIT"));
    }
}

TEST_CASE("why F_SETPIPE_SZ was refused", "[report][resize]") {
    const auto refusal = [](std::uint64_t asked, int error, std::uint64_t pages = 0) {
        return resize_refusal({.asked = asked, .result = -error, .model = {}, .most = 1 << 20, .pages = pages});
    };
    CHECK(names(refusal(2 << 20, EPERM), "pipe-max-size"));
    CHECK(names(refusal(2 << 20, EPERM), "1,048,576"));
    CHECK(names(refusal(2 << 20, EPERM), "CAP_SYS_RESOURCE"));
    CHECK(names(refusal(1 << 20, EPERM), "pipe-user-pages"));
    CHECK(names(refusal(4096, EBUSY, 3), "3 page slots"));
    CHECK(names(refusal(1ULL << 32U, EINVAL), "2^31"));
    CHECK(resize_refusal({.asked = 4096, .result = 4096, .model = {}}).empty());
}

TEST_CASE("explain: a message that was cut says so, however full the list is", "[report][explain][read]") {
    Scene s = list_into("unix-seqpacket", 10);
    CallStep step = s.call(Op::Readv, scene::returned(10));
    CHECK(names(s.explain(step).headline, "Complete"));
    step.cut_off = 90;
    CHECK_FALSE(names(s.explain(step).headline, "Complete"));
    CHECK(names(s.explain(step).headline, "10 of 100"));
    CHECK(names(s.explain(step).page, "recvmsg(2)"));
}
