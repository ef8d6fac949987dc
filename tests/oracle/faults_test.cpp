// Bad addresses in the middle of a list, as other projects' tests have them.
//
// Rows of this family that the experiment format cannot express: E-11 (a mapping past its file's end), E-21 to E-23
// (sockets), E-24 and E-25 (process_vm_writev), surprise 3 (/dev/null), E-01's hole (its first half is written
// zeros here: the format fills a file, it does not make holes). Where a source allows several answers (LTP
// writev07, gVisor PartialBadBuffer) the value is the longest legal prefix: what docs/kernel.md, 3, rule 4 says.
#include "tests/catch.h"
#include "tests/oracle/rows.h"

#include <cerrno>
#include <unistd.h>

using namespace iovlab;
using namespace iovlab::oracle;

namespace {

const Parts kHole = {none(8192), null(0)};
const Parts kBadSecond = {b(64), none(64), b(64), b(64)};

}  // namespace

TEST_CASE("E-01 E-02: LTP's writev02 and writev05", "[oracle][fault]") {
    check_all({
        Row("E-01").file(zeros(16384)).writev(kHole, -EFAULT).holds(zeros(16384)).offset(0),
        Row("E-02").file(zeros(8192)).writev(kHole, -EFAULT).holds(zeros(8192)).offset(0),
        Row("E-02, at the end").file(zeros(8192), 8192).writev(kHole, -EFAULT).size(8192).offset(8192),
    });
}

TEST_CASE("E-03 to E-06 and surprise 1: LTP's writev07", "[oracle][fault]") {
    check_all({
        Row("E-03").file(zeros(256)).writev(kBadSecond, 64).offset(64).size(256),
        Row("E-04").file(zeros(256), 65).writev(kBadSecond, 64).offset(129).size(256),
        Row("E-05").file(zeros(256), 4096).writev(kBadSecond, 64).offset(4160).size(4160),
        Row("E-06").file(zeros(256), 4097).writev(kBadSecond, 64).offset(4161).size(4161),
    });
}

TEST_CASE("E-07 to E-13: bad addresses at offsets, and one byte before the edge", "[oracle][fault]") {
    check_all({
        Row("E-07").file("xyz").pwritev({kernel(64)}, 0, -EFAULT).holds("xyz"),
        Row("E-09").file("xyz").pwritev2({none(64)}, 0, 0, -EFAULT).holds("xyz"),
        Row("E-09, write").file("xyz").write(none(64), -EFAULT).holds("xyz"),
        Row("E-13, pwrite 4096").file().pwritev({edge(1, 4096)}, 0, 1).holds("x"),
        Row("E-13, pwrite 10").file().pwritev({edge(1, 10)}, 0, 1).holds("x"),
        Row("E-13, write 4096").file().write(edge(1, 4096), 1).holds("x"),
        Row("E-13, write 10").file().write(edge(1, 10), 1).holds("x"),
    });
}

TEST_CASE("E-14 to E-16: everything up to the first bad byte, where 4.8 cut at pages", "[oracle][fault]") {
    check_all({
        Row("E-14, write").file().write(edge(2048, 8192), 2048).size(2048).holds(std::string(2048, 'x')),
        Row("E-14, writev").file().writev({edge(2048, 8192)}, 2048).size(2048),
        Row("E-15, write").file("", 2049).write(edge(2048, 8192), 2048).size(4097).offset(4097),
        Row("E-15, writev").file("", 2049).writev({edge(2048, 8192)}, 2048).size(4097),
        Row("E-16, this file system").file("", 31).writev({edge(16284, 36764)}, 16284).size(16315),
    });
    const FilesIn memory("/dev/shm");
    if (!memory.is_tmpfs()) IOVLAB_SKIP("E-16: no tmpfs at /dev/shm");
    Row("E-16").file("", 31).writev({edge(16284, 36764)}, 16284).size(16315).check();
}

TEST_CASE("E-17 to E-19: write, with a bad address and with a wrong length", "[oracle][fault]") {
    const std::string hundred(100, 'h');
    check_all({
        Row("E-17").file(hundred).write(none(100), -EFAULT).holds(hundred),
        Row("E-18").file("xyz").write(b(8).with_length(UINT64_MAX), -EFAULT).holds("xyz"),
        Row("E-18, SSIZE_MAX + 1").file("xyz").write(b(8).with_length(1ull << 63), -EFAULT).holds("xyz"),
        Row("E-18, the same by writev").file("xyz").writev({b(8).with_length(UINT64_MAX)}, -EINVAL).holds("xyz"),
        Row("E-19").pipe().write(none(8192), -EFAULT).queued(0),
    });
}

TEST_CASE("surprise 2: a pipe takes whole pages or nothing before a fault", "[oracle][fault]") {
    check_all({
        Row("64 good, then bad").pipe().writev({b(64), none(64)}, -EFAULT).queued(0),
        Row("5000 good, then bad").pipe().writev({b(5000), none(64)}, 4096).queued(4096),
        Row("a pipe: 10, 7, 3 good").pipe().writev({b(10), b(7), edge(3, 100)}, -EFAULT).queued(0),
        Row("a pipe: 4096, 4000, 3 good").pipe().writev({b(4096), b(4000), edge(3, 100)}, 4096).queued(4096),
        Row("a file: 10, 7, 3 good into a file").file().writev({b(10), b(7), edge(3, 100)}, 20).size(20),
        Row("full and bad: the full comes first").pipe(4096, 4096).writev({none(10)}, -EAGAIN).queued(4096),
        // chars = 104 would merge with the last page, but its bytes are not all there.
        Row("a merge that meets the fault").pipe(8192, 100).writev({edge(50, 4200)}, -EFAULT).queued(100),
        Row("a merge, then the fault").pipe(8192, 100).writev({edge(120, 4200)}, 104).queued(204),
    });
}

TEST_CASE("Files, rule 5: a fault past the end of a file still makes it longer", "[oracle][fault]") {
    // Found by fuzzing on ext4, overlay and tmpfs; asked of this file system first.
    const int fd = probe_file();
    void* volatile nowhere = reinterpret_cast<void*>(16);
    const bool extends = ::pwrite(fd, nowhere, 1, 1000) == -1 && ::lseek(fd, 0, SEEK_END) == 1000;
    ::close(fd);
    if (!extends) IOVLAB_SKIP("rule 5: this file system leaves the file as it is");
    const test::Ran ran = Row("rule 5").file("xyz").pwritev({none(10)}, 1000, -EFAULT).size(1000).check();
    CHECK(ran.end.delivered == 0);
}
