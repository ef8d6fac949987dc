// The projector's screen: legible, driven by a clicker, and no click makes a call.
#include "app/lab/present_keys.h"
#include "tests/app/panels/bench_fixture.h"
#include "tests/catch.h"

#include <cstdlib>

using namespace iovlab;

namespace {

void key(TestWindow& test, Key which) {
    test.driver.key({.key = which});
    test.driver.frames(3);
}

/// `before`: steps that there were when the key was pressed. The pause of that moment is not the one waited for.
void step_done(TestWindow& test, std::size_t before) {
    test.driver.until([&] {
        const bool more = test.run().steps.size() > before;
        return (test.run().paused() && more) || (test.run().exists && !test.run().busy());
    });
    test.driver.frames(6);
}

WindowOptions sized(int width, int height) {
    WindowOptions options;
    options.width = width;
    options.height = height;
    return options;
}

float height_of(const TestWindow& test, const char* name) {
    const ui::Control& control = test.driver.control(name);
    return control.max.y - control.min.y;
}

}  // namespace

TEST_CASE("present: F11 shows one list, one queue, one result, in light, and F11 or Esc leave") {
    TestWindow test;
    REQUIRE(theme().name == ThemeName::Dark);
    key(test, Key::F11);
    REQUIRE(test.state().shell.present);
    CHECK(theme().name == ThemeName::Light);
    for (const char* name : {"present.call", "present.bar.0", "present.slots", "present.result", "present.keys"})
        CHECK(test.driver.has(name));
    for (const char* name : {"run", "menu.File", "setup", "status"}) CHECK_FALSE(test.driver.has(name));
    key(test, Key::Escape);
    CHECK_FALSE(test.state().shell.present);
    CHECK(theme().name == ThemeName::Dark);
    CHECK(test.driver.has("run"));
    key(test, Key::F11);
    key(test, Key::F11);
    CHECK_FALSE(test.state().shell.present);
}

TEST_CASE("present: the keys of a clicker go on and back, and a run that is over stays over") {
    TestWindow test;
    key(test, Key::F11);
    key(test, Key::PageDown);
    step_done(test, 0);
    REQUIRE(test.run().calls.size() == 1);
    CHECK(test.driver.text_of("present.result") == "65,536");
    CHECK(test.driver.text_of("present.words").find("Short write") != std::string::npos);
    CHECK(test.driver.text_of("present.left.3") == "4,488");
    for (const Key next : {Key::Right, Key::Down, Key::PageDown}) {
        const std::size_t before = test.run().steps.size();
        key(test, next);
        step_done(test, before);
        CHECK(test.run().steps.size() > before);
    }
    const std::size_t calls = test.run().calls.size();
    key(test, Key::PageUp);
    CHECK(test.run().looking_back());
    key(test, Key::Left);
    key(test, Key::PageDown);
    CHECK(test.run().calls.size() == calls);  // looked on, called nothing
    key(test, Key::End);
    for (int i = 0; i < 40 && test.run().busy(); ++i) {
        const std::size_t before = test.run().steps.size();
        key(test, Key::PageDown);
        step_done(test, before);
    }
    REQUIRE_FALSE(test.run().busy());
    const std::size_t all = test.run().steps.size();
    key(test, Key::PageDown);
    test.driver.frames(20);
    CHECK(test.run().steps.size() == all);
    CHECK_FALSE(next_obstacle(test.state()).empty());
}

TEST_CASE("present: no click makes a call, and no key edits") {
    TestWindow test;
    const Experiment before = test.experiment();
    key(test, Key::F11);
    for (int x = 20; x < 1440; x += 140) {
        for (int y = 20; y < 900; y += 110) {
            const auto to = ImVec2(static_cast<float>(x), static_cast<float>(y));
            test.driver.drag(to, {to.x + 4, to.y + 4});
        }
    }
    for (const Key typed : {Key::Delete, Key::Enter, Key::A, Key::Backspace, Key::Tab}) key(test, typed);
    test.driver.key({.key = Key::N, .ctrl = true});
    test.driver.key({.key = Key::Q, .ctrl = true});
    CHECK_FALSE(test.run().exists);
    CHECK(test.experiment() == before);
    CHECK(test.state().shell.present);
    CHECK_FALSE(test.state().quit);
    key(test, Key::Space);
    test.driver.until([&] { return test.run().exists && !test.run().busy(); });
}

TEST_CASE("present: B blanks, and the next key shows it again without a call") {
    TestWindow test;
    key(test, Key::F11);
    key(test, Key::B);
    CHECK(test.state().shell.blank);
    CHECK_FALSE(test.driver.has("present.result"));
    key(test, Key::PageDown);
    CHECK_FALSE(test.state().shell.blank);
    CHECK_FALSE(test.run().exists);
    key(test, Key::Period);
    CHECK(test.state().shell.blank);
    key(test, Key::Escape);
    CHECK(test.state().shell.present);
    CHECK(test.driver.has("present.result"));
}

TEST_CASE("present: sizes of the back row, at every screen, and nothing leaves it") {
    const auto [width, height] = GENERATE(std::pair(1024, 768), std::pair(1280, 720), std::pair(1920, 1080),
                                          std::pair(2560, 1440), std::pair(800, 600));
    CAPTURE(width, height);
    TestWindow test(sized(width, height));
    key(test, Key::F11);
    key(test, Key::PageDown);
    step_done(test, 0);
    const auto tall = static_cast<float>(height);
    // ImGui counts ascent and descent: what docs/look.md calls 1/14, 1/30 and 1/36 of the height is larger here.
    if (static_cast<float>(width) / tall > 1.3F) {
        CHECK(height_of(test, "present.result") >= tall / 14);
        CHECK(height_of(test, "present.left.0") >= tall / 30);
        CHECK(height_of(test, "present.keys") >= tall / 36);
    }
    for (const auto& [name, control] : ui::registry().all()) {
        CAPTURE(name, control.min.x, control.max.x, control.min.y, control.max.y);
        CHECK(control.min.x >= 0);
        CHECK(control.max.x <= static_cast<float>(width));
        CHECK(control.max.y <= tall);
    }
    const ui::Control& words = test.driver.control("present.words");
    CHECK(words.max.y <= test.driver.control("present.keys").min.y);
}

TEST_CASE("present: a long list shows the lines round its cut and says how many there are") {
    TestWindow test;
    test.window->lab().apply(NewDocument{});
    test.window->lab().apply(AddBuffer{fill_buffer("data", 1000)});
    for (int i = 0; i < 100; ++i) test.window->lab().apply(AddEntry{0, entry_of("data"), {}});
    TargetSpec target = test.experiment().target;
    target.flags.names = {"O_NONBLOCK"};
    test.window->lab().apply(SetTarget{target, "flags"});
    key(test, Key::F11);
    CHECK(test.driver.has("present.bar.0"));
    CHECK(test.driver.text_of("present.more").starts_with("and 9"));
    key(test, Key::Space);
    test.driver.until([&] { return test.run().exists && !test.run().busy(); });
    test.driver.frames(6);
    CHECK_FALSE(test.driver.has("present.bar.0"));
    CHECK(test.driver.has("present.bar.65"));
}

TEST_CASE("present: its zoom and theme are its own") {
    TestWindow test;
    key(test, Key::F11);
    const float before = height_of(test, "present.result");
    test.driver.key({.key = Key::Minus, .ctrl = true});
    test.driver.frames(3);
    CHECK(height_of(test, "present.result") < before);
    test.window->lab().apply(SetTheme{true});
    test.driver.frames(3);
    CHECK(theme().name == ThemeName::Dark);
    key(test, Key::F11);
    CHECK(test.state().look.zoom == Approx(1));
    CHECK(test.state().shell.settings.present_dark);
    CHECK(test.state().shell.settings.present_zoom < 1);
}

TEST_CASE("present: a lesson's vote is counted by letters, counted again, and revealed", "[lesson]") {
    const TestFolder folder;
    ::setenv("XDG_STATE_HOME", folder.path.c_str(), 1);
    {
        TestWindow test;
        test.window->lab().apply(OpenFile{IOVLAB_SOURCE_DIR "/lessons/02-short-write.md"});
        test.driver.until([&] { return test.state().course.lesson != nullptr; });
        test.driver.frames(6);
        key(test, Key::F11);
        REQUIRE(test.state().shell.present);
        CHECK(test.driver.text_of("present.question") == "Vote · A pipe of one page");
        CHECK_FALSE(test.driver.has("present.asked"));
        key(test, Key::PageDown);  // nobody has voted
        CHECK(test.state().course.work.round == 0);
        for (const Key hand : {Key::A, Key::A, Key::B, Key::C}) key(test, hand);
        CHECK_FALSE(test.state().shell.blank);
        CHECK(test.driver.text_of("present.choice.0").ends_with(" · 2"));
        test.driver.key({.key = Key::A, .shift = true});
        test.driver.frames(3);
        CHECK(test.state().course.work.votes[0][0] == 1);
        key(test, Key::PageDown);
        CHECK(test.state().course.work.round == 1);
        for (int i = 0; i < 3; ++i) key(test, Key::C);
        CHECK(test.driver.text_of("present.choice.2").ends_with(" · 1 → 3"));
        CHECK_FALSE(test.run().exists);
        key(test, Key::PageDown);
        test.driver.until([&] { return test.state().course.work.grade.has_value(); });
        test.driver.frames(6);
        CHECK(test.state().course.work.grade->pass);
        CHECK(test.driver.text_of("present.words").find("The answer is C. ") == 0);
        key(test, Key::Escape);
        CHECK(test.driver.text_of("lesson.grade") == "Right.");
    }
    ::unsetenv("XDG_STATE_HOME");
}
