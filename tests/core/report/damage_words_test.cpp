#include "core/report/damage_words.h"

#include "tests/catch.h"
#include "tests/core/report/scene.h"

using namespace iovlab;
using scene::Scene;

namespace {

Damage of(DamageKind kind, Cursor from, std::uint64_t bytes, std::uint64_t times = 0, std::uint64_t at = 0) {
    return {kind, 0, from, bytes, times, at};
}

}  // namespace

TEST_CASE("damage in words: what became of it", "[report][damage]") {
    const Scene s({scene::fill("header", "h", 24), scene::fill("body", "b", 9000)},
                  {scene::entry("header"), scene::entry("body")});
    const auto words = [&](const Damage& damage) { return damage_words(damage, s.context()); };
    CHECK(words(of(DamageKind::Lost, {1, 24}, 4096)) == "bytes 24 to 4,119 of body lost");
    CHECK(words(of(DamageKind::Doubled, {0, 0}, 24, 2)) == "header twice");
    CHECK(words(of(DamageKind::Doubled, {0, 5}, 1, 1000)) == "byte 5 of header 1,000 times");
    CHECK(words(of(DamageKind::Unsent, {0, 20}, 9004)) == "bytes 20 to 23 of header and body never sent");
    CHECK(words(of(DamageKind::Misplaced, {0, 0}, 24, 1, 9000)) ==
          "header misplaced, at byte 9,000 of what arrived");
}

TEST_CASE("damage in words: entries that share a name are told apart", "[report][damage]") {
    EntrySpec many = scene::entry("dot");
    many.times = 2000;
    const Scene s({scene::text("length", "0004"), scene::text("text", "abcd"), scene::text("dot", "..")},
                  {scene::entry("length"), scene::entry("text"), scene::entry("length"), many});
    const auto words = [&](const Damage& damage) { return damage_words(damage, s.context()); };
    CHECK(words(of(DamageKind::Lost, {2, 0}, 4)) == "length (iov[2]) lost");
    CHECK(words(of(DamageKind::Lost, {1, 0}, 4)) == "text lost");
    CHECK(words(of(DamageKind::Lost, {0, 2}, 8)) ==
          "bytes 2 to 3 of length (iov[0]), text and bytes 0 to 1 of length (iov[2]) lost");
    CHECK(words(of(DamageKind::Lost, {1, 1}, 3 + 4 + 3999)) ==
          "bytes 1 to 3 of text, and 2,001 more entries up to byte 0 of dot (iov[2002]) lost");
}

TEST_CASE("damage in words: all ranges, and how many are left out", "[report][damage]") {
    const Scene s({scene::text("a", "hello")}, {scene::entry("a")});
    DamageReport report;
    report.ranges = {of(DamageKind::Doubled, {0, 0}, 3, 2), of(DamageKind::Lost, {0, 3}, 2)};
    report.left_out = 1;
    CHECK(damage_words(report, s.context()) ==
          std::vector<std::string>{"bytes 0 to 2 of a twice", "bytes 3 to 4 of a lost", "1 more range"});
}
