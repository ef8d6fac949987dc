// The kernel's checks of a call before any byte moves, in their order, as other projects' tests have them.
//
// Rows of this family that the experiment format cannot express, or this version cannot run:
// V-02, V-05, V-28 as they stand (/dev/null; here V-02 and V-28 go to a file), V-09 and V-11 on sockets, V-18 and
// V-19 with pwrite (pwritev of one entry is the same call here), V-21 and V-22 (descriptor -1, closed), V-24 on a
// directory, V-25 (a pipe's read end), V-30 on the read end, V-32 (socket, eventfd), V-38 (timerfd, signalfd,
// epoll), rows about the raw iovcnt above 32 bits (count is an int in the format).
#include "tests/catch.h"
#include "tests/oracle/rows.h"

#include <cerrno>
#include <cstdint>
#include <fcntl.h>
#include <unistd.h>

using namespace iovlab;
using namespace iovlab::oracle;

namespace {

constexpr std::uint64_t kSizeMax = UINT64_MAX;
constexpr std::uint64_t kTopBit = 1ull << 63;
constexpr std::int64_t kNothing = 0;

Row file_row(const char* id) {
    return Row(id).file("xyz");
}

}  // namespace

TEST_CASE("V-02 V-03 V-08 V-10 V-11: lengths, count and array of a file's call", "[oracle][arguments]") {
    const Part wrong = b(16).with_length(kSizeMax - 1233);
    check_all({
        file_row("V-02, to a file, count 1").writev({b(16), wrong}, 16).count(1).size(16),
        file_row("V-02, to a file, count 2").writev({b(16), wrong}, -EINVAL).holds("xyz").offset(0),
        file_row("V-03, no flags").pwritev2({b(64).with_length(kTopBit)}, 0, 0, -EINVAL).holds("xyz"),
        file_row("V-03, RWF_HIPRI").pwritev2({b(64).with_length(kTopBit)}, 0, 1, -EINVAL).holds("xyz"),
        file_row("V-08, file").writev({}, 0).count(0).bad_array().holds("xyz"),
        Row("V-08, pipe").pipe().writev({}, 0).count(0).bad_array().queued(0),
        file_row("V-10").writev({}, -EINVAL).count(1025).bad_array().holds("xyz"),
        file_row("V-10, count -1").writev({}, -EINVAL).count(-1).bad_array().holds("xyz"),
        file_row("V-11, file").writev({}, -EFAULT).count(1).bad_array().holds("xyz"),
        Row("V-11, pipe").pipe().writev({}, -EFAULT).count(1).bad_array().queued(0),
    });
}

TEST_CASE("V-13 V-14 V-18 V-19: where the array ends, empty entries, null buffers", "[oracle][arguments]") {
    check_all({
        Row("V-13, count 2").pipe().writev({b(7)}, -EFAULT).count(2).queued(0),
        Row("V-13, count 1").pipe().writev({b(7)}, 7).count(1).queued(7).holds("abcdefg"),
        Row("V-14").file().writev({b(64), b(64).with_length(0), null(0), null(0)}, 64).size(64).offset(64),
        file_row("V-18, write").write(null(0), 0).holds("xyz"),
        file_row("V-18, pwrite").pwritev({null(0)}, 0, 0).holds("xyz"),
        file_row("V-19, write").write(null(1), -EFAULT).holds("xyz"),
        file_row("V-19, pwrite").pwritev({null(1)}, 0, -EFAULT).holds("xyz"),
    });
}

TEST_CASE("V-24: a descriptor that is not for writing", "[oracle][arguments]") {
    for (const char* flag : {"O_PATH", "O_RDONLY"}) {
        check_all({
            file_row("V-24, writev").flag(flag).writev({b(16)}, -EBADF).holds("xyz"),
            file_row("V-24, write").flag(flag).write(b(1024), -EBADF).holds("xyz"),
            file_row("V-24, pwritev2").flag(flag).pwritev2({b(16)}, 0, 0, -EBADF).holds("xyz"),
            file_row("V-24, before the count").flag(flag).writev({}, -EBADF).count(1025).holds("xyz"),
            file_row("V-24, before the array").flag(flag).writev({}, -EBADF).count(1).bad_array().holds("xyz"),
            file_row("V-24, before zero").flag(flag).writev({}, -EBADF).holds("xyz"),
        });
    }
}

TEST_CASE("V-27 V-28 V-30 V-31: offsets", "[oracle][arguments]") {
    check_all({
        file_row("V-27").pwritev2({b(16)}, -8, 0, -EINVAL).holds("xyz"),
        file_row("V-27, -1 is the file's own position").pwritev2({b(16)}, -1, 0, 16).offset(16),
        file_row("V-28, bad base").pwritev({none(8)}, -1, -EINVAL).holds("xyz"),
        file_row("V-28, bad array").pwritev({}, -2, -EINVAL).count(42).bad_array().holds("xyz"),
        file_row("V-28, array NULL").pwritev({}, -3, -EINVAL).count(1).bad_array().holds("xyz"),
        file_row("a negative offset before EBADF").flag("O_RDONLY").pwritev({b(1)}, -1, -EINVAL),
        Row("V-30").pipe().pwritev2({b(2)}, 2, 0, -ESPIPE).queued(0),
        Row("V-30, at 0").pipe().pwritev2({b(2)}, 0, 0, -ESPIPE).queued(0),
        Row("V-30, before the count").pipe().pwritev({}, 0, -ESPIPE).count(1025).bad_array().queued(0),
        Row("V-30, a negative offset first").pipe().pwritev({b(2)}, -5, -EINVAL).queued(0),
        Row("V-31").pipe().pwritev2({b(32)}, -1, 0, 32).queued(32),
    });
}

TEST_CASE("V-34: RWF_APPEND and RWF_NOAPPEND at once", "[oracle][arguments]") {
    // RWF_NOAPPEND is new in Linux 6.9: before, the bit was unknown.
    const bool known = probe_pwritev2(0x20) != -EOPNOTSUPP;
    Row row = file_row("V-34").pwritev2({b(16)}, 0, 0xF0, known ? -EINVAL : -EOPNOTSUPP).holds("xyz");
    row.check();
    const int direct = probe_file(O_DIRECT);
    if (direct < 0) IOVLAB_SKIP("V-34 with O_DIRECT: this file system does not open files so");
    ::close(direct);
    row.flag("O_DIRECT").check();
}

TEST_CASE("V-35 V-36 V-37: RWF_ bits", "[oracle][arguments]") {
    // The known set grows with the kernel; the highest bits are nobody's yet.
    std::uint32_t unknown = 0x80000000;
    REQUIRE(probe_pwritev2(unknown) == -EOPNOTSUPP);
    while (probe_pwritev2(unknown >> 1) == -EOPNOTSUPP) unknown >>= 1;
    CAPTURE(unknown);
    check_all({
        file_row("V-35, the first unknown bit").pwritev2({b(32)}, 0, unknown, -EOPNOTSUPP).holds("xyz"),
        file_row("V-35, the highest bit").pwritev2({b(32)}, 0, 0x80000000, -EOPNOTSUPP).holds("xyz"),
        file_row("V-36").pwritev2({b(1024)}, 0, 1, 1024).offset(0).size(1024),
        file_row("V-37, bad descriptor").flag("O_PATH").pwritev2({b(8)}, 0, unknown, -EBADF),
        file_row("V-37, bad array").pwritev2({}, 0, unknown, -EFAULT).count(1).bad_array(),
        file_row("V-37, count 0").pwritev2({}, 0, unknown, 0).holds("xyz"),
        file_row("V-37, total 0").pwritev2({null(0), b(8).with_length(0)}, 0, unknown, 0).holds("xyz"),
    });
}

// docs/kernel.md, 1: of two mistakes the earlier check tells.
TEST_CASE("order: of two mistakes in one list", "[oracle][arguments]") {
    const Part negative = b(8).with_length(kTopBit);
    check_all({
        file_row("count before the lengths").writev({negative.times(1025)}, -EINVAL),
        file_row("1025 empty entries").writev({null(0).times(1025)}, -EINVAL),
        file_row("1024 entries").writev({b(16).times(1024)}, 16384).size(16384),
        file_row("a negative length before the array's end").writev({negative}, -EINVAL).count(2),
        file_row("the array's end before a length behind it").writev({b(8)}, -EFAULT).count(2),
        file_row("a negative length beats an address before it").writev({kernel(0), negative}, -EINVAL),
        file_row("a negative length beats an address behind it").writev({negative, kernel(0)}, -EINVAL),
        file_row("an address outside beats what could be copied").writev({b(8), kernel(1)}, -EFAULT).holds("xyz"),
        file_row("SIZE_MAX").writev({b(8).with_length(kSizeMax)}, -EINVAL).holds("xyz"),
        file_row("lengths that pass together beyond the address space")
            .writev({b(8).with_length(INT64_MAX), b(8)}, -EFAULT)
            .holds("xyz"),
    });
}

TEST_CASE("surprise 4: length 0 does not excuse every pointer", "[oracle][arguments]") {
    check_all({
        file_row("the highest address").writev({kernel(0), b(64)}, -EFAULT).holds("xyz"),
        file_row("an unreadable page").writev({none(0), b(64)}, 64).size(64),
        file_row("NULL").writev({null(0), b(64)}, 64).size(64),
        Row("the highest address, pipe").pipe().writev({kernel(0), b(64)}, -EFAULT).queued(0),
        file_row("the highest address, length 1").writev({kernel(1)}, -EFAULT).holds("xyz"),
    });
}

TEST_CASE("surprise 5: writev of zero bytes never reaches the object", "[oracle][arguments]") {
    const auto no_reader = [](Experiment& experiment) { experiment.target.reader_open = false; };
    const auto deadly = [](Experiment& experiment) { experiment.limits.sigpipe = Disposition::Default; };
    check_all({
        Row("broken pipe").pipe().with(no_reader).writev({null(0)}, kNothing),
        Row("broken pipe, write").pipe().with(no_reader).write(null(0), kNothing),
        Row("broken pipe, no signal").pipe().with(no_reader).with(deadly).writev({null(0)}, kNothing),
        Row("full pipe").pipe(4096, 4096).writev({null(0), b(5).with_length(0)}, kNothing).queued(4096),
        Row("full pipe that would sleep").sleeping_pipe(4096, 4096).writev({null(0)}, kNothing).queued(4096),
    });
}
