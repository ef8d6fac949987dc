#include "app/widgets/layout.h"

#include "app/widgets/controls.h"
#include "app/window/theme.h"
#include "tests/app/window/driver.h"
#include "tests/catch.h"

using namespace iovlab;

TEST_CASE("long text is shortened in its middle, between characters", "[app][widgets]") {
    std::string shown;
    std::string whole;
    std::string accents;
    bool narrower = false;
    std::string many;
    for (int i = 0; i < 3000; ++i) many += "\xC3\xA9";
    Driver driver(whole_window([&] {
        whole = ui::fit("short", 1000);
        shown = ui::fit("/home/someone/experiments/a-very-long-name-indeed.toml", 150);
        narrower = ui::text_size(shown).x <= 150;
        accents = ui::fit(many, 120);
    }));
    CHECK(whole == "short");
    CHECK(narrower);
    CHECK(shown.find("\xE2\x80\xA6") != std::string::npos);
    CHECK(shown.find("/home") == 0);
    CHECK(shown.substr(shown.size() - 4) == "toml");
    CHECK(accents.find("\xE2\x80\xA6") % 2 == 0);
    CHECK(accents.size() % 2 == 1);  // pairs of bytes, and the three of the sign
}

TEST_CASE("a row of buttons goes on in the next line when the panel is narrow", "[app][widgets]") {
    float width = 800;
    Driver driver(whole_window([&] {
        ui::card_begin("card", "", "", {width, 300});
        ui::button("one", "First button");
        for (const char* name : {"two", "three", "four"}) {
            ui::flow(ui::button_width("Another button"));
            ui::button(name, "Another button");
        }
        ui::card_end();
    }));
    CHECK(driver.control("four").min.y == driver.control("one").min.y);
    width = 200;
    driver.frames(2);
    CHECK(driver.control("four").min.y > driver.control("one").min.y);
    CHECK(driver.clipped().empty());
}

TEST_CASE("rich text wraps, breaks words that are too long, and survives stray marks", "[app][widgets]") {
    float one = 0;
    float wrapped = 0;
    float long_word = 0;
    float broken = 0;
    float empty = 0;
    float stray = 0;
    const std::string word(5000, 'x');
    Driver driver(whole_window([&] {
        one = ui::rich_text("one line", theme().text, 400);
        wrapped = ui::rich_text("**strong** words and `code` that go on for more than one line of this width",
                                theme().text, 200);
        long_word = ui::rich_text(word, theme().text, 200);
        broken = ui::rich_text("a\nb\n\nc", theme().text, 200);
        empty = ui::rich_text("", theme().text, 200);
        stray = ui::rich_text("** ` ** ``` *", theme().text, 0.001F);
    }));
    CHECK(wrapped > one * 1.5F);
    CHECK(long_word > one * 50);
    CHECK(broken == one * 4);
    CHECK(empty <= one);
    CHECK(stray > 0);
}

TEST_CASE("what stands at the right goes below when there is no room", "[app][widgets]") {
    float width = 600;
    Driver driver(whole_window([&] {
        ui::card_begin("card", "", "", {width, 300});
        ui::button("left", "At the left");
        ui::right_align(ui::button_width("At the right"));
        ui::button("right", "At the right");
        ui::card_end();
    }));
    CHECK(driver.control("left").min.y == driver.control("right").min.y);
    const ui::Control right = driver.control("right");
    CHECK(right.max.x > 560);
    width = 160;
    driver.frames(2);
    CHECK(driver.control("right").min.y > driver.control("left").min.y);
    CHECK(driver.clipped().empty());
}
