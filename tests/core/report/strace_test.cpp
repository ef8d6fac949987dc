#include "tests/catch.h"
#include "tests/core/report/scene.h"

#include <climits>
#include <utility>

using namespace iovlab;
using scene::Scene;

namespace {

std::string written(const std::vector<BufferSpec>& buffers, const std::vector<EntrySpec>& iov) {
    const Scene s(buffers, iov);
    return strace_call(s.call(Op::Writev, scene::returned(0)), s.context());
}

std::string one(const BufferSpec& buffer) {
    return written({buffer}, {scene::entry(buffer.name)});
}

std::string repeated(const std::string& text, int times, const std::string& between) {
    std::string out;
    for (int i = 0; i < times; ++i) out += (i == 0 ? "" : between) + text;
    return out;
}

}  // namespace

TEST_CASE("strace: strings are escaped with as few octal digits as do", "[report][strace]") {
    const std::pair<const char*, const char*> cases[] = {
        {"0031", "\\0001"}, {"0039", "\\09"},     {"0838", "\\108"},  {"7f37", "\\1777"},
        {"ff", "\\377"},    {"225c", "\\\"\\\\"}, {"0a09", "\\n\\t"}, {"0b0c", "\\v\\f"},
        {"0d", "\\r"},      {"0a31", "\\n1"},     {"1b5b", "\\33["},  {"7e20", "~ "},
    };
    for (const auto& [digits, shown] : cases) {
        CAPTURE(digits);
        const std::size_t size = std::string(digits).size() / 2;
        CHECK(one(scene::hex("a", digits)) ==
              "writev(4, [{iov_base=\"" + std::string(shown) + "\", iov_len=" + std::to_string(size) + "}], 1)");
    }
}

TEST_CASE("strace: 32 bytes are shown, and dots say that there are more", "[report][strace]") {
    const std::string most(32, 'a');
    CHECK(one(scene::fill("a", "a", 32)) == "writev(4, [{iov_base=\"" + most + "\", iov_len=32}], 1)");
    CHECK(one(scene::fill("a", "a", 33)) == "writev(4, [{iov_base=\"" + most + "\"..., iov_len=33}], 1)");
    // The byte behind the limit is a digit, yet the last shown one stays short.
    CHECK(one(scene::hex("a", std::string(62, '6') + "0137")) ==
          "writev(4, [{iov_base=\"" + std::string(31, 'f') + "\\1\"..., iov_len=33}], 1)");
}

TEST_CASE("strace: 32 entries are shown, and dots say that there are more", "[report][strace]") {
    for (const std::uint64_t times : {32u, 33u, 1025u}) {
        EntrySpec many = scene::entry("a");
        many.times = times;
        const std::string end = times > 32 ? ", ...], " : "], ";
        CHECK(written({scene::text("a", "x")}, {many}) == "writev(4, [" +
                                                              repeated("{iov_base=\"x\", iov_len=1}", 32, ", ") +
                                                              end + std::to_string(times) + ")");
    }
}

TEST_CASE("strace: addresses stand where the bytes cannot be read", "[report][strace]") {
    const auto shown = [](const EntrySpec& entry) { return written({}, {entry}); };
    CHECK(shown(scene::bad(BadBase::Null, 0)) == "writev(4, [{iov_base=NULL, iov_len=0}], 1)");
    CHECK(shown(scene::bad(BadBase::Null, 5)) == "writev(4, [{iov_base=NULL, iov_len=5}], 1)");
    CHECK(shown(scene::bad(BadBase::Kernel, 0)) == "writev(4, [{iov_base=\"\", iov_len=0}], 1)");
    CHECK(shown(scene::bad(BadBase::Kernel, 1)) == "writev(4, [{iov_base=0xffffffffffffffff, iov_len=1}], 1)");
    CHECK(shown(scene::bad(BadBase::Unmapped, 100)) == "writev(4, [{iov_base=0x200000000000, iov_len=100}], 1)");
    CHECK(shown(scene::bad(BadBase::Unmapped, UINT64_MAX)) ==
          "writev(4, [{iov_base=0x200000000000, iov_len=18446744073709551615}], 1)");

    // One byte more than is shown must be readable.
    CHECK(shown(scene::bad(BadBase::Crossing, 40, 33)).find("{iov_base=\"" + std::string(32, 'x') + "\"..., ") !=
          std::string::npos);
    CHECK(shown(scene::bad(BadBase::Crossing, 40, 32)).find("{iov_base=0x2") != std::string::npos);
}

TEST_CASE("strace: a lying length shows what lies behind the buffer", "[report][strace]") {
    CHECK(written({scene::text("a", "ab")}, {scene::lying("a", 4)}) ==
          "writev(4, [{iov_base=\"ab\\245\\245\", iov_len=4}], 1)");
}

TEST_CASE("strace: the array and its count", "[report][strace]") {
    const Scene s({scene::text("a", "x")}, {scene::entry("a")});
    CallStep step = s.call(Op::Writev, scene::returned(0));

    step.call.count = 0;
    CHECK(strace_call(step, s.context()) == "writev(4, [], 0)");
    step.call.count = 2;
    CHECK(strace_call(step, s.context()) ==
          "writev(4, [{iov_base=\"x\", iov_len=1}, ... /* 0x200000000000 */], 2)");
    step.call.bad_array = true;
    CHECK(strace_call(step, s.context()) == "writev(4, 0x200000000000, 2)");
    step.call.count = 0;
    CHECK(strace_call(step, s.context()) == "writev(4, [], 0)");

    CHECK(written({}, {}) == "writev(4, [], 0)");
}

TEST_CASE("strace: offsets and flags", "[report][strace]") {
    const Scene s({scene::text("a", "x")}, {scene::entry("a")}, "file");
    const auto shown = [&](Op op, std::int64_t offset, std::uint32_t flags) {
        CallStep step = s.call(op, scene::returned(1));
        step.call.offset = offset;
        step.call.flags = flags;
        return strace_call(step, s.context())
            .substr(std::string("pwritev2(4, [{iov_base=\"x\", iov_len=1}], 1, ").size() -
                    (op == Op::Pwritev ? 1 : 0));
    };
    CHECK(shown(Op::Pwritev, 5, 0) == "5)");
    CHECK(shown(Op::Pwritev, INT64_MAX, 0) == "9223372036854775807)");
    CHECK(shown(Op::Pwritev2, -1, 0) == "-1, 0)");
    CHECK(shown(Op::Pwritev2, 0, 0x13) == "0, RWF_HIPRI|RWF_DSYNC|RWF_APPEND)");
    CHECK(shown(Op::Pwritev2, 0, 0x20) == "0, 0x20 /* RWF_??? */)");
    CHECK(shown(Op::Pwritev2, 0, 0xe0000011) == "0, RWF_HIPRI|RWF_APPEND|0xe0000000)");
}

TEST_CASE("strace: write shows one buffer, copy+write the joined bytes", "[report][strace]") {
    const Scene s({scene::text("a", "ab"), scene::fill("b", "c", 40)}, {scene::entry("a"), scene::entry("b")});
    CHECK(strace_call(s.call(Op::CopyWrite, scene::returned(42)), s.context()) ==
          "write(4, \"ab" + std::string(30, 'c') + "\"..., 42)");
    CallStep step = s.call(Op::Write, scene::returned(2));
    step.call.list = step.call.list.entries(1);
    CHECK(strace_call(step, s.context()) == "write(4, \"ab\", 2)");
}

TEST_CASE("strace: results stand in column 40", "[report][strace]") {
    const Scene s({scene::text("a", "x")}, {scene::entry("a")});
    const auto line = [&](const Outcome& outcome) { return s.strace(s.call(Op::Write, outcome)); };
    const std::string call = "write(4, \"x\", 1)                        ";
    CHECK(line(scene::returned(1)) == call + "= 1\n");
    CHECK(line(scene::failed(EAGAIN)) == call + "= -1 EAGAIN (Resource temporarily unavailable)\n");
    CHECK(line(scene::failed(EPIPE)) == call + "= -1 EPIPE (Broken pipe)\n");
    CHECK(line(scene::failed(999)) == call + "= -1 (errno 999)\n");
    CHECK(line(scene::failed(EINTR)) == call + "= ? ERESTARTSYS (To be restarted if SA_RESTART is set)\n");
    CHECK(line(scene::killed(SIGPIPE)) == call + "= -1 EPIPE (Broken pipe)\n+++ killed by SIGPIPE +++\n");
    CHECK(line(scene::killed(SIGXFSZ)) == call + "= -1 EFBIG (File too large)\n+++ killed by SIGXFSZ +++\n");

    Outcome blocked;
    blocked.blocked = true;
    CHECK(line(blocked) == call + "= ?\n+++ killed by SIGKILL +++\n");

    const Scene longer({scene::fill("a", "x", 30)}, {scene::entry("a")});
    CHECK(longer.strace(longer.call(Op::Write, scene::returned(30))) ==
          "write(4, \"" + std::string(30, 'x') + "\", 30) = 30\n");
}

TEST_CASE("strace: what a call had taken before it was killed is its result", "[report][strace]") {
    const Scene s({scene::text("a", "x")}, {scene::entry("a")});
    CallStep step = s.call(Op::Write, scene::killed(SIGPIPE));
    step.taken = 8192;
    CHECK(s.strace(step).find("= 8192\n+++ killed by SIGPIPE +++\n") != std::string::npos);
}

TEST_CASE("strace: a copy+write that dies while joining has made no call", "[report][strace]") {
    const Scene s({}, {scene::bad(BadBase::Unmapped, 5)});
    CHECK(s.strace(s.call(Op::CopyWrite, scene::killed(SIGSEGV))) == "+++ killed by SIGSEGV +++\n");
}

TEST_CASE("strace: what the kernel did not say is tagged", "[report][strace]") {
    const Scene s({scene::text("a", "abcdef")}, {scene::entry("a")});
    Outcome outcome = scene::failed(EAGAIN);
    outcome.origin = Origin::Injected;
    CHECK(s.strace(s.call(Op::Writev, outcome)) ==
          "writev(4, [{iov_base=\"abcdef\", iov_len=6}], 1) = -1 EAGAIN (Resource temporarily unavailable) "
          "(INJECTED)\n");

    // A capped call is shown as it was really made.
    outcome = scene::returned(2);
    outcome.origin = Origin::Capped;
    CallStep step = s.call(Op::Writev, outcome);
    step.call.cap = 2;
    CHECK(s.strace(step) == "writev(4, [{iov_base=\"ab\", iov_len=2}], 1) = 2 /* capped at 2 */\n");
}

TEST_CASE("strace: a call that SA_RESTART began again is seen twice", "[report][strace]") {
    Scene s({scene::text("a", "x")}, {scene::entry("a")});
    const auto after_signal = [&](const Outcome& outcome) {
        const auto report = make_strace_report(s.context());
        report->step({SignalStep{SIGUSR1}, {}, 0});
        std::string lines = report->step(s.step(s.call(Op::Write, outcome)));
        return lines += report->step(s.step(s.call(Op::Write, outcome)));
    };
    const std::string line = "write(4, \"x\", 1)                        = ";
    const std::string begun_again = line + "? ERESTARTSYS (To be restarted if SA_RESTART is set)\n";
    CHECK(after_signal(scene::returned(1)) == line + "1\n" + line + "1\n");
    s.experiment.signal = SignalSpec{"SIGUSR1", true};
    CHECK(after_signal(scene::returned(1)) == begun_again + line + "1\n" + line + "1\n");
    CHECK(after_signal(scene::returned(0)) == line + "0\n" + line + "0\n");
    CHECK(after_signal(scene::failed(EINTR)) == begun_again + begun_again);
}

TEST_CASE("strace: only calls are shown", "[report][strace]") {
    const Scene s({}, {});
    const auto report = make_strace_report(s.context());
    CHECK(report->begin().empty());
    CHECK(report->step({ReadStep{4096}, {}, 0}).empty());
    CHECK(report->step({EndStep{}, {}, 0}).empty());
}
