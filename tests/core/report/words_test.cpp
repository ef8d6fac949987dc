#include "core/report/words.h"

#include "tests/catch.h"

#include <utility>

using namespace iovlab;

TEST_CASE("words: thousands separators", "[report]") {
    CHECK(grouped(0) == "0");
    CHECK(grouped(999) == "999");
    CHECK(grouped(1000) == "1,000");
    CHECK(grouped(65536) == "65,536");
    CHECK(grouped(UINT64_MAX) == "18,446,744,073,709,551,615");
}

TEST_CASE("words: durations have the unit that fits", "[report]") {
    const std::pair<std::int64_t, const char*> cases[] = {
        {0, "0 ns"},     {999, "999 ns"},     {1000, "1.0 µs"},      {41000, "41 µs"},
        {9960, "10 µs"}, {1200000, "1.2 ms"}, {2000000000, "2.0 s"}, {61000000000, "61 s"},
    };
    for (const auto& [ns, words] : cases) CHECK(duration_words(ns) == words);
}

TEST_CASE("words: counts have their plural", "[report]") {
    CHECK(bytes_words(1) == "1 byte");
    CHECK(bytes_words(0) == "0 bytes");
    CHECK(counted(1025, "entry", "entries") == "1,025 entries");
}

TEST_CASE("words: text is broken at spaces, and counted in columns", "[report]") {
    CHECK(wrapped("ab cd ef", 0, 5) == "ab cd\nef\n");
    CHECK(wrapped("ab cd ef", 2, 7) == "  ab cd\n  ef\n");
    CHECK(wrapped("µµ µµ", 0, 5) == "µµ µµ\n");
    CHECK(wrapped("longer-than-that x", 0, 5) == "longer-than-that\nx\n");
    CHECK(wrapped("", 0) == "\n");
    CHECK(columns("µ█a") == 3);
    CHECK(padded("µ", 3) == "µ  ");
    CHECK(right_aligned("1", 3) == "  1");
    CHECK(clipped("abcdef", 4) == "abc…");
    CHECK(clipped("µµµµ", 3) == "µµ…");
    CHECK(clipped("abcd", 4) == "abcd");
}

TEST_CASE("words: a title cannot talk to the terminal", "[report]") {
    CHECK(printable("a\x1b[2Jb\n") == "a·[2Jb·");
    CHECK(printable("Größe") == "Größe");
    CHECK(printable("\u009b31m \u00a0\xc2") == "·31m \u00a0\xc2");
}

TEST_CASE("words: flags of pwritev2 by name", "[report]") {
    CHECK(rwf_words(0) == "0");
    CHECK(rwf_words(0x12) == "RWF_DSYNC|RWF_APPEND");
    CHECK(rwf_words(0x40000000) == "0x40000000");
    CHECK(rwf_words(0x40000010) == "RWF_APPEND|0x40000000");
}
