// The bar at the top: what finds no room folds away and stays within reach.
#include "app/lab/actions.h"
#include "app/lab/screens.h"
#include "tests/app/panels/bench_fixture.h"
#include "tests/catch.h"

#include <algorithm>
#include <set>

using namespace iovlab;

namespace {

WindowOptions sized(int width, int height, float zoom) {
    WindowOptions options;
    options.width = width;
    options.height = height;
    options.zoom = zoom;
    return options;
}

bool is_of_header(const std::string& name) {
    return name.starts_with("screen.") || name.starts_with("menu.") || name.starts_with("zoom.") ||
           name == "document" || name == "kernel.chip" || name == "seed" || name == "theme" || name == "present";
}

}  // namespace

TEST_CASE("header: nothing overlaps or leaves the window, at any width and zoom") {
    const int width = GENERATE(320, 640, 800, 1024, 1280, 1440, 1920);
    const float zoom = GENERATE(0.8F, 1.0F, 1.5F, 2.0F, 3.0F);
    CAPTURE(width, zoom);
    TestWindow test(sized(width, 768, zoom));
    test.window->lab().apply(SetTitle{"A title that goes on for longer than any bar has room for, and on, and on"});
    test.driver.frames(4);
    std::vector<std::pair<float, float>> spans;
    for (const auto& [name, control] : ui::registry().all()) {
        if (!is_of_header(name)) continue;
        CAPTURE(name, control.min.x, control.max.x);
        if (static_cast<float>(width) / zoom >= 300) CHECK(control.max.x <= static_cast<float>(width));
        spans.emplace_back(control.min.x, control.max.x);
    }
    std::sort(spans.begin(), spans.end());
    for (std::size_t i = 1; i < spans.size(); ++i) CHECK(spans[i].first >= spans[i - 1].second - 0.5F);
}

TEST_CASE("header: where it is narrow the menus and the tabs are behind one button each") {
    TestWindow test(sized(1024, 768, 2));
    CHECK_FALSE(test.driver.has("menu.File"));
    test.driver.click("menu.all");
    test.driver.click("menu.File");
    test.driver.click("menu.file.new");
    test.driver.frames(3);
    CHECK(test.experiment().buffers.empty());
    CHECK_FALSE(test.driver.has("menu.File"));  // both have closed
    test.driver.click("screen.all");
    test.driver.click("screen.view.atlas");
    CHECK(test.state().look.screen == Screen::Atlas);
}

TEST_CASE("header: every screen has a tab, an action and a word of its own") {
    std::set<std::string_view> words;
    TestWindow test;
    for (const ScreenInfo& one : screens()) {
        CAPTURE(one.action);
        words.insert(one.word);
        test.driver.click("screen." + std::string(one.action));
        test.driver.frames(3);
        CHECK(test.state().look.screen == one.screen);
        CHECK(test.driver.control("screen." + std::string(one.action)).on);
        CHECK(std::get<ShowScreen>(action(one.action).intent(test.state())).screen == one.screen);
    }
    CHECK(words.size() == screens().size());
}
