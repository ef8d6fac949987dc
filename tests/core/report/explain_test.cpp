#include "core/report/explain.h"

#include "tests/catch.h"
#include "tests/core/report/scene.h"

using namespace iovlab;
using scene::Scene;

namespace {

bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

Scene sixteen_k_to_pipe() {
    Scene s({scene::fill("head", "h", 4000), scene::fill("tail", "t", 12000)},
            {scene::entry("head"), scene::entry("tail")});
    s.experiment.target.flags.names = {"O_NONBLOCK"};
    s.experiment.loop.kind = "write-all";
    s.before.capacity = s.after.capacity = 8192;
    return s;
}

Outcome with_handler(Outcome outcome) {
    outcome.handled = 1;
    return outcome;
}

}  // namespace

TEST_CASE("explain: a short write into a full pipe, as on the drawing", "[report][explain]") {
    Scene s({scene::fill("header", "h", 24), scene::fill("body", "b", 30000), scene::fill("window", "w", 24000),
             scene::fill("tail", "t", 16000)},
            {scene::entry("header"), scene::entry("body"), scene::entry("window"), scene::entry("tail")});
    s.experiment.target.flags.names = {"O_NONBLOCK"};
    s.experiment.loop.kind = "write-all";
    s.after.queued = 65536;
    s.after.writable = false;
    const Explanation why = s.explain(s.call(Op::Writev, scene::returned(65536)));
    CHECK(why.headline == "Short write: 65,536 of 70,024.");
    CHECK(why.why ==
          "All 16 page slots are taken, and O_NONBLOCK tells the kernel to return what it has instead of sleeping. "
          "The "
          "cut falls inside iov[3], so the next call must start at tail+11,512.");
    CHECK(why.page == "writev(2), pipe(7)");
}

TEST_CASE("explain: where the cut falls", "[report][explain]") {
    Scene s = sixteen_k_to_pipe();
    s.after.writable = false;
    CHECK(has(s.explain(s.call(Op::Writev, scene::returned(8192))).why,
              "The cut falls inside iov[1], so the next call must start at tail+4,192."));
    CHECK(has(s.explain(s.call(Op::Writev, scene::returned(4000))).why,
              "The cut falls right before iov[1], so the next call must start at tail."));

    // The rest of a list counts its entries anew.
    CallStep rest = s.call(Op::Writev, scene::returned(1000));
    rest.call.list = rest.call.list.after(5000);
    rest.asked = rest.call.list.total();
    rest.consumed = rest.call.list.cursor_after(1000);
    CHECK(has(s.explain(rest).why, "The cut falls inside iov[0], so the next call must start at tail+2,000."));

    s.experiment.loop.kind = "once";
    CHECK(has(s.explain(s.call(Op::Writev, scene::returned(15999))).why,
              "at tail+11,999; this loop makes no second call, so 1 byte stays behind."));
    CHECK(has(s.explain(s.call(Op::CopyWrite, scene::returned(15999))).why, "inside the joined copy"));
}

TEST_CASE("explain: a pipe's page slots", "[report][explain]") {
    Scene s = sixteen_k_to_pipe();
    s.before.writable = s.after.writable = false;
    s.after.queued = 8000;
    const CallStep full = s.call(Op::Writev, scene::failed(EAGAIN));
    CHECK(has(s.explain(full).why, "All 2 page slots are taken, though they hold only 8,000 of 8,192 bytes"));

    s.after.queued = 8192;
    CHECK(s.explain(full).headline == "EAGAIN: Resource temporarily unavailable.");
    CHECK(has(s.explain(full).why, "not one byte fits, and O_NONBLOCK tells the kernel to fail"));
    CHECK(has(s.explain(full).why, "poll(2)"));

    // 16,000 is three pages and 3,712 bytes; these can still go behind what the last page holds.
    CHECK(has(s.explain(s.call(Op::Writev, scene::returned(16000 % 4096))).why,
              "were taken already, but the last page still had room for 3,712 bytes"));

    s.after.capacity = 4096;
    s.after.queued = 4096;
    CHECK(has(s.explain(full).why, "The only page slot is taken, so"));
}

TEST_CASE("explain: up to PIPE_BUF all goes in or nothing", "[report][explain]") {
    Scene s({scene::fill("a", "a", 400)}, {scene::entry("a")});
    s.experiment.target.flags.names = {"O_NONBLOCK"};
    s.after.writable = false;
    s.after.queued = 65436;
    const std::string why = s.explain(s.call(Op::Writev, scene::failed(EAGAIN))).why;
    CHECK(has(why, "PIPE_BUF"));
    CHECK(has(why, "400"));
    CHECK_FALSE(has(why, "not one byte"));
}

TEST_CASE("explain: a pipe's other outcomes", "[report][explain]") {
    Scene s = sixteen_k_to_pipe();
    s.experiment.target.flags.names.clear();
    const auto why = [&](const Outcome& outcome) { return s.explain(s.call(Op::Writev, outcome)).why; };

    CHECK(has(why(scene::failed(EPIPE)), "Every descriptor of the reading end is closed"));
    CHECK(has(why(scene::failed(EPIPE)), "SIGPIPE came with it"));
    CHECK(has(why(scene::failed(EINTR)), "before a single byte had gone in"));
    CHECK(has(why(scene::failed(ESPIPE)), "a pipe has no offsets"));
    CHECK(has(why(with_handler(scene::returned(8192))), "A signal's handler ran"));
    CHECK(has(why(scene::returned(8192)), "without any handler"));
    CHECK(has(why(scene::returned(16000)), "slept until the reader had taken enough out"));
    CHECK(has(why(with_handler(scene::returned(16000))), "SA_RESTART"));
    s.after.reader_open = false;
    CHECK(has(why(scene::returned(8192)), "The reader closed its end while the call slept"));
    s.after.reader_open = true;

    Outcome blocked;
    blocked.blocked = true;
    s.experiment.deadline_s = 2;
    s.after.writable = false;
    CHECK(has(why(blocked), "nobody had by the deadline of 2 s"));
    CallStep asleep = s.call(Op::Writev, blocked);
    asleep.taken = 8192;
    CHECK(s.explain(asleep).headline == "Still asleep in writev when the run ended.");
    CHECK(has(s.explain(asleep).why, "8,192 bytes had gone in by then"));

    s.experiment.target.flags.names = {"O_DIRECT"};
    CHECK(has(why(scene::returned(16000)), "O_DIRECT makes packets"));
}

TEST_CASE("explain: the same bad address stops a pipe at a page and a file at the byte", "[report][explain]") {
    const std::vector<EntrySpec> late = {scene::entry("a"), scene::bad(BadBase::Crossing, 4000, 2000)};
    Scene pipe({scene::fill("a", "a", 3000)}, late);
    CHECK(has(pipe.explain(pipe.call(Op::Writev, scene::returned(4096))).why,
              "iov[1] holds an address that may not be read, 5,000 bytes into the list. A pipe is filled a page at "
              "a time"));
    const Scene file({scene::fill("a", "a", 3000)}, late, "file");
    CHECK(has(file.explain(file.call(Op::Writev, scene::returned(5000))).why,
              "a file takes every byte in front of it: exactly 5,000"));

    const std::vector<EntrySpec> soon = {scene::bad(BadBase::Crossing, 40, 20)};
    Scene short_pipe({}, soon);
    CHECK(has(short_pipe.explain(short_pipe.call(Op::Writev, scene::failed(EFAULT))).why,
              "20 bytes in front of it could be read, but a pipe is filled a page at a time"));
    const std::vector<EntrySpec> at_once = {scene::bad(BadBase::Unmapped, 40)};
    Scene grown({}, at_once, "file");
    CHECK(has(grown.explain(grown.call(Op::Writev, scene::failed(EFAULT))).why, "The first byte to be written"));
    grown.after.size = 500;
    CHECK(
        has(grown.explain(grown.call(Op::Writev, scene::failed(EFAULT))).why, "the file grew from 0 to 500 bytes"));
}

TEST_CASE("explain: what is refused before the target is looked at", "[report][explain]") {
    Scene s({scene::text("a", "x")}, {scene::entry("a")}, "file");
    const auto why = [&](CallStep step) { return s.explain(std::move(step)).why; };

    CallStep step = s.call(Op::Writev, scene::failed(EINVAL));
    step.call.count = 1025;
    CHECK(has(why(step), "iovcnt is 1,025: one call carries at most 1,024 entries"));
    step.call.count = -1;
    CHECK(has(why(step), "iovcnt is -1, which the kernel takes as 4,294,967,295"));

    step = s.call(Op::Writev, scene::failed(EFAULT));
    step.call.bad_array = true;
    CHECK(has(why(step), "The array of entries itself"));
    step.call.bad_array = false;
    step.call.count = 3;
    CHECK(has(why(step), "iovcnt is 3, but the array has 1 entry"));

    step = s.call(Op::Pwritev, scene::failed(EINVAL));
    step.call.offset = -5;
    CHECK(has(why(step), "The offset is -5"));
    CHECK(!has(why(step), "pwritev2"));
    step.call.op = Op::Pwritev2;
    CHECK(has(why(step), "Only -1 has a meaning for pwritev2"));
    step.call.offset = INT64_MAX;
    CHECK(has(why(step), "add up to more than a file position can be"));

    CHECK(has(why(s.call(Op::Writev, scene::failed(EBADF))), "not open for writing"));
    s.experiment.target.flags.names = {"O_RDONLY"};
    CHECK(has(why(s.call(Op::Writev, scene::failed(EBADF))), "O_RDONLY"));
    s.experiment.target.flags.names = {"O_PATH"};
    CHECK(has(why(s.call(Op::Writev, scene::failed(EBADF))), "O_PATH"));

    step = s.call(Op::Pwritev2, scene::failed(EOPNOTSUPP));
    step.call.flags = 0x40000000;
    CHECK(has(why(step), "0x40000000"));
}

TEST_CASE("explain: addresses and lengths that cannot be", "[report][explain]") {
    const Scene negative({}, {scene::bad(BadBase::Null, 0), scene::bad(BadBase::Unmapped, UINT64_MAX)}, "file");
    CHECK(has(negative.explain(negative.call(Op::Writev, scene::failed(EINVAL))).why,
              "iov[1] has the length 18446744073709551615, which is negative"));
    const Scene kernel({}, {scene::bad(BadBase::Kernel, 0)}, "file");
    CHECK(has(kernel.explain(kernel.call(Op::Writev, scene::failed(EFAULT))).why,
              "iov[0] reaches past the end of user space"));
}

TEST_CASE("explain: nothing asked, nothing looked at", "[report][explain]") {
    const Scene s({}, {});
    const Explanation why = s.explain(s.call(Op::Writev, scene::returned(0)));
    CHECK(why.headline == "Nothing to write: 0 of 0.");
    CHECK(has(why.why, "before it looks at the target"));
}

TEST_CASE("explain: deaths", "[report][explain]") {
    Scene s({scene::text("a", "x")}, {scene::entry("a")});
    const auto all = [&](Op op, int signal) {
        const Explanation why = s.explain(s.call(op, scene::killed(signal)));
        return why.headline + " " + why.why;
    };
    CHECK(has(all(Op::Writev, SIGPIPE), "Killed by SIGPIPE in writev. Nobody can read this pipe"));
    CHECK(has(all(Op::CopyWrite, SIGSEGV), "Killed by SIGSEGV before any call. Joining the entries"));
    CHECK(has(all(Op::Writev, SIGTERM), "Killed by SIGTERM in writev."));
    s.experiment.limits.file_size = 15000;
    CHECK(has(all(Op::Write, SIGXFSZ),
              "Killed by SIGXFSZ in write. The write would begin at or past this process's "
              "limit on file sizes, 15,000 bytes"));

    CallStep step = s.call(Op::Writev, scene::killed(SIGPIPE));
    step.taken = 8192;
    CHECK(has(s.explain(step).why, "8,192 bytes had gone into the pipe before"));
}

TEST_CASE("explain: where bytes go in a file", "[report][explain]") {
    Scene s({scene::fill("a", "a", 10)}, {scene::entry("a")}, "file");
    const auto why = [&](Op op, std::uint64_t at, std::int64_t offset = 0) {
        CallStep step = s.call(op, scene::returned(10));
        step.at = at;
        step.call.offset = offset;
        return s.explain(step).why;
    };
    CHECK(has(why(Op::Writev, 0), "went to the file's position, 0, and moved it to 10."));
    CHECK(has(why(Op::Pwritev, 5, 5), "went to offset 5 of the file; its own position stays at 0."));
    CHECK(has(why(Op::Pwritev, 5, 5), "Between the old end, 0, and there nothing was ever written: a hole"));
    CHECK(has(why(Op::Pwritev2, 0, -1), "went to the file's position"));

    s.before.size = 100;
    CHECK(has(why(Op::Writev, 0), "The 90 bytes behind them are the old ones: without O_TRUNC"));

    s.experiment.target.flags.names = {"O_APPEND", "O_NONBLOCK"};
    CHECK(has(why(Op::Writev, 100),
              "O_APPEND sends every write to the end of the file, at 100, wherever its position"));
    CHECK(has(why(Op::Pwritev, 100, 7), "the offset 7 was ignored"));
    CHECK(has(why(Op::Writev, 100), "O_NONBLOCK changes nothing for a regular file."));
}

TEST_CASE("explain: a file's limit", "[report][explain]") {
    Scene s({scene::fill("a", "a", 20000)}, {scene::entry("a")}, "file");
    s.experiment.limits.file_size = 15000;
    CHECK(has(s.explain(s.call(Op::Writev, scene::returned(15000))).why, "at most 15,000 bytes (RLIMIT_FSIZE)"));
    CHECK(has(s.explain(s.call(Op::Writev, scene::failed(EFBIG))).why, "SIGXFSZ came with it"));
    s.experiment.limits.file_size.reset();
    CHECK(has(s.explain(s.call(Op::Writev, scene::failed(EFBIG))).why, "the largest file"));
    CHECK(has(s.explain(s.call(Op::Writev, scene::failed(ENOSPC))).why, "The disk is full"));
    s.experiment.target.flags.names = {"O_DIRECT"};
    CHECK(has(s.explain(s.call(Op::Writev, scene::failed(EINVAL))).why, "O_DIRECT bypasses the page cache"));
}

TEST_CASE("explain: a lying length is told", "[report][explain]") {
    const Scene s({scene::text("a", "abc")}, {scene::lying("a", 10)}, "file");
    CHECK(has(s.explain(s.call(Op::Writev, scene::returned(10))).why,
              "iov[0] claims to be longer than a, which has 3 bytes: 7 bytes of what lies behind it"));
    CHECK(!has(s.explain(s.call(Op::Writev, scene::returned(3))).why, "claims"));
}

TEST_CASE("explain: what the kernel did not say is marked", "[report][explain]") {
    const Scene s({scene::fill("a", "a", 10)}, {scene::entry("a")});
    Outcome injected = scene::failed(EAGAIN);
    injected.origin = Origin::Injected;
    CHECK(s.explain(s.call(Op::Writev, injected)).headline ==
          "EAGAIN: Resource temporarily unavailable. (injected)");
    CHECK(has(s.explain(s.call(Op::Writev, injected)).why, "No call was made"));

    Outcome capped = scene::returned(3);
    capped.origin = Origin::Capped;
    CallStep step = s.call(Op::Writev, capped);
    step.call.cap = 3;
    CHECK(s.explain(step).headline == "Short write: 3 of 10. (capped)");
    CHECK(
        has(s.explain(step).why, "asked the kernel for the first 3 bytes of the list only, and it took them all"));
}

TEST_CASE("explain: an unknown refusal is told plainly", "[report][explain]") {
    const Scene s({scene::text("a", "x")}, {scene::entry("a")});
    const Explanation why = s.explain(s.call(Op::Write, scene::failed(EIO)));
    CHECK(why.headline == "EIO: Input/output error.");
    CHECK(why.page == "write(2)");
}

TEST_CASE("explain: verdicts in a sentence", "[report][explain]") {
    EndStep end;
    end.expected = 10;
    end.delivered = 10;
    CHECK(explain_verdict(end) == "Every byte arrived, once and in order.");
    end.verdict = Verdict::Incomplete;
    end.delivered = 9;
    CHECK(explain_verdict(end) == "What arrived is right, but it is only the beginning: 1 byte is missing.");
    end.delivered = 10;
    CHECK(explain_verdict(end) == "Not everything arrived: the reader was gone before.");
    end.delivered = 0;
    CHECK(explain_verdict(end) == "Nothing arrived of 10 bytes.");
    end = {};
    CHECK(explain_verdict(end) == "No byte was to be sent, and none arrived.");
}
