// A lesson in the whole window, by the names of its controls.
#include "tests/app/panels/bench_fixture.h"
#include "tests/catch.h"

#include <cstdlib>

using namespace iovlab;

namespace {

const std::string kLessons = IOVLAB_SOURCE_DIR "/lessons/";

struct Size {
    int width, height;
    float zoom;
};

WindowOptions sized(int width, int height, float zoom = 1) {
    WindowOptions options;
    options.width = width;
    options.height = height;
    options.zoom = zoom;
    return options;
}

struct LessonWindow : TestFolder {
    explicit LessonWindow(WindowOptions options = {}) {
        ::setenv("XDG_STATE_HOME", path.c_str(), 1);
        test = std::make_unique<TestWindow>(std::move(options));
    }
    ~LessonWindow() {
        test.reset();
        ::unsetenv("XDG_STATE_HOME");
    }
    LessonWindow(const LessonWindow&) = delete;
    LessonWindow& operator=(const LessonWindow&) = delete;

    void open(const std::string& name) {
        test->window->lab().apply(OpenFile{kLessons + name + ".md"});
        test->driver.until([this] { return test->state().course.lesson != nullptr && !test->state().opening; });
        test->driver.frames(8);
    }
    const StepWork& work() const { return test->state().course.work; }
    void until_graded() {
        test->driver.until([this] { return work().grade.has_value(); });
        test->driver.frames(8);
    }
    std::unique_ptr<TestWindow> test;
};

}  // namespace

TEST_CASE("lesson panel: predict, run, explain, go on", "[lesson]") {
    LessonWindow window;
    Driver& driver = window.test->driver;
    window.open("01-first-gather");
    CHECK(driver.text_of("lesson.step") == "Bytes in three places");
    CHECK_FALSE(driver.enabled("run"));
    CHECK_FALSE(driver.enabled("lesson.lock"));
    CHECK_FALSE(driver.has("lesson.after"));
    // Nothing on the bench says how many bytes there are in all, or what the program does with the count.
    for (const char* spoiler :
         {"cut", "cut.words", "cut.bytes", "loop.kind", "loop.believes", "loop.code", "predict.on"}) {
        CAPTURE(spoiler);
        CHECK_FALSE(driver.has(spoiler));
    }
    driver.click("lesson.choice.2");
    driver.frames(4);
    CHECK(driver.enabled("lesson.lock"));
    CHECK_FALSE(driver.enabled("run"));
    driver.click("lesson.lock");
    window.until_graded();
    CHECK(driver.text_of("lesson.grade") == "Right.");
    CHECK(driver.text_of("lesson.explanation").find("You said 14. The kernel said 14. (The model: 14.)") == 0);
    CHECK(driver.has("lesson.after"));
    for (const char* hidden : {"cut", "loop.kind", "loop.believes"}) CHECK(driver.has(hidden));
    for (const char* seen : {"lesson.grade", "lesson.next"}) CHECK_FALSE(driver.control(seen).clipped);
    CHECK(driver.enabled("run"));
    driver.key({.key = Key::PageDown});
    driver.frames(8);
    CHECK(driver.text_of("lesson.where") == "step 2 of 4");
    driver.enter("lesson.number", "17");
    driver.frames(4);
    if (driver.has("lesson.lock")) driver.click("lesson.lock");
    window.until_graded();
    CHECK(driver.text_of("lesson.grade") == "Not so.");
    driver.key({.key = Key::PageUp});
    driver.frames(8);
    CHECK(driver.text_of("lesson.where") == "step 1 of 4");
}

TEST_CASE("lesson panel: what came of the answer is brought into sight, and the way on stays there", "[lesson]") {
    const auto [width, height, zoom] = GENERATE(Size{1440, 900, 1}, Size{1280, 720, 1}, Size{1920, 1080, 2});
    LessonWindow window(sized(width, height, zoom));
    Driver& driver = window.test->driver;
    window.open("02-short-write");
    driver.key({.key = Key::A});
    driver.frames(4);
    window.test->window->lab().apply(LockAnswer{});
    window.until_graded();
    driver.frames(10);
    const ui::Control grade = driver.control("lesson.grade"), card = driver.control("lesson");
    CHECK(grade.min.y > card.min.y);
    CHECK(grade.max.y < card.max.y);
    CHECK(driver.control("lesson.next").max.y < card.max.y);
    CHECK(driver.text_of("lesson.explanation").find("You said 9,000. The kernel said 4,096.") == 0);
    CHECK(driver.text_of("lesson.incident.0.address") == "https://github.com/tokio-rs/tokio/issues/8158");
}

TEST_CASE("lesson panel: letters answer, and hints come one by one", "[lesson]") {
    LessonWindow window;
    Driver& driver = window.test->driver;
    window.open("01-first-gather");
    driver.key({.key = Key::B});
    driver.frames(4);
    CHECK(window.work().choice == 1U);
    CHECK_FALSE(driver.has("lesson.hint.0"));
    driver.click("lesson.hint");
    driver.frames(4);
    CHECK(driver.has("lesson.hint.0"));
    CHECK_FALSE(driver.has("lesson.hint.1"));
}

TEST_CASE("lesson panel: a task is checked on each run", "[lesson]") {
    LessonWindow window;
    Driver& driver = window.test->driver;
    window.open("01-first-gather");
    window.test->window->lab().apply(GoToStep{3});
    driver.frames(8);
    driver.click("run");
    window.until_graded();
    CHECK(driver.text_of("lesson.grade") == "Not yet.");
    for (int i = 0; i < 3; ++i) window.test->window->lab().apply(RemoveEntry{0, 0});
    for (int i = 0; i < 3; ++i) window.test->window->lab().apply(AddEntry{0, entry_of("hello"), {}});
    driver.frames(4);
    driver.click("run");
    driver.until([&] { return window.work().done; });
    driver.frames(8);
    CHECK(driver.text_of("lesson.grade") == "Done.");
}

TEST_CASE("lesson panel: the wrong line is clicked, then the right one, and its damage is run", "[lesson]") {
    LessonWindow window;
    Driver& driver = window.test->driver;
    window.open("02-short-write");
    window.test->window->lab().apply(GoToStep{3});
    driver.frames(8);
    driver.click("lesson.line.2");
    driver.frames(8);
    CHECK(driver.text_of("lesson.grade") == "Not yet.");
    driver.click("lesson.line.6");
    driver.until([&] { return window.test->run().exists && !window.test->run().busy(); });
    driver.frames(8);
    CHECK(driver.text_of("lesson.grade") == "Done.");
    CHECK(window.test->run().end()->verdict == Verdict::Lost);
}

TEST_CASE("lesson panel: blocks are clicked into the loop, moved by keys, and tried", "[lesson]") {
    LessonWindow window(sized(1440, 1600));
    Driver& driver = window.test->driver;
    window.open("07-build-the-loop");
    std::size_t step = 0;
    while (!std::holds_alternative<OrderTask>(window.test->state().course.lesson->steps[step].activity)) ++step;
    window.test->window->lab().apply(GoToStep{step});
    driver.frames(8);
    CHECK_FALSE(driver.enabled("lesson.try"));
    const auto& task = std::get<OrderTask>(window.test->state().course.here()->activity);
    for (const std::string& block : task.blocks) window.test->window->lab().apply(PlaceBlock{block, 99});
    driver.frames(8);
    CHECK(driver.has("lesson.loop." + task.blocks.front()));
    driver.click("lesson.try");
    driver.until([&] { return window.work().done; });
    driver.frames(8);
    CHECK(driver.text_of("lesson.explanation").find("It survives all ") == 0);
}

TEST_CASE("lesson panel: the list says what is done, and takes one", "[lesson]") {
    LessonWindow window;
    Driver& driver = window.test->driver;
    driver.key({.key = Key::Digit2, .ctrl = true});
    driver.until([&] { return !window.test->state().course.listed.empty(); });
    driver.frames(8);
    CHECK(driver.text_of("lesson.open.01-first-gather") == "Three places, one call · 5 min");
    driver.click("lesson.next_up");
    driver.until([&] { return window.test->state().course.lesson != nullptr; });
    driver.frames(8);
    CHECK(driver.text_of("lesson.title") == "Three places, one call");
    driver.click("lesson.list");
    driver.frames(8);
    CHECK(driver.has("lesson.next_up"));
}

TEST_CASE("lesson panel: nothing is cut off at any size", "[lesson][layout]") {
    const auto [width, height, zoom] = GENERATE(Size{1440, 900, 1}, Size{1280, 720, 1}, Size{1920, 1080, 2});
    LessonWindow window(sized(width, height, zoom));
    for (const char* name : {"01-first-gather", "02-short-write", "07-build-the-loop"}) {
        window.open(name);
        const std::size_t steps = window.test->state().course.lesson->steps.size();
        for (std::size_t step = 0; step < steps; ++step) {
            window.test->window->lab().apply(GoToStep{step});
            window.test->driver.frames(8);
            for (const auto& [control, at] : ui::registry().all()) {
                if (control.rfind("lesson", 0) != 0 || at.frame + 1 < ui::registry().frame()) continue;
                CAPTURE(name, step, control);
                CHECK_FALSE(at.clipped);
            }
        }
    }
}
