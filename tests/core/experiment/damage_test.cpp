#include "core/experiment/damage.h"

#include "core/experiment/verdict.h"
#include "tests/catch.h"

#include <cstdint>
#include <random>
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
using Ranges = std::vector<Damage>;

}  // namespace

TEST_CASE("damage: none when all arrived, whole or in parts", "[experiment][damage]") {
    CHECK(damage_of({piece(0, 0, 10), piece(1, 0, 20), piece(2, 0, 30)}, kThree, {60}).none());
    CHECK(damage_of({piece(0, 0, 4), piece(0, 4, 6), piece(1, 0, 20), piece(2, 0, 30)}, kThree, {60}).none());
    CHECK(damage_of({}, {list_of({0, 0})}, {0}).none());
    CHECK(damage_of({}, {}, {}).none());
}

TEST_CASE("damage: the tail is unsent or lost, as the loop believes", "[experiment][damage]") {
    const std::vector<Piece> arrived = {piece(0, 0, 10), piece(1, 0, 5)};
    CHECK(damage_of(arrived, kThree, {15}).ranges == Ranges{{DamageKind::Unsent, 0, {1, 5}, 45, 0, 15}});
    CHECK(damage_of(arrived, kThree, {}).ranges == Ranges{{DamageKind::Unsent, 0, {1, 5}, 45, 0, 15}});
    const DamageReport lost = damage_of(arrived, kThree, {60});
    CHECK(lost.ranges == Ranges{{DamageKind::Lost, 0, {1, 5}, 45, 0, 15}});
    CHECK(lost.lost == 45);
    CHECK(damage_of(arrived, kThree, {30}).ranges ==
          Ranges{{DamageKind::Lost, 0, {1, 5}, 15, 0, 15}, {DamageKind::Unsent, 0, {2, 0}, 30, 0, 15}});
}

TEST_CASE("damage: a hole is lost, whatever the loop believes", "[experiment][damage]") {
    const DamageReport report = damage_of({piece(0, 0, 10), piece(1, 0, 5), piece(2, 0, 30)}, kThree, {0});
    CHECK(report.ranges == Ranges{{DamageKind::Lost, 0, {1, 5}, 15, 0, 15}});
    CHECK(report.unsent == 0);
}

TEST_CASE("damage: doubled, with how often and where the surplus lies", "[experiment][damage]") {
    const std::vector<Piece> twice = {piece(0, 0, 10), piece(1, 0, 5), piece(0, 0, 10), piece(1, 0, 20),
                                      piece(2, 0, 30)};
    const DamageReport report = damage_of(twice, kThree, {60});
    CHECK(report.ranges == Ranges{{DamageKind::Doubled, 0, {0, 0}, 15, 2, 15}});
    CHECK(report.doubled == 15);
    CHECK(report.misplaced == 0);
    const DamageReport more = damage_of(
        {piece(0, 0, 10), piece(0, 2, 8), piece(0, 2, 3), piece(1, 0, 20), piece(2, 0, 30)}, kThree, {60});
    CHECK(more.ranges ==
          Ranges{{DamageKind::Doubled, 0, {0, 2}, 3, 3, 10}, {DamageKind::Doubled, 0, {0, 5}, 5, 2, 13}});
    CHECK(more.doubled == 2 * 3 + 5);
}

TEST_CASE("damage: misplaced is what comes behind its followers", "[experiment][damage]") {
    const DamageReport report = damage_of({piece(1, 0, 20), piece(0, 0, 10), piece(2, 0, 30)}, kThree, {60});
    CHECK(report.ranges == Ranges{{DamageKind::Misplaced, 0, {0, 0}, 10, 1, 20}});
    // keep-prefix: hel, hel, world
    const DamageReport wrong_end =
        damage_of({piece(0, 0, 3), piece(0, 0, 3), piece(1, 0, 5)}, {list_of({5, 5})}, {10});
    CHECK(wrong_end.ranges ==
          Ranges{{DamageKind::Doubled, 0, {0, 0}, 3, 2, 3}, {DamageKind::Lost, 0, {0, 3}, 2, 0, 6}});
}

TEST_CASE("damage: ranges end with their list", "[experiment][damage]") {
    const std::vector<IovList> two = {list_of({10, 5}), list_of({0, 20})};
    const DamageReport report = damage_of({piece(0, 0, 4)}, two, {15, 20});
    CHECK(report.ranges ==
          Ranges{{DamageKind::Lost, 0, {0, 4}, 11, 0, 4}, {DamageKind::Lost, 1, {1, 0}, 20, 0, 4}});
    // The second list is there, so the first one's tail is a hole, though its loop knew.
    CHECK(damage_of({piece(0, 0, 4), piece(1, 0, 20, 1)}, two, {4, 20}).ranges ==
          Ranges{{DamageKind::Lost, 0, {0, 4}, 11, 0, 4}});
}

TEST_CASE("damage: many ranges are counted, and the first ones told", "[experiment][damage]") {
    std::vector<Piece> arrived;
    for (std::uint32_t i = 0; i < 200; i += 2) arrived.push_back(piece(i, 0, 3));
    const DamageReport report = damage_of(arrived, {list_of(std::vector<std::uint64_t>(200, 3))}, {600});
    CHECK(report.ranges.size() == DamageReport::kMost);
    CHECK(report.left_out == 100 - DamageReport::kMost);
    CHECK(report.lost == 300);
}

TEST_CASE("damage: lengths that no memory has", "[experiment][damage]") {
    const std::vector<IovList> lies = {list_of({10, UINT64_MAX, 5})};
    const DamageReport report = damage_of({piece(0, 0, 10)}, lies, {10});
    REQUIRE(report.ranges.size() == 1);
    CHECK(report.ranges[0].from == Cursor{1, 0});
    CHECK(report.unsent == UINT64_MAX - 10);
}

TEST_CASE("damage: what is written again to its own place counts once", "[experiment][damage]") {
    const auto at = [](std::uint64_t where, Piece one) {
        one.at = where;
        return one;
    };
    const std::vector<Piece> again = {at(100, piece(0, 0, 10)), at(110, piece(1, 0, 5)), at(100, piece(0, 0, 10)),
                                      at(110, piece(1, 0, 20)), at(130, piece(2, 0, 30))};
    CHECK(damage_of(again, kThree, {60}).doubled == 15);
    const std::vector<Piece> once = without_rewritten(again);
    CHECK(damage_of(once, kThree, {60}).none());
    CHECK(judge(once, kThree, {}).verdict == Verdict::Intact);
    SECTION("to another place, it is there twice") {
        const std::vector<Piece> twice = {at(100, piece(0, 0, 10)), at(0, piece(0, 0, 10))};
        CHECK(without_rewritten(twice) == twice);
    }
    SECTION("in part") {
        const auto left = without_rewritten({at(0, piece(0, 0, 10)), at(3, piece(0, 3, 4))});
        REQUIRE(left.size() == 3);
        CHECK(left[0] == at(0, piece(0, 0, 3)));
        CHECK(left[1] == at(7, piece(0, 7, 3)));
        CHECK(left[2] == at(3, piece(0, 3, 4)));
    }
}

TEST_CASE("damage: against counting byte by byte", "[experiment][damage]") {
    for (std::uint64_t seed = 1; seed <= 500; ++seed) {
        INFO("seed " << seed);
        std::mt19937_64 random(seed);
        std::vector<std::uint64_t> lengths(1 + random() % 6);
        for (auto& length : lengths) length = random() % 9;
        const std::vector<IovList> lists = {list_of(lengths)};
        const std::uint64_t total = lists[0].total();
        std::vector<std::uint64_t> starts(lengths.size());
        for (std::size_t i = 1; i < starts.size(); ++i) starts[i] = starts[i - 1] + lengths[i - 1];
        std::vector<Piece> arrived;
        std::vector<std::uint64_t> times(total);
        std::vector<bool> late(total);
        std::uint64_t furthest = 0;
        for (std::uint64_t n = random() % 8; n > 0; --n) {
            const auto entry = static_cast<std::uint32_t>(random() % lengths.size());
            if (lengths[entry] == 0) continue;
            const std::uint64_t offset = random() % lengths[entry];
            const std::uint64_t length = 1 + random() % (lengths[entry] - offset);
            arrived.push_back(piece(entry, offset, length));
            const std::uint64_t before = furthest;
            for (std::uint64_t k = 0; k < length; ++k) {
                const std::uint64_t position = starts[entry] + offset + k;
                ++times[position];
                late[position] = position < before;
                furthest = std::max(furthest, position + 1);
            }
        }
        const std::uint64_t believed = random() % (total + 1);
        const DamageReport report = damage_of(arrived, lists, {believed});
        std::uint64_t lost = 0, unsent = 0, doubled = 0, misplaced = 0;
        for (std::uint64_t i = 0; i < total; ++i) {
            if (times[i] == 0) ++(i < std::max(believed, furthest) ? lost : unsent);
            if (times[i] > 1) doubled += times[i] - 1;
            if (times[i] == 1 && late[i]) ++misplaced;
        }
        CHECK(report.lost == lost);
        CHECK(report.unsent == unsent);
        CHECK(report.doubled == doubled);
        CHECK(report.misplaced == misplaced);
    }
}
