// How many columns a terminal gives to a text.
#include "core/report/words.h"
#include "tests/catch.h"

using namespace iovlab;

TEST_CASE("columns of narrow, wide, combining and joined characters", "[report][words]") {
    CHECK(columns("") == 0);
    CHECK(columns("plain") == 5);
    CHECK(columns("µs · …") == 6);
    CHECK(columns("漢字") == 4);
    CHECK(columns("ひらがな") == 8);
    CHECK(columns("한글") == 4);
    CHECK(columns("\u1112\u1161\u11AB") == 2);  // one syllable out of three letters
    CHECK(columns("ｗｉｄｅ") == 8);
    CHECK(columns("ﾊﾝｶｸ") == 4);
    CHECK(columns("e\u0301") == 1);
    CHECK(columns("\u05E9\u05B8\u05DC") == 2);
    CHECK(columns("🙂") == 2);
    CHECK(columns("👩\u200D🚀") == 2);
    CHECK(columns("a\u200Bb") == 2);
    CHECK(columns("caf\xE9") == 4);  // no UTF-8: a byte is a column
}

TEST_CASE("texts are cut, filled up and broken by columns", "[report][words]") {
    CHECK(clipped("漢字漢字", 8) == "漢字漢字");
    CHECK(clipped("漢字漢字", 7) == "漢字漢…");
    CHECK(clipped("漢字漢字", 6) == "漢字…");
    CHECK(columns(clipped("漢字漢字", 6)) <= 6);
    CHECK(clipped("cafe\u0301s", 5) == "cafe\u0301s");
    CHECK(clipped("cafe\u0301s", 4) == "caf…");
    CHECK(padded("漢字", 6) == "漢字  ");
    CHECK(right_aligned("漢字", 6) == "  漢字");

    std::string title;
    for (int i = 0; i < 60; ++i) title += "漢";
    const std::string lines = wrapped(title, 2);
    for (std::size_t at = 0; at < lines.size();) {
        const std::size_t end = lines.find('\n', at);
        CHECK(columns(lines.substr(at, end - at)) <= 80);
        at = end + 1;
    }
    CHECK(wrapped("one two three", 0, 7) == "one two\nthree\n");
    CHECK(wrapped("a 漢字 b", 0, 4) == "a 漢\n字 b\n");
}

TEST_CASE("a table's column is as wide as its widest text", "[report][words]") {
    struct Line {
        std::string name;
    };
    CHECK(widest(std::vector<Line>{{"abc"}, {"漢字"}, {""}}, &Line::name) == 4);
}
