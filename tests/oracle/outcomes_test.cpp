// The outcomes of files and pipes that can be had on demand, exactly.
//
// Its rows about sockets, memfd, /dev/full, /dev/null and a bad descriptor come with those targets.
#include "tests/catch.h"
#include "tests/oracle/rows.h"

#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <unistd.h>

using namespace iovlab;
using namespace iovlab::oracle;

TEST_CASE("outcomes of a small pipe", "[oracle][pipe]") {
    const Parts thousand = {b(1000), b(1000)};
    const auto takes = [](std::uint64_t n) {
        return [=](Experiment& e) { e.reader = {ReaderPolicy::AfterCall, n, 1}; };
    };
    check_all({
        Row("4096, 1000+1000+1000").pipe(4096).writev({b(1000), b(1000), b(1000)}, 3000).queued(3000),
        Row("1096 free").pipe(4096, 3000).writev(thousand, -EAGAIN).queued(3000),
        Row("empty 4 KiB").pipe(4096).writev({b(3000), b(3000), b(3000)}, 4096).queued(4096),
        Row("the reader takes one byte")
            .pipe(4096)
            .with(takes(1))
            .writev({b(3000), b(3000), b(3000)}, 4096)
            .write(b(1), -EAGAIN)
            .queued(4095),
        Row("16 KiB, 4095 taken, then one more")
            .pipe(16384, 16384)
            .with(takes(4095))
            .writev({null(0)}, 0)
            .write(b(1), -EAGAIN)
            .write(b(4096), 4096),
        Row("5000 in 8 KiB, 4096").pipe(8192, 5000).write(b(4096), -EAGAIN).queued(5000),
        Row("5000 in 8 KiB, 4097").pipe(8192, 5000).write(b(4097), 1).queued(5001),
        Row("64 KiB").pipe().writev({b(10000), b(20000), b(30000), b(40000)}, 65536).queued(65536),
    });
}

TEST_CASE("outcomes where the cut lies", "[oracle][pipe]") {
    const test::Ran small = Row("inside entry 2").pipe(4096).writev({b(3000), b(3000), b(3000)}, 4096).check();
    CHECK(small.calls[0].consumed == Cursor{1, 1096});
    const test::Ran large =
        Row("inside entry 4").pipe().writev({b(10000), b(20000), b(30000), b(40000)}, 65536).check();
    CHECK(large.calls[0].consumed == Cursor{3, 5536});
}

TEST_CASE("outcomes of a blocking pipe", "[oracle][pipe][signal]") {
    for (const bool restart : {false, true}) {
        const auto signalled = [=](Experiment& e) { e.signal = SignalSpec{"SIGUSR1", restart}; };
        Row("a signal mid-way").sleeping_pipe().with(signalled).writev({b(40000).times(3)}, 65536).check();
    }
    const auto once = [](Experiment& e) { e.signal = SignalSpec{"SIGUSR1", false}; };
    const auto restarts = [](Experiment& e) {
        e.signal = SignalSpec{"SIGUSR1", true};
        e.reader = {ReaderPolicy::WhenFull, 65536, 1};
    };
    Row("full").sleeping_pipe(65536, 65536).with(once).writev({b(10), b(10)}, -EINTR).check();
    Row("full, SA_RESTART").sleeping_pipe(65536, 65536).with(restarts).writev({b(10), b(10)}, 20).check();
}

TEST_CASE("outcomes of files", "[oracle][file]") {
    const auto limit = [](Experiment& e) { e.limits.file_size = 10000; };
    const Parts three = {b(6000).times(3)};
    check_all({
        Row("RLIMIT_FSIZE").file().with(limit).writev(three, 10000).again(1, -EFBIG).size(10000),
        Row("1025 entries").file().writev({b(4).times(1025)}, -EINVAL),
        Row("-1 entries").file().writev({b(4)}, -EINVAL).count(-1),
        Row("0 entries").file().writev({b(4)}, 0).count(0),
        Row("all empty").file().writev({b(4).with_length(0), null(0)}, 0).size(0),
        Row("bad pointer in entry 2").file().writev({b(4), none(4), b(4)}, 4).size(4),
        Row("bad pointer in entry 1").file().writev({none(4), b(4)}, -EFAULT).size(0),
        Row("length 0 with a bad pointer").file().writev({none(0), b(4)}, 4).size(4),
        Row("the same list into a pipe").pipe().writev({b(4), none(4), b(4)}, -EFAULT).queued(0),
        Row("O_APPEND, offset 0").file("ab").flag("O_APPEND").pwritev({text("cd")}, 0, 2).holds("abcd").offset(0),
        Row("read-only").file().flag("O_RDONLY").writev({b(4)}, -EBADF),
        Row("O_PATH").file().flag("O_PATH").writev({b(4)}, -EBADF),
        Row("pwritev on a pipe").pipe().pwritev({b(4)}, 0, -ESPIPE),
        Row("one length of SIZE_MAX").file().writev({b(4).with_length(UINT64_MAX)}, -EINVAL),
        Row("a sum beyond the signed range")
            .file()
            .writev({b(4).with_length(INT64_MAX), b(4).with_length(INT64_MAX)}, -EFAULT),
    });
}

TEST_CASE("O_DIRECT with 100 + 100", "[oracle][file]") {
    const int fd = probe_file(O_DIRECT);
    if (fd < 0) IOVLAB_SKIP("this file system does not open files with O_DIRECT");
    const bool strict = ::pwrite(fd, "0123456789", 1, 0) == -1 && errno == EINVAL;
    ::close(fd);
    if (!strict) IOVLAB_SKIP("this file system takes unaligned O_DIRECT writes");
    Row("100 + 100").file().flag("O_DIRECT").writev({b(100), b(100)}, -EINVAL).size(0).check();
}
