// Whole and positioned writes into regular files, as other projects' tests have them.
//
// Rows of this family that the experiment format cannot express, or this version cannot run:
// O-03's second half (preadv2; reading comes later), O-24 (/dev/null), O-25 to O-27 with a library's own loop (here
// their calls stand one by one), O-01's pwrite (pwritev of one entry is the same call here).
#include "tests/catch.h"
#include "tests/oracle/rows.h"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <unistd.h>

using namespace iovlab;
using namespace iovlab::oracle;

namespace {

constexpr std::uint32_t kSync = 0x4;
constexpr std::uint32_t kNoAppend = 0x20;
constexpr std::int64_t kLargest = INT64_MAX;

const std::string kDigits = "0123456789";

std::string repeated(char c, std::size_t n) {
    return std::string(n, c);
}

std::string alphabet(std::size_t n) {
    std::string all;
    for (std::size_t i = 0; i < n; ++i) all += static_cast<char>('a' + i % 26);
    return all;
}

}  // namespace

TEST_CASE("O-01 O-02: LTP's pwritev01 and pwritev201", "[oracle][file]") {
    const Part as = text(repeated('a', 64));
    const std::string front = repeated('a', 64) + zeros(64);
    const auto blank = [](const char* id, std::int64_t seek) { return Row(id).file(zeros(128), seek); };
    check_all({
        blank("O-01 #1", 0).pwritev({as}, 0, 64).holds(front).size(128).offset(0),
        blank("O-01 #2", 0).pwritev({as, null(0)}, 0, 64).holds(front).size(128).offset(0),
        blank("O-01 #3", 0).pwritev({as}, 32, 64).holds(zeros(32) + repeated('a', 64) + zeros(32)).offset(0),
        blank("O-02 (0,1,0)", 0).pwritev2({as}, 0, 0, 64).offset(0).size(128),
        blank("O-02 (64,2,0)", 64).pwritev2({as, null(0)}, 0, 0, 64).offset(64).holds(front),
        blank("O-02 (0,1,32)", 0).pwritev2({as}, 32, 0, 64).offset(0),
        blank("O-02 (0,1,-1)", 0).pwritev2({as}, -1, 0, 64).offset(64).holds(front),
        blank("O-02 (0,2,-1)", 0).pwritev2({as, null(0)}, -1, 0, 64).offset(64).holds(front),
        blank("O-02 (64,1,-1)", 64).pwritev2({as}, -1, 0, 64).offset(128).holds(zeros(64) + repeated('a', 64)),
    });
}

TEST_CASE("O-03 to O-10: offsets and positions", "[oracle][file]") {
    const Parts python = {text("test1"), text("tt2"), text("t3")};
    check_all({
        Row("O-03").file("123", 2).pwritev2({text("abc"), text("xyzt")}, -1, 0, 7).holds("12abcxyzt").offset(9),
        Row("O-04").file().pwritev({b(32), b(64)}, 0, 96).pwritev({b(32), b(64)}, 96, 96).size(192).offset(0),
        Row("O-06").file("xx").pwritev(python, 2, 10).holds("xxtest1tt2t3").offset(0),
        Row("O-07").file("xx").pwritev2(python, 2, kSync, 10).holds("xxtest1tt2t3"),
        Row("O-08").file("xx").writev({b(65536).times(32768)}, -EINVAL).holds("xx"),
        Row("O-09").file().pwritev2({b(512), b(512)}, 0, 0, 1024).holds(alphabet(512) + alphabet(512)),
        Row("O-10, offset 1024").file(alphabet(1024)).pwritev2({b(1024)}, 1024, 0, 1024).size(2048).offset(0),
        Row("O-10, offset -1").file("00", 2).pwritev2({b(1024)}, -1, 0, 1024).offset(1026).size(1026),
    });
}

TEST_CASE("O-04: an offset above 32 bits", "[oracle][file]") {
    constexpr std::int64_t high = (1ll << 32) + 1000;
    Row("O-04")
        .file()
        .pwritev({b(32), b(64)}, high, 96)
        .pwritev({b(32), b(64)}, high + 96, 96)
        .size(high + 192)
        .check();
}

TEST_CASE("O-12 and surprise 14: O_APPEND beats pwritev's offset", "[oracle][file]") {
    const std::string before = alphabet(2048);
    Row("O-12")
        .file(before, 1024)
        .flag("O_APPEND")
        .pwritev({text(repeated('Z', 1024))}, 0, 1024)
        .size(3072)
        .offset(1024)
        .holds(before + repeated('Z', 1024))
        .check();
}

TEST_CASE("O-13: RWF_NOAPPEND", "[oracle][file]") {
    const int fd = probe_file(O_APPEND);
    ::close(fd);
    if (probe_pwritev2(kNoAppend, O_APPEND) < 0) IOVLAB_SKIP("O-13: RWF_NOAPPEND is new in Linux 6.9");
    const std::string before = alphabet(3072);
    const std::string all = repeated('Z', 1024);
    Row row = Row("O-13").file(before).flag("O_APPEND").pwritev2({text(all)}, 0, kNoAppend, 1024);
    const test::Ran ran = row.check();
    // Overlay file systems append all the same: either way the run knows where the bytes are.
    const bool honoured = ran.after[0].size == 3072;
    if (!honoured) IOVLAB_SKIP("O-13: this file system appends in spite of RWF_NOAPPEND");
    row.size(3072).holds(all + before.substr(1024)).check();
}

TEST_CASE("O-15 to O-20: growing, gathering, touching memory", "[oracle][file]") {
    check_all({
        Row("O-15").file("twelve bytes", 6).writev({b(512)}, 512).offset(518).size(518),
        Row("O-17").file("initial", 7).writev({text("0123456789")}, 10).size(17).holds("initial0123456789"),
        Row("O-18, writev").file().writev({text("0123456"), text("789")}, 10).holds(kDigits),
        Row("O-18, pwritev").file().pwritev({text("0123456"), text("789")}, 0, 10).holds(kDigits).offset(0),
        Row("O-19").file().writev({edge(1, 1), edge(1, 1)}, 2).holds("xx"),
        Row("O-25")
            .file()
            .writev({text("first string" + zeros(1)), text("second string." + zeros(1))}, 28)
            .size(28),
    });
}

TEST_CASE("O-20: memory that nobody has touched yet", "[oracle][file]") {
    Row row = Row("O-20").file().writev({null(0), b(512), null(0), b(512), null(0)}, 512);
    row.with([](Experiment& experiment) {  // the two halves of one buffer: the arena is a file mapped MAP_SHARED
        BufferSpec half;
        half.kind = BufferKind::View;
        half.of = experiment.buffers[0].name;
        half.name = "front";
        half.range = SliceRange{0, 256};
        experiment.buffers.push_back(half);
        half.name = "back";
        half.range = SliceRange{256, 512};
        experiment.buffers.push_back(half);
        experiment.calls[0].iov[1].buffer = "front";
        experiment.calls[0].iov[3].buffer = "back";
    });
    row.holds(alphabet(512)).check();
}

TEST_CASE("O-21: O_DIRECT with whole blocks", "[oracle][file]") {
    const int fd = probe_file(O_DIRECT);
    if (fd < 0) IOVLAB_SKIP("O-21: this file system does not open files with O_DIRECT");
    ::close(fd);
    check_all({
        Row("O-21, one entry").file().flag("O_DIRECT").pwritev({b(4096)}, 0, 4096).offset(0).size(4096),
        Row("O-21, and an empty one").file().flag("O_DIRECT").pwritev({b(4096), null(0)}, 0, 4096).offset(0),
        Row("O-21, at one block").file().flag("O_DIRECT").pwritev({b(4096)}, 4096, 4096).offset(0).size(8192),
    });
}

TEST_CASE("O-22: O_DIRECT and what is not aligned", "[oracle][file]") {
    const int fd = probe_file(O_DIRECT);
    if (fd < 0) IOVLAB_SKIP("O-22: this file system does not open files with O_DIRECT");
    const bool strict = ::pwrite(fd, kDigits.data(), 1, 0) == -1 && errno == EINVAL;
    ::close(fd);
    if (!strict) IOVLAB_SKIP("O-22: this file system takes unaligned O_DIRECT writes");
    const auto shifted = [](Experiment& experiment) {
        experiment.buffers.push_back({.name = "shifted",
                                      .kind = BufferKind::View,
                                      .content = {},
                                      .of = experiment.buffers[0].name,
                                      .range = SliceRange{1, 4097}});
        experiment.calls[0].iov[0].buffer = "shifted";
    };
    check_all({
        Row("O-22, length 100").file().flag("O_DIRECT").pwritev({b(100)}, 0, -EINVAL).size(0),
        Row("O-22, offset 100").file().flag("O_DIRECT").pwritev({b(4096)}, 100, -EINVAL).size(0),
        Row("O-22, base + 1").file().flag("O_DIRECT").pwritev({b(8192)}, 0, -EINVAL).with(shifted).size(0),
    });
}

TEST_CASE("O-22: tmpfs opens O_DIRECT and takes anything", "[oracle][file]") {
    const FilesIn memory("/dev/shm");
    const int fd = memory.is_tmpfs() ? probe_file(O_DIRECT) : -1;
    if (fd < 0) IOVLAB_SKIP("O-22 on tmpfs: no tmpfs here that opens files with O_DIRECT");
    ::close(fd);
    check_all({
        Row("O-22, length 100").file().flag("O_DIRECT").pwritev({b(100)}, 0, 100).size(100),
        Row("O-22, offset 100").file().flag("O_DIRECT").pwritev({b(4096)}, 100, 4096).size(4196),
    });
}

TEST_CASE("O-23: the largest offsets", "[oracle][file]") {
    check_all({
        Row("O-23").file("xyz").pwritev({b(1024)}, kLargest, -EINVAL).holds("xyz"),
        Row("O-23, O_APPEND").file("xyz").flag("O_APPEND").pwritev({b(1024)}, kLargest, -EINVAL).holds("xyz"),
    });
    const int fd = probe_file();
    const bool too_big = ::pwrite(fd, kDigits.data(), 1, kLargest - 1) == -1 && errno == EFBIG;
    ::close(fd);
    if (!too_big) IOVLAB_SKIP("O-23: this file system has no limit of its own below 2^63-2");
    Row("O-23, one byte at 2^63-2").file("xyz").pwritev({b(1)}, kLargest - 1, -EFBIG).holds("xyz").check();
}

TEST_CASE("O-26 O-27: libuv's 54321 buffers in calls of 1024", "[oracle][file]") {
    const Part one = b(13);
    Row at_front = Row("O-26").file().writev({one.times(1024)}, 13312).again(52, 13312);
    at_front.writev({one.times(49)}, 637).size(706173).check();
    Row behind = Row("O-27").file("ten bytes.");
    for (std::int64_t i = 0; i < 53; ++i) behind.pwritev({one.times(1024)}, 10 + i * 13312, 13312);
    behind.pwritev({one.times(49)}, 10 + 53 * 13312, 637).size(706183).check();
}

TEST_CASE("surprise 6: 1024 is a hard wall", "[oracle][file]") {
    check_all({
        Row("1024 of 16").file().writev({b(16).times(1024)}, 16384).size(16384),
        Row("1025 of 16").file().writev({b(16).times(1025)}, -EINVAL).size(0),
        Row("1025 empty ones").file().writev({b(16).with_length(0).times(1025)}, -EINVAL).size(0),
    });
}
