#include "app/widgets/numbers.h"

#include "tests/catch.h"

#include <utility>
#include <vector>

using namespace iovlab;

TEST_CASE("numbers are grouped for people", "[app][widgets]") {
    CHECK(ui::grouped(0) == "0");
    CHECK(ui::grouped(999) == "999");
    CHECK(ui::grouped(65536) == "65,536");
    CHECK(ui::grouped(-1234567) == "-1,234,567");
    CHECK(ui::grouped(INT64_MIN) == "-9,223,372,036,854,775,808");
    CHECK(ui::bytes_text(UINT64_MAX) == "18,446,744,073,709,551,615 B");
}

TEST_CASE("numbers are read as people write them", "[app][widgets]") {
    const std::vector<std::pair<const char*, std::int64_t>> good{{"0", 0},
                                                                 {"65,536", 65536},
                                                                 {"65 536", 65536},
                                                                 {"64K", 65536},
                                                                 {"1m", 1 << 20},
                                                                 {"0x7fff", 32767},
                                                                 {"-1", -1},
                                                                 {"+5", 5},
                                                                 {"2G", 2LL << 30},
                                                                 {" 12 ", 12},
                                                                 {"9223372036854775807", INT64_MAX}};
    for (const auto& [text, number] : good) {
        CAPTURE(text);
        const ui::ParsedInteger parsed = ui::parse_integer(text, INT64_MIN, INT64_MAX);
        REQUIRE(parsed.value.has_value());
        CHECK(*parsed.value == number);
    }
}

TEST_CASE("what is no number is refused in words", "[app][widgets]") {
    for (const char* text :
         {"", "-", "K", "0x", "12ab", "1.5", "--1", "9223372036854775808", "9223372036854775807K", "0xzz"}) {
        CAPTURE(text);
        const ui::ParsedInteger parsed = ui::parse_integer(text, INT64_MIN, INT64_MAX);
        CHECK_FALSE(parsed.value.has_value());
        CHECK(parsed.problem.find("whole number") != std::string::npos);
    }
    CHECK(ui::parse_integer("11", 0, 10).problem == "11 is outside of 0 to 10.");
    CHECK_FALSE(ui::parse_integer("-1", 0, 10).value.has_value());
}
