// Limits of files, as other projects' tests have them.
//
// Rows of this family that the experiment format cannot express, or this version cannot run: L-09 (/dev/zero), L-11
// to L-13 (memfd), L-15 and L-16 (eventfd), L-17 (/proc/self/comm), what a SIGXFSZ handler sees (the format has
// ignore and default), a full disk (target.disk).
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

TEST_CASE("KERNEL.md 1.2 rule 3: the limit is looked at before any byte is copied", "[oracle][limits]") {
    check_all({
        limited("a fault beyond the limit is not seen", 100).writev({b(100), none(50)}, 100).size(100),
        limited("a fault before it is", 100).writev({b(60), none(50)}, 60).size(60),
        limited("nothing fits: EFBIG before EFAULT", 0).writev({none(50)}, -EFBIG).size(0),
    });
}

TEST_CASE("KERNEL.md 1.2 rule 2: the file system's own end", "[oracle][limits]") {
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
