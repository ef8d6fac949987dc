#include "app/window/keys.h"

#include "app/widgets/controls.h"
#include "tests/app/window/driver.h"
#include "tests/catch.h"

using namespace iovlab;

TEST_CASE("chords are written as people write them", "[app][keys]") {
    CHECK(to_string({.key = Key::F5}) == "F5");
    CHECK(to_string({.key = Key::F12}) == "F12");
    CHECK(to_string({.key = Key::Z, .ctrl = true, .shift = true}) == "Ctrl+Shift+Z");
    CHECK(to_string({.key = Key::Plus, .ctrl = true}) == "Ctrl++");
    CHECK(to_string({.key = Key::PageDown}) == "PgDn");
    CHECK(to_string({.key = Key::Digit0, .ctrl = true}) == "Ctrl+0");
    CHECK(to_string(Chord{}).empty());
}

TEST_CASE("a press is seen in one frame, and by its own chord only", "[app][keys]") {
    int runs = 0;
    int redos = 0;
    int zooms = 0;
    Driver driver(whole_window([&] {
        if (pressed({.key = Key::F5})) ++runs;
        if (pressed({.key = Key::Z, .ctrl = true, .shift = true})) ++redos;
        if (pressed({.key = Key::Plus, .ctrl = true})) ++zooms;
    }));
    driver.key({.key = Key::F5});
    CHECK(runs == 1);
    driver.key({.key = Key::Z, .ctrl = true});
    CHECK(redos == 0);
    driver.key({.key = Key::Z, .ctrl = true, .shift = true});
    CHECK(redos == 1);
    driver.key({.key = Key::Plus, .ctrl = true, .shift = true});
    CHECK(zooms == 1);
    CHECK(runs == 1);
    feed_press({.key = Key::F5}, true);  // held down: runs once, not thirty times a second
    driver.frames(1);
    CHECK(runs == 1);
}

TEST_CASE("a field that is typed in keeps the keys of typing", "[app][keys]") {
    std::string text;
    int spaces = 0;
    int undos = 0;
    int runs = 0;
    int opens = 0;
    Driver driver(whole_window([&] {
        ui::input_text("field", text);
        if (pressed({.key = Key::Space})) ++spaces;
        if (pressed({.key = Key::Z, .ctrl = true})) ++undos;
        if (pressed({.key = Key::F5})) ++runs;
        if (pressed({.key = Key::O, .ctrl = true})) ++opens;
    }));
    driver.key({.key = Key::Space});
    driver.key({.key = Key::Z, .ctrl = true});
    CHECK(spaces == 1);
    CHECK(undos == 1);
    driver.click("field");
    driver.key({.key = Key::Space});
    driver.key({.key = Key::Z, .ctrl = true});
    driver.key({.key = Key::F5});
    driver.key({.key = Key::O, .ctrl = true});
    CHECK(spaces == 1);
    CHECK(undos == 1);
    CHECK(runs == 1);
    CHECK(opens == 1);
}
