#include "app/panels/fields.h"

#include "tests/catch.h"

using namespace iovlab;

TEST_CASE("lengths are read as people and the experiment file write them") {
    std::string problem;
    CHECK(ui::parse_length("70,000", problem) == 70000);
    CHECK(ui::parse_length(" 16 ", problem) == 16);
    CHECK(ui::parse_length("0xFFFF", problem) == 65535);
    CHECK(ui::parse_length("SIZE_MAX", problem) == UINT64_MAX);
    CHECK(ui::parse_length("SSIZE_MAX", problem) == INT64_MAX);
    CHECK(ui::parse_length("18446744073709551615", problem) == UINT64_MAX);
    CHECK(problem.empty());
}

TEST_CASE("what is no length is refused in words") {
    for (const char* text : {"12x", "-1", "0x", "", "1.5", "18446744073709551616", "size_max"}) {
        std::string problem;
        CAPTURE(text);
        CHECK_FALSE(ui::parse_length(text, problem));
        CHECK(problem.find(text) != std::string::npos);
    }
}

TEST_CASE("a length is shown so that it reads back") {
    for (const std::uint64_t length : {std::uint64_t{0}, std::uint64_t{65536}, std::uint64_t{INT64_MAX}, UINT64_MAX,
                                       std::uint64_t{INT64_MAX} + 5}) {
        std::string problem;
        CHECK(ui::parse_length(ui::length_text(length), problem) == length);
    }
}
