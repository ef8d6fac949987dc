// Calls that read, as other projects' tests and the manual pages have them.
//
// Rows that the experiment format cannot express: R-03 (process_vm_readv), V-05's read side (2 GiB of memory), R-02
// with a zombie.
#include "tests/catch.h"
#include "tests/oracle/rows.h"

#include <cerrno>

using namespace iovlab;
using namespace iovlab::oracle;

namespace {

Row from(const char* id, const char* kind, const std::function<void(Experiment&)>& change = {}) {
    return Row(id).with([&](Experiment& experiment) {
        experiment.calls.clear();
        experiment.target = TargetSpec{};
        experiment.target.kind = kind;
        if (change) change(experiment);
    });
}

/// A file, pipe or unix socket with these bytes to be read, non-blocking.
Row holding(const char* id, const char* kind, const std::string& bytes) {
    return from(id, kind, [&](Experiment& experiment) {
        experiment.target.content = Content{ContentKind::Text, bytes, 0, 0};
        if (experiment.target.kind != "file") experiment.target.flags.names = {"O_NONBLOCK"};
    });
}

void writer_gone(Experiment& experiment) {
    experiment.target.writer_open = false;
    experiment.target.peer = "closed";
}

std::string repeated(char c, std::size_t n) {
    return std::string(n, c);
}

}  // namespace

TEST_CASE("R-02: what is refused before anything is read", "[oracle][reads]") {
    check_all({
        holding("R-02, length -1", "file", "xyz").readv({b(3).with_length(UINT64_MAX)}, -EINVAL).offset(0),
        holding("R-02, bad address", "file", "xyz").readv({none(64), b(3)}, -EFAULT).offset(0),
        holding("R-02, count -1", "file", "xyz").readv({b(3)}, -EINVAL).count(-1).offset(0),
        from("R-02, directory", "directory").readv({b(3)}, -EISDIR),
        from("R-02, descriptor -1", "minus-one").readv({b(3)}, -EBADF),
        from("a closed descriptor", "closed").readv({b(3)}, -EBADF),
        holding("opened for writing", "file", "xyz").flag("O_WRONLY").readv({b(3)}, -EBADF),
        holding("O_PATH", "file", "xyz").flag("O_PATH").readv({b(3)}, -EBADF),
        holding("the array", "file", "xyz").readv({b(3)}, -EFAULT).bad_array().offset(0),
        holding("preadv before the first byte", "file", "xyz").preadv({b(3)}, -1, -EINVAL),
        holding("V-30, preadv of a pipe", "pipe", "xyz").preadv({b(3)}, 0, -ESPIPE).queued(3),
    });
}

TEST_CASE("R-02: 1,024 entries are read into, 1,025 are refused", "[oracle][reads][limits]") {
    check_all({
        holding("1024", "file", repeated('x', 1025)).readv({b(1).times(1024)}, 1024).offset(1024),
        holding("1025", "file", repeated('x', 1025)).readv({b(1).times(1025)}, -EINVAL).offset(0),
        holding("1025 empty ones", "file", "x").readv({null(0).times(1025)}, -EINVAL),
        holding("none", "file", "x").readv({}, 0).offset(0),
        holding("SSIZE_MAX", "file", "xyz").readv({b(3).with_length(INT64_MAX)}, 3).offset(3),
        holding("SSIZE_MAX + 1", "file", "xyz").readv({b(3).with_length(1ull << 63)}, -EINVAL).offset(0),
    });
}

TEST_CASE("O-03: what pwritev2 left is scattered again", "[oracle][reads]") {
    Row row = holding("O-03", "file", "12abcxyzt").with([](Experiment& e) { e.target.seek = 1; });
    const test::Ran ran = row.readv({b(3), b(2)}, 5).offset(6).holds("2abcx").check();
    REQUIRE(ran.calls[0].got);
    REQUIRE(ran.calls[0].got->size() == 2);
    CHECK(ran.calls[0].got->at(0) == std::vector<std::byte>{std::byte{'2'}, std::byte{'a'}, std::byte{'b'}});
    CHECK(ran.calls[0].got->at(1) == std::vector<std::byte>{std::byte{'c'}, std::byte{'x'}});
    holding("preadv leaves the position", "file", "12abcxyzt")
        .preadv({b(3), b(2)}, 4, 5)
        .offset(0)
        .holds("cxyzt")
        .check();
    holding("preadv behind the end", "file", "12abc").preadv({b(3)}, 9, 0).offset(0).check();
    holding("a short read, then the end", "file", "12abc")
        .readv({b(3), b(4)}, 5)
        .readv({b(2)}, 0)
        .offset(5)
        .check();
}

TEST_CASE("P-28: packets are read one a call, and their rest is dropped", "[oracle][reads][pipe]") {
    const std::string bytes = repeated('p', 4096) + repeated('q', 904);
    holding("P-28", "pipe", bytes)
        .flag("O_DIRECT")
        .readv({b(5000)}, 4096)
        .readv({b(5000)}, 904)
        .readv({b(10)}, -EAGAIN)
        .queued(0)
        .check();
    holding("P-28, the rest is gone", "pipe", bytes)
        .flag("O_DIRECT")
        .readv({b(10)}, 10)
        .readv({b(5000)}, 904)
        .check();
}

TEST_CASE("a pipe is read across its slots, and page by page where it may not be written",
          "[oracle][reads][pipe]") {
    holding("across", "pipe", repeated('x', 10000)).readv({b(1), b(8000), b(7)}, 8008).queued(1992).check();
    holding("empty, writer there", "pipe", "x").readv({b(1)}, 1).readv({b(1)}, -EAGAIN).check();
    holding("empty, writer gone", "pipe", "x").with(writer_gone).readv({b(1)}, 1).readv({b(1)}, 0).check();
    holding("nothing asked", "pipe", "x").readv({b(0), null(0)}, 0).queued(1).check();
    holding("a slot that cannot come out", "pipe", repeated('x', 5000))
        .readv({b(10), none(5000)}, -EFAULT)
        .queued(5000)
        .check();
    holding("the slot before it can", "pipe", repeated('x', 5000))
        .readv({b(4096), none(5000)}, 4096)
        .queued(904)
        .check();
}

TEST_CASE("a file is read up to the byte that may not be written", "[oracle][reads]") {
    check_all({
        holding("in front of it", "file", repeated('x', 100)).readv({b(30), edge(5, 20), b(9)}, 35).offset(35),
        holding("at the first", "file", repeated('x', 100)).readv({none(20), b(9)}, -EFAULT).offset(0),
    });
}

TEST_CASE("sockets give messages whole or cut, streams give what is there", "[oracle][reads][unix]") {
    holding("S-19 turned round", "unix-stream", repeated('s', 28)).readv({b(3), b(25)}, 28).check();
    holding("a part", "unix-stream", repeated('s', 28))
        .readv({b(3)}, 3)
        .readv({b(99)}, 25)
        .readv({b(1)}, -EAGAIN)
        .check();
    for (const char* kind : {"unix-datagram", "unix-seqpacket"}) {
        CAPTURE(kind);
        const test::Ran cut =
            holding("a cut message", kind, repeated('d', 28)).readv({b(3)}, 3).readv({b(99)}, -EAGAIN).check();
        CHECK(cut.end.note.find("25 bytes of a message did not fit") != std::string::npos);
    }
    holding("the peer has gone", "unix-stream", "last").with(writer_gone).readv({b(9)}, 4).readv({b(9)}, 0).check();
    from("never connected", "unix-stream", [](Experiment& e) { e.target.peer = "none"; })
        .readv({b(3)}, -EINVAL)
        .check();
}

TEST_CASE("devices and counters as sources", "[oracle][reads][devices]") {
    from("L-09 turned round", "zero").readv({b(15), b(5)}, 20).holds(zeros(20)).check();
    from("/dev/null", "null").readv({b(15)}, 0).check();
    from("/dev/full", "full").readv({b(15)}, 15).holds(zeros(15)).check();
    const auto counter = [](std::uint64_t value) {
        return [value](Experiment& e) {
            e.target.value = value;
            e.target.flags.names = {"O_NONBLOCK"};
        };
    };
    from("eventfd", "eventfd", counter(3)).readv({b(3), b(9)}, 8).readv({b(8)}, -EAGAIN).check();
    from("eventfd, too small", "eventfd", counter(3)).readv({b(7)}, -EINVAL).check();
    from("eventfd, at 0", "eventfd", counter(0)).readv({b(8)}, -EAGAIN).check();
}

TEST_CASE("a read that sleeps is interrupted, restarted, or ended", "[oracle][reads][signal]") {
    const auto sleeping = [](bool restart) {
        return [restart](Experiment& e) {
            e.target.flags.names.clear();
            e.signal = SignalSpec{"SIGUSR1", restart};
            e.deadline_s = 0.2;
        };
    };
    from("EINTR", "pipe", sleeping(false)).readv({b(3)}, -EINTR).check();
    const test::Ran again = test::run(from("restart", "pipe", sleeping(true)).readv({b(3)}, 0).experiment());
    CHECK(again.outcome().blocked);
    CHECK(again.end.status == Status::Blocked);
}
