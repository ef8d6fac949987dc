#include "core/loops/loop.h"
#include "tests/catch.h"

#include <cerrno>
#include <string>
#include <vector>

using namespace iovlab;

namespace {

IovList list_of(const std::vector<std::uint64_t>& lengths) {
    std::vector<Iov> iov;
    for (std::size_t i = 0; i < lengths.size(); ++i) {
        iov.push_back({.base = 0x1000 * (i + 1), .length = lengths[i], .entry = static_cast<std::uint32_t>(i)});
    }
    return IovList(iov);
}

}  // namespace

TEST_CASE("once: one call, whatever comes", "[loops]") {
    for (const std::int64_t answer : {10, 3, 0, -EAGAIN, -EINTR, -EPIPE}) {
        const auto loop = make_loop("once", list_of({5, 5}));
        REQUIRE(loop->want() == Want::Call);
        CHECK(loop->list().total() == 10);
        Outcome outcome{.result = answer};
        if (answer < 0) outcome = {.result = std::nullopt, .error = static_cast<int>(-answer)};
        loop->returned(outcome);
        CHECK(loop->want() == Want::Done);
        CHECK(loop->failure() == 0);  // an errno is a result
        CHECK(loop->believed() == static_cast<std::uint64_t>(answer > 0 ? answer : 0));
    }
}

TEST_CASE("once: an empty list is a call too", "[loops]") {
    const auto loop = make_loop("once", list_of({}));
    REQUIRE(loop->want() == Want::Call);
    CHECK(loop->list().empty());
    loop->returned({.result = 0});
    CHECK(loop->want() == Want::Done);
}

TEST_CASE("once, one by one: a write for each entry, up to the first that does not go out whole", "[loops]") {
    const auto loop = make_loop("once", list_of({5, 0, 7, 2}), true);
    for (const std::int64_t length : {5, 0}) {
        REQUIRE(loop->want() == Want::Call);
        REQUIRE(loop->list().size() == 1);
        CHECK(loop->list().total() == static_cast<std::uint64_t>(length));
        loop->returned({.result = length});
    }
    CHECK(loop->list()[0].entry == 2);
    SECTION("a short one ends it") {
        loop->returned({.result = 6});
        CHECK(loop->want() == Want::Done);
        CHECK(loop->believed() == 11);
    }
    SECTION("an errno ends it") {
        loop->returned({.result = std::nullopt, .error = EAGAIN});
        CHECK(loop->want() == Want::Done);
        CHECK(loop->believed() == 5);
    }
    SECTION("whole ones go on to the end") {
        loop->returned({.result = 7});
        loop->returned({.result = 2});
        CHECK(loop->want() == Want::Done);
        CHECK(loop->believed() == 14);
    }
}

TEST_CASE("once, one by one: no entries, no call", "[loops]") {
    CHECK(make_loop("once", list_of({}), true)->want() == Want::Done);
}

TEST_CASE("loops: every one that is listed can be made, and nothing else", "[loops]") {
    for (const LoopInfo& info : loops()) {
        INFO(info.name);
        REQUIRE(make_loop(info.name, list_of({1})) != nullptr);
        CHECK(std::string(info.title) != "");
        CHECK(std::string(info.believes) != "");
    }
    CHECK(make_loop("no-such-loop", list_of({1})) == nullptr);
}
