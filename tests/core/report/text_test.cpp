#include "core/report/words.h"
#include "tests/catch.h"
#include "tests/core/report/scene.h"

using namespace iovlab;
using scene::Scene;

namespace {

bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

std::size_t times(const std::string& text, const std::string& part) {
    std::size_t count = 0;
    for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++count;
    return count;
}

std::size_t widest_line(const std::string& text) {
    std::size_t widest = 0;
    for (std::size_t from = 0; from < text.size();) {
        const std::size_t end = text.find('\n', from);
        widest = std::max(widest, columns(text.substr(from, end - from)));
        from = end + 1;
    }
    return widest;
}

Scene two_buffers() {
    BufferSpec view;
    view.name = "window";
    view.kind = BufferKind::View;
    view.of = "body";
    view.range = SliceRange{5, 30};
    Scene s({scene::fill("body", "b", 40), view}, {scene::entry("body"), scene::entry("window")});
    s.experiment.title = "Two \x1b[31mbuffers";
    s.experiment.target.flags.names = {"O_NONBLOCK"};
    return s;
}

}  // namespace

TEST_CASE("text: the heading shows where it goes and the list", "[report][text]") {
    const Scene s = two_buffers();
    const std::string heading = make_text_report(s.context())->begin();
    CHECK(heading ==
          "Two ·[31mbuffers\n"
          "To a pipe of 65,536 bytes, O_NONBLOCK; one call, no retry; the reader reads\n"
          "nothing.\n"
          "\n"
          "writev of 2 entries, 65 bytes\n"
          "  [0]  body    bytes               40\n"
          "  [1]  window  view of body[5:30]  25\n"
          "\n");
}

TEST_CASE("text: a call with its bars and its reason", "[report][text]") {
    Scene s = two_buffers();
    s.after.writable = false;
    s.after.queued = 65536;
    const std::string block = make_text_report(s.context())->step(s.step(s.call(Op::Writev, scene::returned(50))));
    CHECK(block ==
          "1  writev(4, iov, 2) = 50 short                                            41 µs\n"
          "     [0]  body    ████████████████████████████ 40\n"
          "     [1]  window  ███████░░░░░░░░░░░           10 of 25\n"
          "   Short write: 50 of 65. All 16 page slots are taken, and O_NONBLOCK tells the\n"
          "   kernel to return what it has instead of sleeping. The cut falls inside\n"
          "   iov[1], at window+10; this loop makes no second call, so 15 bytes stay\n"
          "   behind.\n"
          "   writev(2), pipe(7)\n"
          "\n");
}

TEST_CASE("text: colours only when asked for", "[report][text]") {
    const Scene s = two_buffers();
    ReportContext context = s.context();
    const Step step = s.step(s.call(Op::Writev, scene::failed(EAGAIN)));
    CHECK(!has(make_text_report(context)->step(step), "\x1b["));
    context.colour = true;
    CHECK(has(make_text_report(context)->step(step), "\x1b[38;2;255;107;74m-1 EAGAIN\x1b[0m"));
}

TEST_CASE("text: long lists show what lies round the cut", "[report][text]") {
    EntrySpec many = scene::entry("a");
    many.times = 1000;
    const Scene s({scene::fill("a", "a", 10)}, {many}, "file");
    const auto report = make_text_report(s.context());
    CHECK(has(report->begin(), "writev of 1,000 entries, 10,000 bytes\n  [0..999]  a  bytes  10\n"));
    const std::string block = report->step(s.step(s.call(Op::Writev, scene::returned(5005))));
    for (const char* line : {"[0]    a", "[1]    a", "[499]  a", "[500]  a", "[501]  a", "[999]  a"})
        CHECK(has(block, line));
    CHECK(!has(block, "[2]    a"));
    CHECK(times(block, "     …\n") == 2);
}

TEST_CASE("text: of a long run the first and the last calls are told", "[report][text]") {
    const Scene s = two_buffers();
    const auto report = make_text_report(s.context());
    std::string out;
    for (std::uint64_t n = 1; n <= 10000; ++n) {
        CallStep call = s.call(Op::Writev, scene::failed(EAGAIN));
        call.n = n;
        out += report->step(s.step(call));
        out += report->step({ReadStep{1}, s.after, 0});
    }
    EndStep end;
    end.calls = 10000;
    out += report->step({end, {}, 0});
    CHECK(times(out, "= -1 EAGAIN") == 25);
    CHECK(has(out, "\n20  writev"));
    CHECK(!has(out, "\n21  writev"));
    CHECK(has(out, "   … 9,975 more calls …\n"));
    CHECK(has(out, "\n9996  writev"));
    CHECK(has(out, "\n10000  writev"));
    // The same reason is not told again and again.
    CHECK(times(out, "page slots") == 1);
    CHECK(has(out, "As at call 1."));
}

TEST_CASE("text: what happens between the calls", "[report][text]") {
    const Scene s = two_buffers();
    const auto report = make_text_report(s.context());
    CHECK(report->step({ReadStep{4096}, {}, 0}).empty());
    CHECK(report->step({ReadStep{4096}, {}, 0}).empty());
    CHECK(report->step({SignalStep{SIGUSR1}, {}, 0}) ==
          "   · The reader takes 8,192 bytes in 2 reads.\n   · SIGUSR1 is sent to the caller.\n");
    CHECK(report->step({CloseStep{}, {}, 0}) == "   · The reader closes its end.\n");
    CHECK(report->step({ResizeStep{8000, 8192, {}}, {}, 0}) ==
          "   · F_SETPIPE_SZ asks for a pipe of 8,000 bytes; it now has 8,192 bytes.\n");
    CHECK(has(report->step({ResizeStep{4096, -EBUSY, {}}, {}, 0}), "EBUSY"));
    CHECK(has(report->step({SleepStep{2, false}, {}, 0}), "Call 2 is asleep"));
    CHECK(has(report->step({SleepStep{2, true}, {}, 0}), "poll(2)"));
    WaitStep wait;
    CHECK(has(report->step({wait, {}, 0}), "poll(2) says that the target is writable"));
    wait.outcome.blocked = true;
    CHECK(report->step({wait, {}, 0}) == "   · poll(2) still sleeps when the run ends.\n");
}

TEST_CASE("text: what the model foretold stands beside what came", "[report][text]") {
    const Scene s = two_buffers();
    CallStep call = s.call(Op::Writev, scene::returned(65));
    call.rule = "pipe.room";
    const auto block = [&] { return make_text_report(s.context())->step(s.step(call)); };
    CHECK(!has(block(), "oretold"));
    call.model = scene::returned(65);
    CHECK(has(block(), "   Foretold: pipe.room\n"));
    call.model = scene::failed(EAGAIN);
    CHECK(has(block(), "The model foretold something else: -1 EAGAIN (pipe.room)."));
}

TEST_CASE("text: bytes in a pipe whose reader has gone reach nobody", "[report][text]") {
    const Scene s = two_buffers();
    EndStep end;
    end.expected = 65;
    end.delivered = 50;
    end.verdict = Verdict::Incomplete;
    end.target = s.before;
    end.target.queued = 50;
    end.target.reader_open = false;
    const std::string text = make_text_report(s.context())->step({end, {}, 0});
    CHECK(has(text, "Not everything arrived: the reader was gone before."));
    CHECK(has(text, "50 bytes lay in the pipe when its reader had gone: nobody gets them."));
}

TEST_CASE("text: the end", "[report][text]") {
    const Scene s = two_buffers();
    EndStep end;
    end.calls = 2;
    end.delivered = 50;
    end.expected = 65;
    end.verdict = Verdict::Incomplete;
    end.status = Status::Error;
    end.error = EAGAIN;
    end.sha256 = "abc";
    end.note = "something else";
    end.target = s.before;
    CHECK(make_text_report(s.context())->step({end, {}, 0}) ==
          "incomplete: What arrived is right, but it is only the beginning: 15 bytes are\n"
          "missing.\n"
          "The loop gave up on EAGAIN (Resource temporarily unavailable).\n"
          "Something else.\n"
          "When the last call had returned, the pipe held 0 of 65,536 bytes.\n"
          "2 calls, 50 of 65 bytes taken, none copied by the caller.\n"
          "sha256 abc\n");
}

TEST_CASE("text: the end of a wrong loop says what it did, and who shipped it", "[report][text]") {
    Scene s = two_buffers();
    s.experiment.loop.kind = "skip-entry";
    const auto report = make_text_report(s.context());
    CHECK(has(report->begin(), "the loop skip-entry, a wrong one"));
    CallStep call = s.call(Op::Writev, scene::returned(3));
    call.believed = 65;
    report->step(s.step(call));
    EndStep end;
    end.calls = 2;
    end.delivered = 50;
    end.expected = 65;
    end.verdict = Verdict::Lost;
    end.damage.ranges = {{DamageKind::Lost, 0, {0, 1}, 1, 0, 1}};
    end.damage.lost = 1;
    end.spun = 3;
    end.copied = 1234;
    const std::string text = report->step({end, {}, 0});
    CHECK(has(text, "Damage: byte 1 of "));
    CHECK(has(text, "The loop believes that it sent 65 bytes; the kernel took 50."));
    CHECK(has(text, "3 calls moved nothing and were made again at once."));
    CHECK(has(text, "50 of 65 bytes taken, 1,234 copied by the caller."));
    CHECK(has(text, "Seen in kazeburo/Gazelle#13: "));
    end.damage = {};
    end.damage.ranges = {{DamageKind::Unsent, 0, {0, 1}, 1, 0, 1}};
    end.damage.unsent = 1;
    CHECK_FALSE(has(report->step({end, {}, 0}), "Damage"));  // the verdict has said so
}

TEST_CASE("text: no line is wider than 80 columns", "[report][text]") {
    const std::string name(64, 'n');
    Scene s({scene::fill(name, "a", 40000)},
            {scene::lying(name, 50000), scene::bad(BadBase::Crossing, 123456789, 4095),
             scene::bad(BadBase::Unmapped, UINT64_MAX), scene::bad(BadBase::Kernel, 5)},
            "file");
    const auto report = make_text_report(s.context());
    CHECK(widest_line(report->begin()) <= 80);
    CHECK(widest_line(report->step(s.step(s.call(Op::Pwritev2, scene::returned(54095))))) <= 80);
    CHECK(widest_line(report->step(s.step(s.call(Op::Write, scene::failed(EINVAL))))) <= 80);
}
