// The whole window without a mouse: Tab and the panels' keys, the palette, and a list built, run, broken and
// undone.
#include "app/lab/actions.h"
#include "app/lab/palette.h"
#include "tests/app/panels/bench_fixture.h"
#include "tests/catch.h"

#include <algorithm>
#include <cmath>
#include <imgui_internal.h>
#include <set>
#include <string_view>

using namespace iovlab;

namespace {

/// The rectangle of what has the keyboard's cursor.
ImRect cursor() {
    const ImGuiContext& g = *ImGui::GetCurrentContext();
    if (g.NavWindow == nullptr || g.NavId == 0) return {};
    return ImGui::WindowRectRelToAbs(g.NavWindow, g.NavWindow->NavRectRel[0]);
}

bool has_cursor(const TestWindow& test, const std::string& name) {
    if (!test.driver.has(name)) return false;
    const ui::Control& control = test.driver.control(name);
    const ImRect at = cursor();
    return at.GetWidth() > 0 && ImRect(control.min, control.max).Contains(at.GetCenter()) &&
           at.GetWidth() < 1.5F * (control.max.x - control.min.x) + 40;
}

void tab_to(TestWindow& test, const std::string& name) {
    constexpr int kRound = 120;
    for (int i = 0; i < kRound && !has_cursor(test, name); ++i) test.driver.key({.key = Key::Tab});
    CAPTURE(name);
    REQUIRE(has_cursor(test, name));
    CHECK_FALSE(ImGui::GetCurrentContext()->NavDisableHighlight);
}
void press(TestWindow& test, const std::string& name) {
    tab_to(test, name);
    test.driver.key({.key = Key::Space});
    test.driver.frames(4);
}
void fill_in(TestWindow& test, const std::string& name, const std::string& text) {
    tab_to(test, name);
    test.driver.key({.key = Key::A, .ctrl = true});
    test.driver.type(text);
    test.driver.key({.key = Key::Enter});
    test.driver.frames(4);
}

std::string kind_of(const TestWindow& test, std::size_t index) {
    return found(test.state())[index].kind;
}

void open_palette(TestWindow& test, const std::string& text) {
    test.driver.key({.key = Key::P, .ctrl = true});
    test.driver.frames(4);
    REQUIRE(test.driver.has("palette.text"));
    test.driver.type(text);
    test.driver.frames(4);
}

}  // namespace

TEST_CASE("keyboard: a list is built, run, broken and undone without a mouse") {
    TestWindow test;
    test.driver.key({.key = Key::N, .ctrl = true});
    test.driver.frames(4);
    press(test, "memory.add.bytes");
    fill_in(test, "buffer.0.name", "payload");
    fill_in(test, "buffer.0.text", "hello");
    press(test, "entries.add");
    press(test, "entries.add.0");
    REQUIRE(test.experiment().calls.front().iov.size() == 1);
    test.driver.key({.key = Key::F5});
    test.driver.until([&] { return test.run().exists && !test.run().busy(); });
    CHECK(test.driver.text_of("step.0.result") == "5");
    fill_in(test, "buffer.0.name", "no good");
    CHECK(test.driver.has("problem.buffer[0].name"));
    CHECK_FALSE(test.driver.enabled("run"));
    test.driver.key({.key = Key::Z, .ctrl = true});
    test.driver.frames(4);
    CHECK_FALSE(test.driver.has("problem.buffer[0].name"));
    CHECK(test.driver.enabled("run"));
    CHECK(test.experiment().buffers.front().name == "payload");
}

TEST_CASE("keyboard: Tab comes to every control of the bench that can be used, and shows where it is") {
    TestWindow test;
    std::set<std::string> wanted;
    for (const auto& [name, control] : ui::registry().all()) {
        for (const char* kind : {"menu.", "screen.", "zoom.", "target.flags", "memory.add", "reader"})
            if (control.enabled && name.starts_with(kind)) wanted.insert(name);
    }
    for (const char* name : {"run", "step", "theme", "entries.add", "split.left", "entry.0", "buffer.0.title"})
        if (test.driver.has(name) && test.driver.enabled(name)) wanted.insert(name);
    REQUIRE(wanted.size() > 15);
    for (int i = 0; i < 150 && !wanted.empty(); ++i) {
        test.driver.key({.key = Key::Tab});
        std::erase_if(wanted, [&](const std::string& name) { return has_cursor(test, name); });
    }
    std::string missed;
    for (const std::string& name : wanted) missed += name + " ";
    CHECK(missed == "");
}

TEST_CASE("keyboard: a second writer is added and set up without a mouse") {
    TestWindow test;
    press(test, "second.on");
    REQUIRE(test.experiment().second);
    fill_in(test, "second.times", "12");
    CHECK(test.experiment().second->times == 12);
    press(test, "second.on");
    CHECK_FALSE(test.experiment().second);
}

TEST_CASE("keyboard: Ctrl+Tab goes from panel to panel, and back") {
    TestWindow test;
    std::set<std::string> seen;
    const char* panels[] = {"setup", "entries", "kernel", "calls", "loop", "sink"};
    for (int i = 0; i < 12; ++i) {
        test.driver.key({.key = Key::Tab, .ctrl = true});
        for (const char* panel : panels)
            if (test.driver.has(panel) && ImRect(test.driver.control(panel).min, test.driver.control(panel).max)
                                              .Contains(cursor().GetCenter()))
                seen.insert(panel);
    }
    CHECK(seen.size() >= 5);
    const ImVec2 here = cursor().GetCenter();
    test.driver.key({.key = Key::Tab, .ctrl = true});
    CHECK(cursor().GetCenter().x + cursor().GetCenter().y != here.x + here.y);
    test.driver.key({.key = Key::Tab, .ctrl = true, .shift = true});
    CHECK(std::abs(cursor().GetCenter().x - here.x) < 1);
}

TEST_CASE("palette: fuzzy, beginnings of words first, and nothing that does not fit") {
    CHECK(fit_of("Run", "run") > fit_of("Copy as Rust, unless", "run"));
    CHECK(fit_of("Errno atlas", "ea") > fit_of("Larger scale", "ea"));
    CHECK(fit_of("Export picture", "exp pic") > 0);
    CHECK(fit_of("Export picture", "pix") < 0);
    CHECK(fit_of("Undo", "undoo") < 0);
    CHECK(fit_of("anything", "") == 0);
}

TEST_CASE("palette: finds actions and errnos, says why not, Enter does it, Esc closes") {
    TestWindow test;
    open_palette(test, "undo");
    CHECK(test.driver.text_of("palette.0") == "Undo");
    CHECK_FALSE(test.driver.enabled("palette.0"));
    test.driver.key({.key = Key::Enter});
    test.driver.frames(3);
    CHECK(test.driver.has("palette.text"));  // nothing was done, and it says so
    test.driver.key({.key = Key::Escape});
    test.driver.frames(3);
    CHECK_FALSE(test.driver.has("palette.text"));

    open_palette(test, "epipe");
    CHECK(kind_of(test, 0) == "errno");
    test.driver.key({.key = Key::Enter});
    test.driver.frames(4);
    CHECK(test.state().look.screen == Screen::Atlas);
    CHECK(errno_facts()[test.state().look.atlas.chosen].name == std::string("EPIPE"));
    CHECK_FALSE(test.driver.has("palette.text"));

    open_palette(test, "bench");
    test.driver.key({.key = Key::Enter});
    test.driver.frames(4);
    CHECK(test.state().look.screen == Screen::Bench);
}

TEST_CASE("palette: finds lessons by their titles and goals, and takes the one that is chosen") {
    TestWindow test;
    test.window->lab().keep_nothing();
    open_palette(test, "");
    test.driver.until([&] { return !test.state().course.listed.empty(); });
    const auto all = found(test.state());
    const auto lessons = std::count_if(
        all.begin(), all.end(), [](const PaletteItem& one) { return one.kind == std::string_view("lesson"); });
    CHECK(static_cast<std::size_t>(lessons) == test.state().course.listed.size());
    test.driver.type("Build the loop");
    test.driver.frames(2);
    CHECK(test.driver.text_of("palette.0") == "Build the loop");
    test.driver.key({.key = Key::Enter});
    test.driver.until([&] { return test.state().course.lesson != nullptr; });
    test.driver.frames(4);
    CHECK(test.state().course.lesson->title == "Build the loop");
    CHECK(test.driver.has("lesson.step"));
    CHECK_FALSE(test.driver.has("palette.text"));
}

TEST_CASE("palette: the arrows choose, and examples open") {
    TestWindow test;
    test.window->lab().look_for_examples(IOVLAB_SOURCE_DIR "/assets/examples");
    test.driver.until([&] { return !test.state().examples.empty(); });
    open_palette(test, "");
    const std::vector<PaletteItem> all = found(test.state());
    std::set<std::string> kinds;
    for (const PaletteItem& one : all) kinds.insert(one.kind);
    for (const char* kind : {"action", "experiment", "errno", "recipe"}) CHECK(kinds.contains(kind));
    test.driver.key({.key = Key::Down});
    test.driver.key({.key = Key::Down});
    test.driver.key({.key = Key::Up});
    CHECK(test.state().shell.palette.chosen == 1);
    test.driver.key({.key = Key::Up});
    test.driver.key({.key = Key::Up});
    CHECK(test.state().shell.palette.chosen == all.size() - 1);
    test.driver.frames(3);
    CHECK(test.driver.has("palette." + std::to_string(all.size() - 1)));
    test.driver.type(test.state().examples.front().title);
    test.driver.frames(3);
    test.driver.key({.key = Key::Enter});
    test.driver.until([&] { return test.state().document.path() == test.state().examples.front().path; });
}

TEST_CASE("every action has a title, a tip, and a chord of its own, and the help names them all") {
    std::set<std::string> chords;
    for (const Action& one : actions()) {
        CAPTURE(one.id);
        CHECK(std::string(one.title).size() > 2);
        CHECK(std::string(one.tip).back() == '.');
        for (const Chord& chord : {one.chord, one.also})
            // Esc goes to the one whose turn it is: each says of itself when that is not so.
            if (chord.key != Key::None && chord.key != Key::Escape) CHECK(chords.insert(to_string(chord)).second);
    }
    TestWindow test;
    test.driver.key({.key = Key::F1});
    test.driver.frames(4);
    for (const Action& one : actions())
        if (one.chord.key != Key::None) CHECK(test.driver.has("help." + std::string(one.id)));
    test.driver.key({.key = Key::Escape});
    test.driver.frames(3);
    CHECK_FALSE(test.state().look.help);
}

TEST_CASE("keyboard: no key edits a bench that is not on the screen") {
    TestWindow test;
    test.window->lab().apply(SetTitle{"edited"});
    test.window->lab().apply(ChooseRow{Rows::Of::Entries, 1, ChooseRow::How::Only});
    test.driver.frames(4);
    ImGui::SetClipboardText("[[buffer]]\nname = \"pasted\"\nkind = \"bytes\"\ntext = \"x\"\n");
    const Screen screen = GENERATE(Screen::Atlas, Screen::Benchmark, Screen::Lessons);
    test.window->lab().apply(ShowScreen{screen});
    test.driver.frames(6);
    const Experiment before = test.experiment();
    test.driver.key({.key = Key::Delete});
    for (const Key key : {Key::X, Key::D, Key::V, Key::A, Key::Z, Key::Y})
        test.driver.key({.key = key, .ctrl = true});
    test.driver.frames(4);
    CHECK(test.experiment() == before);
    CHECK(test.state().look.screen == screen);
    test.window->lab().apply(ShowScreen{Screen::Bench});
    test.driver.frames(4);
    test.driver.key({.key = Key::Delete});
    test.driver.frames(4);
    CHECK(test.experiment().calls.front().iov.size() + 1 == before.calls.front().iov.size());
}

TEST_CASE("keyboard: Esc does one thing at a time") {
    TestWindow test;
    test.window->lab().apply(ChooseRow{Rows::Of::Entries, 1, ChooseRow::How::Only});
    test.window->lab().apply(ShowHelp{true});
    test.driver.frames(4);
    test.driver.key({.key = Key::Escape});
    test.driver.frames(4);
    CHECK_FALSE(test.state().look.help);
    CHECK(test.state().look.chosen.now.rows.size() == 1);
    test.driver.click("loop.kind");
    test.driver.frames(4);
    test.driver.key({.key = Key::Escape});
    test.driver.frames(4);
    CHECK_FALSE(test.driver.has("loop.kind.0"));
    CHECK(test.state().look.chosen.now.rows.size() == 1);
    test.driver.key({.key = Key::Escape});
    test.driver.frames(4);
    CHECK(test.state().look.chosen.now.rows.empty());
}

TEST_CASE("keyboard: a name that was emptied and left can be typed anew") {
    TestWindow test;
    test.driver.key({.key = Key::N, .ctrl = true});
    test.driver.frames(4);
    press(test, "memory.add.bytes");
    fill_in(test, "buffer.0.name", "one");
    press(test, "entries.add");
    press(test, "entries.add.0");
    tab_to(test, "buffer.0.name");
    test.driver.key({.key = Key::A, .ctrl = true});
    test.driver.key({.key = Key::Backspace});
    test.driver.key({.key = Key::Tab});
    test.driver.frames(4);
    CHECK_FALSE(test.state().problems.empty());
    fill_in(test, "buffer.0.name", "two");
    test.driver.key({.key = Key::Tab});
    test.driver.frames(4);
    CHECK(test.state().problems.empty());
    CHECK(test.experiment().buffers[0].name == "two");
    CHECK(test.experiment().buffers[0].of.empty());
    CHECK(test.experiment().calls[0].iov[0].buffer == "two");
}
