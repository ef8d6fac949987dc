// Pipes, as other projects' tests have them.
//
// Rows of this family that the experiment format cannot express, or this version cannot run: P-02's handler
// (SIGPIPE is ignored or deadly here), P-29 and P-30 (vmsplice), S-rows (sockets), two writers (their records'
// breaking).
#include "core/kernel/names.h"
#include "tests/catch.h"
#include "tests/oracle/rows.h"

#include <cerrno>
#include <csignal>
#include <variant>

using namespace iovlab;
using namespace iovlab::oracle;

namespace {

constexpr std::uint32_t kNoWait = 0x8;
constexpr std::uint32_t kNoSignal = 0x100;

auto reader(ReaderPolicy policy, std::uint64_t bytes) {
    return [=](Experiment& e) { e.reader = {policy, bytes, 1}; };
}
void no_reader(Experiment& e) {
    e.target.reader_open = false;
}
void deadly(Experiment& e) {
    e.limits.sigpipe = Disposition::Default;
}

// What the pipe held when the call was seen asleep.
std::optional<std::int64_t> queued_asleep(const test::Ran& ran) {
    for (const Step& step : ran.trace) {
        if (std::holds_alternative<SleepStep>(step.what)) return step.after.queued;
    }
    return std::nullopt;
}

}  // namespace

TEST_CASE("P-02 P-04: nobody reads any more", "[oracle][pipe]") {
    check_all({
        Row("P-04").pipe().with(no_reader).write(b(4), -EPIPE),
        Row("P-02, three entries").pipe().with(no_reader).writev({b(9), b(9), b(9)}, -EPIPE),
        Row("P-02, full as well").pipe(4096, 4096).with(no_reader).write(b(27), -EPIPE).queued(4096),
        Row("P-02, EPIPE before EFAULT").pipe().with(no_reader).writev({none(9)}, -EPIPE),
    });
    Experiment experiment = test::into_pipe({27}, 65536, true);
    no_reader(experiment);
    deadly(experiment);
    const test::Ran ran = test::run(experiment);
    CHECK(ran.outcome().signal == SIGPIPE);
    CHECK(ran.end.status == Status::Killed);
}

TEST_CASE("P-08 P-10: large writes into what is left", "[oracle][pipe]") {
    const auto page = b(4096);
    Row("P-08").pipe(65536, 10).write(b(196608), 61440).again(1, -EAGAIN).queued(61450).check();
    Row("P-08, by two writes of 5").pipe().write(b(5), 5).again(1, 5).write(b(196608), 61440).queued(61450).check();
    Row("P-10").pipe().writev({page.times(17)}, 65536).writev({page.times(8)}, -EAGAIN).queued(65536).check();
}

TEST_CASE("P-11: the reader closes while the writer sleeps in a full pipe", "[oracle][pipe]") {
    Row("P-11")
        .sleeping_pipe(65536, 65536)
        .with(reader(ReaderPolicy::CloseWhenFull, 1))
        .write(b(1), -EPIPE)
        .check();
    Experiment experiment = test::into_pipe({1}, 65536, false);
    experiment.target.preload = 65536;
    experiment.reader.policy = ReaderPolicy::CloseWhenFull;
    deadly(experiment);
    CHECK(test::run(experiment).outcome().signal == SIGPIPE);
}

TEST_CASE("P-13: zero bytes", "[oracle][pipe]") {
    check_all({
        Row("P-13, write").pipe().write(null(0), 0).queued(0),
        Row("P-13, writev").pipe().writev({null(0)}, 0).queued(0),
        Row("P-13, full").pipe(4096, 4096).writev({null(0)}, 0).queued(4096),
        Row("P-13, broken").pipe().with(no_reader).with(deadly).writev({null(0)}, 0),
    });
}

TEST_CASE("P-14: up to PIPE_BUF a write never splits", "[oracle][pipe]") {
    const test::Ran ran = Row("P-14")
                              .sleeping_pipe(65536, 65436)
                              .with(reader(ReaderPolicy::WhenFull, 65536))
                              .write(b(400), 400)
                              .check();
    CHECK(queued_asleep(ran) == 65436);
}

TEST_CASE("P-15 P-16 P-17 P-23: a blocking writer and its reader", "[oracle][pipe]") {
    const auto drained = reader(ReaderPolicy::WhenFull, 1u << 20);
    Row("P-15").sleeping_pipe(4096).with(drained).write(b(20000), 20000).check();
    Row("P-16").pipe().writev({text("hel"), b(3).with_length(0), text("lo")}, 5).holds("hello").check();
    const test::Ran big =
        Row("P-17").sleeping_pipe().with(drained).writev({b(1234567), b(2345678)}, 3580245).check();
    CHECK(big.end.verdict == Verdict::Intact);
    CHECK(big.sink.size == 3580245);
    const test::Ran many = Row("P-23").sleeping_pipe().with(drained).write(b(4096), 4096).again(2559, 4096).check();
    CHECK(many.end.delivered == 10485760);
}

TEST_CASE("P-21 and surprise 9: a full pipe frees space in pages", "[oracle][pipe]") {
    Row("P-21, reads of 512")
        .pipe(65536, 65536)
        .with(reader(ReaderPolicy::AfterCall, 512))
        .write(b(1), -EAGAIN)
        .again(7, -EAGAIN)
        .write(b(1), 1)
        .check();
    Row("P-21, reads of 1024")
        .pipe(65536, 65536)
        .with(reader(ReaderPolicy::AfterCall, 1024))
        .write(b(1), -EAGAIN)
        .again(3, -EAGAIN)
        .write(b(1), 1)
        .check();
    const test::Ran ran = Row("P-21, 4095")
                              .pipe(65536, 65536)
                              .with(reader(ReaderPolicy::AfterCall, 4095))
                              .write(b(1), -EAGAIN)
                              .again(1, -EAGAIN)
                              .check();
    CHECK(ran.after[1].queued == 65536 - 4095);
    CHECK(ran.after[1].writable == false);
    Row("P-21, 4096")
        .pipe(65536, 65536)
        .with(reader(ReaderPolicy::AfterCall, 4096))
        .write(b(1), -EAGAIN)
        .write(b(5000), 4096)
        .queued(65536)
        .check();
    Row("surprise 9, one stray byte").pipe(65536, 1).writev({b(69632)}, 61440).queued(61441).check();
    Row("surprise 9, without it").pipe().writev({b(69632)}, 65536).queued(65536).check();
}

TEST_CASE("P-22: the hang that Linux once had", "[oracle][pipe]") {
    Row("P-22")
        .sleeping_pipe(8192, 8192)
        .with(reader(ReaderPolicy::AfterCall, 8191))
        .writev({null(0)}, 0)
        .write(b(1), 1)
        .queued(2)
        .check();
}

TEST_CASE("P-28 and surprise 10: packets", "[oracle][pipe]") {
    const test::Ran ran = Row("P-28").pipe().flag("O_DIRECT").writev({b(5000)}, 5000).queued(5000).check();
    REQUIRE(ran.pipe.slots.slots().size() == 2);
    CHECK(ran.pipe.slots.slots()[0].length == 4096);
    CHECK(ran.pipe.slots.slots()[1].length == 904);
    // One read, one packet, however much it asks for.
    const test::Ran read = Row("P-28, read")
                               .pipe()
                               .flag("O_DIRECT")
                               .with(reader(ReaderPolicy::AfterCall, 65536))
                               .writev({b(5000)}, 5000)
                               .writev({null(0)}, 0)
                               .queued(904)
                               .check();
    CHECK(read.pipe.slots.slots().empty());

    Row("16 bytes fill 64 KiB")
        .pipe()
        .flag("O_DIRECT")
        .write(b(1), 1)
        .again(15, 1)
        .again(1, -EAGAIN)
        .queued(16)
        .check();
    Row("a normal pipe takes a page of them").pipe(4096).write(b(1), 1).again(4095, 1).again(1, -EAGAIN).check();
    Row("2049 each").pipe().write(b(2049), 2049).again(15, 2049).again(1, -EAGAIN).queued(32784).check();
    Row("docs/kernel.md 2, rule 5")
        .pipe(16384)
        .write(b(2049), 2049)
        .again(3, 2049)
        .again(1, -EAGAIN)
        .write(b(2047), 2047)
        .queued(8196 + 2047)
        .check();
}

TEST_CASE("P-32: RWF_NOSIGNAL", "[oracle][pipe]") {
    // 6.18 and later; asked of a file, which takes the bit where it is known at all.
    if (probe_pwritev2(kNoSignal) < 0) IOVLAB_SKIP("P-32: RWF_NOSIGNAL is new in Linux 6.18");
    Row("P-32").pipe().with(no_reader).with(deadly).pwritev2({b(5)}, -1, kNoSignal, -EPIPE).check();
}

TEST_CASE("P-33: RWF_NOWAIT on a descriptor that blocks", "[oracle][pipe]") {
    check_all({
        Row("P-33, full").sleeping_pipe(4096, 4096).pwritev2({b(5)}, -1, kNoWait, -EAGAIN).queued(4096),
        Row("P-33, with room").sleeping_pipe(4096).pwritev2({b(5)}, -1, kNoWait, 5).queued(5),
        Row("P-33, with some room").sleeping_pipe(8192, 1).pwritev2({b(9000)}, -1, kNoWait, 4904).queued(4905),
    });
}

TEST_CASE("surprise 8: room for 3999 bytes", "[oracle][pipe]") {
    const auto pipe = [](const char* id) { return Row(id).pipe(8192, 4193); };
    check_all({
        pipe("3999 fits").write(b(3999), 3999).queued(8192),
        pipe("4000 does not").write(b(4000), -EAGAIN).queued(4193),
        pipe("4096 does not").write(b(4096), -EAGAIN).queued(4193),
        pipe("4097 is one").write(b(4097), 1).queued(4194),
        pipe("8000 are 3904").write(b(8000), 3904).queued(8097),
    });
}

TEST_CASE("surprise 11: success and SIGPIPE together", "[oracle][pipe]") {
    Experiment experiment = test::into_pipe({65536, 65536}, 65536, false);
    experiment.reader.policy = ReaderPolicy::CloseWhenFull;
    SECTION("ignored: the count is seen, and the next call is EPIPE") {
        experiment.calls.push_back(experiment.calls[0]);
        const test::Ran ran = test::run(experiment);
        REQUIRE(ran.calls.size() == 2);
        CHECK(ran.result(0) == 65536);
        CHECK(ran.result(1) == -EPIPE);
    }
    SECTION("default: the caller dies of it, with 65536 bytes gone out") {
        deadly(experiment);
        const test::Ran ran = test::run(experiment);
        CHECK(ran.outcome().signal == SIGPIPE);
        CHECK(ran.end.delivered == 65536);
    }
}
