#include "app/window/stand_ins.h"

#include "tests/catch.h"

#include <random>

using namespace iovlab;

TEST_CASE("whatever a field cannot hold has a stand-in that it can", "[app][window]") {
    const std::string text = std::string("a\0\xF0\x9F\x99\x82 caf\xE9 \xEA\x80\x80 \xC3\xA9", 20);
    const std::string held = with_stand_ins(text);
    CHECK(held.find('\0') == std::string::npos);
    CHECK(held.find("\xF0") == std::string::npos);
    CHECK(without_stand_ins(held) == text);
    CHECK(without_stand_ins(held + "b") == text + "b");
    CHECK(can_be_held(text));
    CHECK(with_stand_ins("plain \xC3\xA9") == "plain \xC3\xA9");
}

TEST_CASE("stand-ins come back as what they stand for, whatever the bytes", "[app][window]") {
    std::mt19937 random(7);
    for (int i = 0; i < 3000; ++i) {
        std::string text;
        for (std::size_t n = random() % 12; n > 0; --n) {
            static const char* const pieces[] = {"a",    "\xF0\x9F\x98\x80", "\xF0\x9F\x9A\x80", "\xEA\x93\x8F",
                                                 "\xE9", "\xF0\x9F"};
            text += pieces[random() % 6];
            if (random() % 5 == 0) text += static_cast<char>(random() % 256);
        }
        REQUIRE(without_stand_ins(with_stand_ins(text)) == text);
    }
}
