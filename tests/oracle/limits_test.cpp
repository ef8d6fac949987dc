// Limits of files, as other projects' tests have them.
//
// Devices, memory files, eventfds and small disks stand in other_targets_test.cpp and small_disk_test.cpp. Rows
// that the experiment format cannot express: L-17 (/proc/self/comm), what a SIGXFSZ handler sees (ignore and
// default it has).
#include "tests/catch.h"
#include "tests/oracle/rows.h"

#include <cerrno>
#include <csignal>
#include <unistd.h>

using namespace iovlab;
using namespace iovlab::oracle;

namespace {

Row limited(const char* id, std::uint64_t limit, std::int64_t seek = 0, const std::string& content = {}) {
    return Row(id).file(content, seek).with([=](Experiment& e) { e.limits.file_size = limit; });
}

}  // namespace

TEST_CASE("L-01 to L-04 and surprise 13: RLIMIT_FSIZE is silent at first", "[oracle][limits]") {
    const std::string full(1024, 'f');
    check_all({
        limited("L-01", 1024).writev({b(1000), b(25)}, 1024).size(1024).offset(1024),
        limited("L-02", 1024, 1024, full).write(b(1), -EFBIG).holds(full).offset(1024),
        limited("L-02, zero length", 1024, 1024, full).writev({null(0)}, 0).holds(full),
        limited("L-03, 1025 at 1", 1024).pwritev({b(1025)}, 1, 1023).size(1024).offset(0),
        limited("L-03, 1 at 1024", 1024, 0, full).pwritev({b(1)}, 1024, -EFBIG).holds(full),
        limited("L-04", 1024).writev({b(1024)}, 1024).size(1024),
        limited("surprise 13", 1024).writev({b(1000), b(25)}, 1024).write(b(1), -EFBIG).size(1024),
    });
}

TEST_CASE("L-02 L-03: SIGXFSZ kills by default, and only when nothing fits", "[oracle][limits]") {
    Experiment experiment = test::into_file({1});
    experiment.limits.file_size = 1024;
    experiment.limits.sigxfsz = Disposition::Default;
    experiment.target.seek = 1024;
    const test::Ran killed = test::run(experiment);
    CHECK(killed.outcome().signal == SIGXFSZ);
    CHECK(killed.end.status == Status::Killed);
    CHECK(killed.end.delivered == 0);
    limited("L-01, no signal with the short count", 1024)
        .with([](Experiment& e) { e.limits.sigxfsz = Disposition::Default; })
        .writev({b(1000), b(25)}, 1024)
        .size(1024)
        .check();
}

TEST_CASE("surprise 13: pipes ignore the limit", "[oracle][limits]") {
    Row("2000 into a pipe")
        .pipe()
        .with([](Experiment& e) { e.limits.file_size = 1024; })
        .writev({b(2000)}, 2000)
        .queued(2000)
        .check();
}

TEST_CASE("Files, rule 3: the limit is looked at before any byte is copied", "[oracle][limits]") {
    check_all({
        limited("a fault beyond the limit is not seen", 100).writev({b(100), none(50)}, 100).size(100),
        limited("a fault before it is", 100).writev({b(60), none(50)}, 60).size(60),
        limited("nothing fits: EFBIG before EFAULT", 0).writev({none(50)}, -EFBIG).size(0),
    });
}

TEST_CASE("Files, rule 2: the file system's own end", "[oracle][limits]") {
    constexpr std::int64_t largest = 0xffffffff000;  // ext4 with 4096-byte blocks
    const int fd = probe_file();
    char bytes[100] = {};
    const bool same = ::pwrite(fd, bytes, sizeof bytes, largest - 40) == 40;
    ::close(fd);
    if (!same) IOVLAB_SKIP("rule 2: the largest file here is not ext4's");
    const test::Ran ran = Row("across it").file().pwritev({b(100)}, largest - 40, 40).size(largest).check();
    CHECK(ran.end.sha256.empty());  // nobody hashes 16 TiB of a hole
    Row("beyond it").file().pwritev({b(100)}, largest, -EFBIG).size(0).check();
}

TEST_CASE("1,024 entries, 2,147,479,552 bytes, SSIZE_MAX: what one call may carry", "[oracle][limits]") {
    const auto null_row = [](const char* id) {
        return Row(id).with([](Experiment& experiment) {
            experiment.calls.clear();
            experiment.target = TargetSpec{};
            experiment.target.kind = "null";
        });
    };
    constexpr std::uint64_t kMost = 0x7ffff000;  // /dev/null never looks at the bytes, so they need not be there
    constexpr std::uint64_t kSsizeMax = INT64_MAX;
    check_all({
        null_row("1,024 entries").writev({b(1).times(1024)}, 1024),
        null_row("1,025 entries").writev({b(1).times(1025)}, -EINVAL),
        null_row("the most bytes").writev({none(kMost)}, kMost),
        null_row("one more").writev({none(kMost + 1)}, kMost),
        null_row("one more, in two entries").writev({none(kMost), none(1)}, kMost),
        null_row("an entry is cut").writev({none(kMost - 10), none(20)}, kMost),
        null_row("SSIZE_MAX as a length").writev({b(8).with_length(kSsizeMax)}, kMost),
        null_row("SSIZE_MAX twice").writev({b(8).with_length(kSsizeMax), b(8).with_length(kSsizeMax)}, -EFAULT),
        null_row("SSIZE_MAX + 1").writev({b(8).with_length(kSsizeMax + 1)}, -EINVAL),
        null_row("SIZE_MAX").writev({b(8).with_length(UINT64_MAX)}, -EINVAL),
        null_row("write of SSIZE_MAX: its range is checked before it is cut")
            .write(b(8).with_length(kSsizeMax), -EFAULT),
    });
}
