#include "core/experiment/verdict.h"

#include "tests/catch.h"

#include <cstdint>
#include <limits>
#include <vector>

using namespace iovlab;

namespace {

IovList list_of(const std::vector<std::uint64_t>& lengths) {
    std::vector<Iov> iov;
    for (std::size_t i = 0; i < lengths.size(); ++i) {
        iov.push_back({.base = 0x1000, .length = lengths[i], .entry = static_cast<std::uint32_t>(i)});
    }
    return IovList(iov);
}

Piece piece(std::uint32_t entry, std::uint64_t offset, std::uint64_t length, std::uint32_t list = 0) {
    return {.length = length, .source = Source::Entry, .step = 1, .list = list, .entry = entry, .offset = offset};
}

const std::vector<IovList> kThree = {list_of({10, 20, 30})};

}  // namespace

TEST_CASE("verdict: intact, whole entries and cut ones alike", "[experiment][verdict]") {
    CHECK(judge({piece(0, 0, 10), piece(1, 0, 20), piece(2, 0, 30)}, kThree, {}).verdict == Verdict::Intact);
    CHECK(judge({piece(0, 0, 4), piece(0, 4, 6), piece(1, 0, 19), piece(1, 19, 1), piece(2, 0, 30)}, kThree, {})
              .verdict == Verdict::Intact);
}

TEST_CASE("verdict: incomplete is a prefix, and says where it ends", "[experiment][verdict]") {
    const Judgement cut = judge({piece(0, 0, 10), piece(1, 0, 5)}, kThree, {});
    CHECK(cut.verdict == Verdict::Incomplete);
    CHECK(cut.at == 15);
    REQUIRE(cut.expected);
    CHECK(cut.expected->entry == 1);
    CHECK(cut.expected->offset == 5);
    CHECK(cut.expected->length == 15);
    CHECK_FALSE(cut.found);
    const Judgement nothing = judge({}, kThree, {});
    CHECK(nothing.verdict == Verdict::Incomplete);
    CHECK(nothing.at == 0);
    CHECK(nothing.expected->entry == 0);
}

TEST_CASE("verdict: lost, when the rest of an entry never comes", "[experiment][verdict]") {
    // skip-entry: a partly sent entry counts as sent.
    const Judgement lost = judge({piece(0, 0, 10), piece(1, 0, 5), piece(2, 0, 30)}, kThree, {});
    CHECK(lost.verdict == Verdict::Lost);
    CHECK(lost.at == 15);
    CHECK(lost.expected->entry == 1);
    CHECK(lost.expected->offset == 5);
    CHECK(lost.found->entry == 2);
    CHECK(lost.found->offset == 0);
}

TEST_CASE("verdict: duplicated, when the prefix is sent again", "[experiment][verdict]") {
    // restart: after a short write the whole list once more.
    const Judgement again = judge({piece(0, 0, 10), piece(1, 0, 5), piece(0, 0, 10), piece(1, 0, 20)}, kThree, {});
    CHECK(again.verdict == Verdict::Duplicated);
    CHECK(again.at == 15);
    CHECK(again.found->entry == 0);
    CHECK(again.expected->entry == 1);
    SECTION("also after everything has arrived") {
        const Judgement more =
            judge({piece(0, 0, 10), piece(1, 0, 20), piece(2, 0, 30), piece(2, 29, 1)}, kThree, {});
        CHECK(more.verdict == Verdict::Duplicated);
        CHECK(more.at == 60);
        CHECK_FALSE(more.expected);
    }
}

TEST_CASE("verdict: reordered, when what is missing comes later", "[experiment][verdict]") {
    CHECK(judge({piece(1, 0, 20), piece(0, 0, 10), piece(2, 0, 30)}, kThree, {}).verdict == Verdict::Reordered);
    SECTION("in parts, from several places") {
        const Judgement parts =
            judge({piece(2, 0, 30), piece(1, 5, 15), piece(0, 0, 10), piece(1, 0, 5)}, kThree, {});
        CHECK(parts.verdict == Verdict::Reordered);
        CHECK(parts.at == 0);
    }
    SECTION("but not when one byte of it never does") {
        CHECK(judge({piece(2, 0, 30), piece(1, 5, 15), piece(0, 0, 10), piece(1, 0, 4)}, kThree, {}).verdict ==
              Verdict::Lost);
    }
}

TEST_CASE("verdict: corrupt, when the right byte has the wrong value", "[experiment][verdict]") {
    const std::vector<Piece> all = {piece(0, 0, 10), piece(1, 0, 20), piece(2, 0, 30)};
    const Judgement wrong = judge(all, kThree, 12);
    CHECK(wrong.verdict == Verdict::Corrupt);
    CHECK(wrong.at == 12);
    REQUIRE(wrong.expected);
    CHECK(wrong.expected->entry == 1);
    CHECK(wrong.expected->offset == 2);
    CHECK(judge(all, kThree, 0).at == 0);
    CHECK(judge(all, kThree, 59).expected->entry == 2);
    SECTION("what is wrong first is told") {
        const std::vector<Piece> gap = {piece(0, 0, 10), piece(2, 0, 30)};
        CHECK(judge(gap, kThree, 20).verdict == Verdict::Lost);
        CHECK(judge(gap, kThree, 5).verdict == Verdict::Corrupt);
    }
}

TEST_CASE("verdict: identical content is no excuse", "[experiment][verdict]") {
    // Two entries of one buffer: the bytes cannot be told apart, where they came from can.
    const std::vector<IovList> twice = {list_of({10, 10})};
    CHECK(judge({piece(0, 0, 10), piece(1, 0, 10)}, twice, {}).verdict == Verdict::Intact);
    CHECK(judge({piece(0, 0, 10), piece(0, 0, 10)}, twice, {}).verdict == Verdict::Duplicated);
    CHECK(judge({piece(1, 0, 10), piece(0, 0, 10)}, twice, {}).verdict == Verdict::Reordered);
    CHECK(judge({piece(1, 0, 10)}, twice, {}).verdict == Verdict::Lost);
}

TEST_CASE("verdict: lists with nothing in them", "[experiment][verdict]") {
    CHECK(judge({}, {}, {}).verdict == Verdict::Intact);
    CHECK(judge({}, {list_of({})}, {}).verdict == Verdict::Intact);
    CHECK(judge({}, {list_of({0, 0})}, {}).verdict == Verdict::Intact);
    const std::vector<IovList> holed = {list_of({0, 5, 0, 0, 5, 0})};
    CHECK(judge({piece(1, 0, 5), piece(4, 0, 5)}, holed, {}).verdict == Verdict::Intact);
    CHECK(judge({piece(1, 0, 5)}, holed, {}).expected->entry == 4);
}

TEST_CASE("verdict: several calls make one stream", "[experiment][verdict]") {
    const std::vector<IovList> calls = {list_of({10}), list_of({}), list_of({5, 5})};
    CHECK(judge({piece(0, 0, 10), piece(0, 0, 5, 2), piece(1, 0, 5, 2)}, calls, {}).verdict == Verdict::Intact);
    const Judgement next = judge({piece(0, 0, 10)}, calls, {});
    CHECK(next.verdict == Verdict::Incomplete);
    CHECK(next.expected->list == 2);
    CHECK(next.expected->entry == 0);
    CHECK(judge({piece(0, 0, 7), piece(0, 0, 5, 2)}, calls, {}).verdict == Verdict::Lost);
    CHECK(judge({piece(0, 0, 5, 2), piece(0, 0, 10)}, calls, {}).verdict == Verdict::Reordered);
}

TEST_CASE("verdict: lengths that lie beyond the largest number", "[experiment][verdict]") {
    constexpr std::uint64_t largest = std::numeric_limits<std::uint64_t>::max();
    const std::vector<IovList> lie = {list_of({10, largest, 10})};
    CHECK(judge({piece(0, 0, 10), piece(1, 0, 4096)}, lie, {}).verdict == Verdict::Incomplete);
    CHECK(judge({piece(0, 0, 10), piece(1, 0, 4096)}, lie, {}).expected->entry == 1);
}

TEST_CASE("verdict: a file's hole is where nobody wrote, not what lies behind it", "[experiment][verdict]") {
    Piece first = piece(0, 0, 4);
    first.at = 100;
    Piece later = piece(1, 0, 20);
    later.at = 110;
    const Judgement hole = judge({first, later}, kThree, {});
    CHECK(hole.verdict == Verdict::Lost);
    CHECK(hole.gap == 104);
    later.at = 104;
    CHECK_FALSE(judge({first, later}, kThree, {}).gap);
}
