// Going on after a short write, as other projects' tests of their own retry loops have it.
//
// Rows that the experiment format cannot express, or this version cannot run: U-06, U-10 and U-11 over TCP (here to
// a file or by arithmetic), a loop that splits at IOV_MAX by itself ("chunked"; here the parts are made by hand).
// U-04: Rust panics when told to advance past the end. IovList stops at the end; a loop can never be told so by a
// kernel, and the window does not offer it.
#include "core/bytes/iov_list.h"
#include "tests/catch.h"
#include "tests/oracle/rows.h"

#include <cerrno>
#include <string>
#include <vector>

using namespace iovlab;
using namespace iovlab::oracle;

namespace {

using Texts = std::vector<std::string>;

/// What is left of a list of texts after `n` bytes.
Texts consume(const Texts& texts, std::uint64_t n) {
    std::vector<Iov> iov;
    for (std::size_t i = 0; i < texts.size(); ++i) {
        iov.push_back(
            {.base = 0x1000 * (i + 1), .length = texts[i].size(), .entry = static_cast<std::uint32_t>(i)});
    }
    const IovList rest = IovList(iov).after(n);
    Texts left;
    for (std::size_t i = 0; i < rest.size(); ++i) {
        left.push_back(texts[rest[i].entry].substr(rest[i].skip, rest[i].length));
    }
    return left;
}

IovList equal_entries(std::size_t n, std::uint64_t length) {
    std::vector<Iov> iov;
    for (std::size_t i = 0; i < n; ++i) {
        iov.push_back({.base = 0x1000, .length = length, .entry = static_cast<std::uint32_t>(i)});
    }
    return IovList(iov);
}

std::vector<std::uint64_t> lengths(const IovList& list) {
    std::vector<std::uint64_t> all;
    for (std::size_t i = 0; i < list.size(); ++i) all.push_back(list[i].length);
    return all;
}

/// How many calls of at most IOV_MAX entries a list takes, when each goes out whole.
std::size_t calls_of(IovList list) {
    std::size_t calls = 0;
    for (; list.total() > 0; ++calls) list = list.after(list.entries(1024).total());
    return calls;
}

}  // namespace

TEST_CASE("U-01 U-02: Go's TestConsume", "[oracle][advancing]") {
    const Texts two = {"foo", "bar"};
    CHECK(consume(two, 0) == two);
    CHECK(consume(two, 2) == Texts{"o", "bar"});
    CHECK(consume(two, 3) == Texts{"bar"});
    CHECK(consume(two, 4) == Texts{"ar"});
    CHECK(consume({"", "", "", "bar"}, 1) == Texts{"ar"});
    CHECK(consume({"", "", "", "foo"}, 0) == Texts{"foo"});
    CHECK(consume({"", "", ""}, 0).empty());
}

TEST_CASE("U-03: Rust's io_slice_advance_slices", "[oracle][advancing]") {
    using Lengths = std::vector<std::uint64_t>;
    IovList list(
        std::vector<Iov>{{.length = 8, .entry = 0}, {.length = 16, .entry = 1}, {.length = 8, .entry = 2}});
    list = list.after(1);
    CHECK(lengths(list) == Lengths{7, 16, 8});
    list = list.after(7);
    CHECK(lengths(list) == Lengths{16, 8});
    list = list.after(18);
    CHECK(lengths(list) == Lengths{6});
    CHECK(list.begin_at() == Cursor{2, 2});
}

TEST_CASE("U-04: advancing past the end stops there", "[oracle][advancing]") {
    CHECK(IovList().after(1).empty());
    CHECK(equal_entries(1, 8).after(9).empty());
    CHECK(equal_entries(1, 8).cursor_after(9) == Cursor{1, 0});
}

TEST_CASE("U-06: as many calls as there are 1024 entries", "[oracle][advancing]") {
    CHECK(calls_of(equal_entries(0, 1)) == 0);
    CHECK(calls_of(equal_entries(10, 1)) == 1);
    CHECK(calls_of(equal_entries(1023, 1)) == 1);
    CHECK(calls_of(equal_entries(1024, 1)) == 1);
    CHECK(calls_of(equal_entries(1025, 1)) == 2);
    check_all({
        Row("U-06, 0").file().writev({}, 0).size(0),
        Row("U-06, 10").file().writev({b(1).times(10)}, 10).size(10),
        Row("U-06, 1023").file().writev({b(1).times(1023)}, 1023).size(1023),
        Row("U-06, 1024").file().writev({b(1).times(1024)}, 1024).size(1024),
        Row("U-06, 1025").file().writev({b(1).times(1024)}, 1024).writev({b(1)}, 1).size(1025),
    });
}

TEST_CASE("U-07: gVisor's WrapsAtIovMax", "[oracle][advancing]") {
    const IovList list = equal_entries(1025, 3).first(3073);
    CHECK(list.entries(1024).size() == 1024);
    CHECK(list.entries(1024).total() == 3072);
    CHECK(lengths(list.range(1024, 1024)) == std::vector<std::uint64_t>{1});
}

TEST_CASE("U-08: asyncio's half-sent buffers", "[oracle][advancing]") {
    CHECK(consume({"data1", "data2"}, 2) == Texts{"ta1", "data2"});
    CHECK(consume({"data"}, 2) == Texts{"ta"});
}

TEST_CASE("U-09 U-10: more entries than one call takes", "[oracle][advancing]") {
    check_all({
        Row("U-09, unclipped").file().writev({b(1).times(10238)}, -EINVAL).size(0),
        Row("U-09, clipped").file().writev({b(1).times(1024)}, 1024).size(1024),
        Row("U-09, 1024 of 16").file().writev({b(16).times(1024)}, 16384).size(16384),
        Row("U-10, 4096").file().writev({b(1).times(4096)}, -EINVAL).size(0),
        Row("U-10, 1025").file().writev({b(1).times(1025)}, -EINVAL).size(0),
    });
    CHECK(equal_entries(1025, 16).entries(1024).total() == 16384);
}

TEST_CASE("U-11: libuv's 123 MB", "[oracle][advancing]") {
    const IovList request = equal_entries(4096, 10024);
    CHECK(3 * request.total() == 123174912);
    CHECK(calls_of(request) == 4);
}
