// Targets that are neither pipe nor file, as other projects' tests have them: devices, descriptors that are no
// good, memory files with seals, eventfds, small disks.
#include "tests/catch.h"
#include "tests/oracle/rows.h"

#include <algorithm>
#include <cerrno>

using namespace iovlab;
using namespace iovlab::oracle;

namespace {

Row to(const char* id, const char* kind, const std::function<void(TargetSpec&)>& change = {}) {
    return Row(id).with([&](Experiment& experiment) {
        experiment.calls.clear();
        experiment.target.kind = kind;
        if (change) change(experiment.target);
    });
}

Row memfd(const char* id, std::uint64_t size, std::vector<std::string> seals) {
    return to(id, "memfd", [&](TargetSpec& target) {
        target.size = size;
        target.seals = std::move(seals);
    });
}

Row eventfd(const char* id, std::uint64_t value) {
    return to(id, "eventfd", [&](TargetSpec& target) {
        target.value = value;
        target.flags.names = {"O_NONBLOCK"};
    });
}

Part number(std::uint64_t n) {
    std::string bytes(8, '\0');
    for (char& byte : bytes) byte = static_cast<char>(n & 0xff), n >>= 8;
    Part part = text(bytes);
    part.content->kind = ContentKind::Hex;
    part.content->text.clear();
    for (const char byte : bytes) {
        static const char digits[] = "0123456789abcdef";
        part.content->text += digits[static_cast<unsigned char>(byte) >> 4];
        part.content->text += digits[static_cast<unsigned char>(byte) & 15];
    }
    return part;
}

Row on_disk(const char* id, std::uint64_t disk) {
    return to(id, "file", [&](TargetSpec& target) { target.disk = disk; });
}

// The model must have spoken: a row that passes because nothing was claimed proves nothing.
test::Ran foretold(const Row& row) {
    test::Ran ran = row.check();
    for (const CallStep& call : ran.calls) CHECK(call.model);
    return ran;
}

}  // namespace

TEST_CASE("V-02 V-05 O-24 L-09: devices that never look", "[oracle][device]") {
    foretold(to("V-02, count 1", "null").writev({b(16), b(16).with_length(-1234ull)}, 16).count(1));
    foretold(to("V-02, count 2", "null").writev({b(16), b(16).with_length(-1234ull)}, -EINVAL));
    foretold(to("V-05", "null").writev({none(1ull << 30), none(1ull << 30), none(1ull << 30)}, 2147479552));
    foretold(to("V-28", "null").pwritev({none(4)}, -1, -EINVAL));
    foretold(to("O-24", "null").pwritev({b(4)}, 1004211379570065135, 4));
    foretold(to("L-09", "zero").writev({b(15)}, 15).writev({none(4096)}, 4096));
    foretold(to("surprise 3", "null").writev({none(4096)}, 4096).writev({kernel(1)}, -EFAULT));
    foretold(to("surprise 5", "full").write(b(0), -ENOSPC).writev({b(0)}, 0).writev({none(5)}, -ENOSPC));
}

TEST_CASE("the flags that devices take", "[oracle][device]") {
    constexpr std::uint32_t hipri = 1, sync = 4, append = 0x10;
    foretold(to("null", "null").pwritev2({b(3)}, -1, sync, 3).pwritev2({b(3)}, -1, append, 3));
    foretold(to("full", "full").pwritev2({b(3)}, -1, hipri, -ENOSPC).pwritev2({b(3)}, -1, sync, -EOPNOTSUPP));
}

TEST_CASE("V-10 V-21 V-22: descriptors that are not good", "[oracle][device]") {
    foretold(to("V-22", "closed").writev({b(16)}, -EBADF).write(b(16), -EBADF));
    foretold(to("V-21", "minus-one").pwritev2({none(8)}, 0, 0, -EBADF).writev({b(16)}, -EBADF).count(1025));
    foretold(to("V-24, a directory", "directory").writev({b(16)}, -EBADF).writev({}, -EBADF));
    CHECK(to("V-21", "minus-one").writev({b(1)}, -EBADF).check().end.sha256.empty());
}

TEST_CASE("L-11 L-13: seals", "[oracle][memfd]") {
    const Row row = memfd("L-13", 4096, {"F_SEAL_WRITE"}).writev({b(1)}, -EPERM).pwritev({b(1)}, 0, -EPERM);
    foretold(Row(row).writev({b(0)}, 0).size(4096).holds(zeros(4096)));
    foretold(memfd("future write", 10, {"F_SEAL_FUTURE_WRITE", "F_SEAL_SEAL"}).writev({b(1)}, -EPERM));
    foretold(memfd("shrink alone", 10, {"F_SEAL_SHRINK"}).writev({b(20)}, 20).size(20));
    memfd("L-11", 4096, {"F_SEAL_GROW"}).writev({b(3072)}, 3072).writev({b(4096)}, 1024).size(4096).check();
    memfd("L-11, from 0", 8192, {"F_SEAL_GROW"}).writev({b(12288)}, 8192).size(8192).offset(8192).check();
}

TEST_CASE("a growing seal cuts at a page", "[oracle][memfd]") {
    foretold(memfd("9000 into 5000", 5000, {"F_SEAL_GROW"}).writev({b(9000)}, 4096).size(5000));
    foretold(memfd("4200 into 5000", 5000, {"F_SEAL_GROW"}).writev({b(4200)}, 4200).size(5000));
    foretold(memfd("1000 at 4096", 5000, {"F_SEAL_GROW"}).pwritev({b(1000)}, 4096, -EPERM).size(5000));
}

TEST_CASE("L-15 L-16: an eventfd is written entry by entry", "[oracle][eventfd]") {
    const auto value = [](const test::Ran& ran) { return ran.after.back().value.value_or(0); };
    foretold(eventfd("L-15", 7).writev({b(128)}, -EINVAL));
    CHECK(value(foretold(eventfd("L-16, 8 + 8", 0).writev({number(3), number(4)}, 16))) == 7);
    CHECK(value(foretold(eventfd("L-16, 8 + 4", 0).writev({number(3), b(4)}, 8))) == 3);
    foretold(eventfd("L-16, 4 + 4", 0).writev({b(4), b(4)}, -EINVAL));
    foretold(eventfd("V-32", 0).pwritev({number(1)}, 0, -ESPIPE));
    CHECK(value(foretold(eventfd("empty ones", 0).writev({number(1), b(0), number(2)}, 16))) == 3);
    foretold(eventfd("an empty one first", 0).writev({b(0), number(2)}, -EINVAL));
    foretold(eventfd("a bad one", 0).writev({number(1), none(8)}, 8).writev({none(8)}, -EFAULT));
    foretold(eventfd("all ones", 0).writev({number(UINT64_MAX)}, -EINVAL).writev({number(UINT64_MAX - 1)}, 8));
    foretold(eventfd("full", UINT64_MAX - 2).writev({number(1), number(1)}, 8).writev({number(1)}, -EAGAIN));
    foretold(eventfd("flags", 0).pwritev2({number(1)}, -1, 1, 8).pwritev2({number(1)}, -1, 4, -EOPNOTSUPP));
}

TEST_CASE("a full eventfd sleeps, and its counter tells how far the call had got", "[oracle][eventfd][sleep]") {
    Row row = eventfd("asleep", UINT64_MAX - 6).writev({number(3), number(0), number(3)}, 0);
    row.with([](Experiment& experiment) {
        experiment.target.flags.names.clear();
        experiment.deadline_s = 0.05;
    });
    const test::Ran ran = test::run(row.experiment());
    CHECK(ran.outcome().blocked);
    REQUIRE(ran.calls[0].model);
    CHECK(ran.calls[0].model->blocked);
    CHECK(ran.calls[0].taken == 16);
    CHECK(ran.end.target.value == UINT64_MAX - 3);
    CHECK(ran.end.verdict == Verdict::Incomplete);
}

TEST_CASE("a small disk fills up to its last page", "[oracle][disk]") {
    Row whole = on_disk("16 KiB", 16384).writev({b(10000), b(10000)}, 16384);
    try {
        foretold(whole.writev({b(1)}, -ENOSPC).size(16384).offset(16384));
    } catch (const CannotRun& why) {
        IOVLAB_SKIP(why.what());
    }
    foretold(on_disk("rounded up", 5000).writev({b(9000)}, 8192).size(8192));
    foretold(on_disk("holes cost nothing", 4096).pwritev({b(10)}, 1 << 20, 10).pwritev({b(10)}, 0, -ENOSPC));
    foretold(on_disk("overwriting is free", 4096).writev({b(4096)}, 4096).pwritev({b(100)}, 50, 100));
    foretold(on_disk("the page stays", 4096).writev({none(5)}, -EFAULT).pwritev({b(1)}, 4096, -ENOSPC));
}
