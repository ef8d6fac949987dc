// The window around the screens: the first minute, columns, what was left behind, dropped files.
#include "tests/app/panels/bench_fixture.h"
#include "tests/catch.h"

using namespace iovlab;

namespace {
float left_width(const TestWindow& test) {
    const ui::Control& card = test.driver.control("setup");
    return card.max.x - card.min.x;
}
}  // namespace

TEST_CASE("first minute: one line says what to press, and that one press shows a short write") {
    TestWindow test;
    REQUIRE(test.driver.has("first"));
    CHECK(test.driver.text_of("first").find("F5") != std::string::npos);
    CHECK_FALSE(test.driver.has("notice.0"));
    SECTION("the key that it names") {
        test.driver.key({.key = Key::F5});
    }
    SECTION("the button") {
        test.driver.click("run");
    }
    test.driver.until([&] { return test.run().exists && !test.run().busy() && test.run().end(); });
    test.driver.frames(6);
    CHECK(test.driver.text_of("kernel.explanation").find("Short write") != std::string::npos);
    CHECK(test.driver.text_of("step.0.result") == "65536 short");
    REQUIRE(test.run().selected == std::size_t{0});
    // What comes next stands in the same place, and is true as well.
    CHECK(test.driver.text_of("first").find("4,488") != std::string::npos);
    test.driver.key({.key = Key::F10});
    test.driver.frames(3);
    CHECK(test.run().shown_index() == 1);
    CHECK_FALSE(test.driver.has("first"));
    // The second run is looked at as every run is: its end.
    test.driver.key({.key = Key::F5});
    test.driver.until([&] { return !test.run().busy() && test.run().end(); });
    CHECK_FALSE(test.run().selected);
}

TEST_CASE("first minute: one call at a time shows the short write, too") {
    TestWindow test;
    test.driver.click("step");
    test.driver.until([&] { return test.run().paused(); });
    test.driver.frames(6);
    CHECK(test.driver.text_of("kernel.explanation").find("Short write") != std::string::npos);
    CHECK(test.driver.text_of("first").find("short write") != std::string::npos);
    test.driver.click("step");
    test.driver.frames(3);
    CHECK_FALSE(test.driver.has("first"));
}

TEST_CASE("columns are dragged, stay inside their bounds, and a double click puts them back") {
    TestWindow test;
    const float before = left_width(test);
    const ImVec2 from = test.driver.control("split.left").centre();
    test.driver.drag(from, {from.x + 60, from.y});
    test.driver.frames(4);
    CHECK(left_width(test) == Approx(before + 60).margin(3));
    CHECK(test.state().shell.settings.left > 0);
    const ImVec2 now = test.driver.control("split.left").centre();
    test.driver.drag(now, {now.x + 5000, now.y});
    test.driver.frames(4);
    CHECK(left_width(test) < 1440 * 0.4F);
    test.driver.drag(test.driver.control("split.left").centre(), {-500, from.y});
    test.driver.frames(4);
    CHECK(left_width(test) > 200);
    const ImVec2 right = test.driver.control("split.right").centre();
    test.driver.drag(right, {right.x - 40, right.y});
    CHECK(test.state().shell.settings.right > 0);
    test.driver.frames(4);
    CHECK(test.driver.clipped().empty());
    test.driver.double_click("split.left");
    test.driver.frames(4);
    CHECK(left_width(test) == Approx(before).margin(1));
}

TEST_CASE("unsaved work that was left behind is offered, and asked about before anything is lost") {
    const TestFolder folder;
    const Places places{folder.file("config"), folder.file("state")};
    std::filesystem::create_directories(places.recovery_folder());
    Experiment mine = ready_experiment();
    mine.title = "half done";
    REQUIRE(save_experiment_file(mine, places.recovery_folder() + "/1-0.toml").empty());
    TestWindow test;
    test.window->lab().keep_in(places, {});
    test.driver.until([&] { return test.driver.has("left.restore"); });
    test.driver.frames(4);
    CHECK(test.driver.text_of("left").find("half done") != std::string::npos);
    CHECK_FALSE(test.driver.has("first"));
    test.window->lab().apply(SetTitle{"something else"});
    test.driver.frames(3);
    test.driver.click("left.restore");
    test.driver.frames(4);
    REQUIRE(test.driver.has("unsaved.discard"));
    CHECK(test.experiment().title == "something else");
    test.driver.click("unsaved.discard");
    test.driver.frames(4);
    CHECK(test.experiment() == mine);
    CHECK(test.state().document.dirty());
    CHECK_FALSE(test.driver.has("left.restore"));
}

TEST_CASE("a dropped file opens, after the question about unsaved work, and is recent then") {
    const TestFolder folder;
    Experiment mine = ready_experiment();
    mine.title = "dropped";
    REQUIRE(save_experiment_file(mine, folder.file("x.toml")).empty());
    TestWindow test;
    test.driver.backend().on_drop({folder.file("x.toml")});
    test.driver.until([&] { return test.experiment().title == "dropped"; });
    test.window->lab().apply(SetTitle{"edited"});
    test.driver.backend().on_drop({folder.file("x.toml")});
    test.driver.frames(4);
    CHECK(test.driver.has("unsaved.keep"));
    test.driver.key({.key = Key::Escape});
    test.driver.frames(3);
    CHECK(test.experiment().title == "edited");
    CHECK_FALSE(test.driver.has("unsaved.keep"));
    test.driver.click("menu.File");
    CHECK(test.driver.text_of("menu.recent.0") == "x.toml");
}

TEST_CASE("opening, a recipe and the window's button ask before work is lost") {
    const TestFolder folder;
    REQUIRE(save_experiment_file(ready_experiment(), folder.file("x.toml")).empty());
    TestWindow test;
    test.window->lab().apply(SetTitle{"mine"});
    SECTION("an example") {
        test.window->lab().apply(OpenFile{folder.file("x.toml")});
    }
    SECTION("a recipe") {
        test.window->lab().apply(OpenRecipe{folder.file("x.toml"), true});
    }
    SECTION("New") {
        test.driver.key({.key = Key::N, .ctrl = true});
    }
    SECTION("Quit") {
        test.driver.key({.key = Key::Q, .ctrl = true});
    }
    SECTION("the window's button") {
        CHECK_FALSE(test.driver.backend().on_close_request());
    }
    test.driver.frames(4);
    CHECK(test.driver.has("unsaved.save"));
    CHECK(test.experiment().title == "mine");
    CHECK_FALSE(test.state().quit);
}

TEST_CASE("an expected errno is said where it happened, and asks for nothing") {
    TestWindow test;
    test.window->lab().apply(SetLoop{{.kind = "once"}, "kind"});
    TargetSpec target = test.experiment().target;
    target.reader_open = false;
    test.window->lab().apply(SetTarget{target, "reader"});
    test.run_to_end();
    CHECK(test.driver.text_of("kernel.explanation").find("EPIPE") != std::string::npos);
    CHECK(test.state().notices.empty());
    CHECK_FALSE(test.state().unsaved);
}
