// The cut over the entry bars, by mouse and keyboard.
#include "app/lab/cut.h"

#include "app/window/imgui_headless.h"
#include "tests/app/panels/bench_fixture.h"
#include "tests/catch.h"

#include <imgui_internal.h>

using namespace iovlab;

namespace {

std::uint64_t cut_now(const TestWindow& test) {
    return cut_of(test.state()).line();
}

/// The keyboard's cursor is on the cut's line.
bool cut_has_keyboard(const TestWindow& test) {
    const ImGuiContext& g = *ImGui::GetCurrentContext();
    if (g.NavWindow == nullptr || g.NavId == 0) return false;
    const ImRect at = ImGui::WindowRectRelToAbs(g.NavWindow, g.NavWindow->NavRectRel[g.NavLayer]);
    const ui::Control& line = test.driver.control("cut");
    return at.Contains(line.centre()) && at.GetWidth() < 2 * (line.max.x - line.min.x);
}

void tab_to_cut(TestWindow& test) {
    for (int i = 0; i < 200 && !cut_has_keyboard(test); ++i) test.driver.key({.key = Key::Tab});
    REQUIRE(cut_has_keyboard(test));
    test.driver.key({.key = Key::Left});
    REQUIRE(cut_now(test) == 70023);
}

}  // namespace

TEST_CASE("the cut is dragged over the bars, and the kernel takes exactly that") {
    TestWindow test;
    REQUIRE_FALSE(test.driver.control("cut").on);
    const ui::Control window = test.driver.control("entry.2.bar");
    test.driver.drag(test.driver.control("cut").centre(), {window.centre().x, window.centre().y});
    const std::uint64_t at = cut_now(test);
    CHECK(at > 24 + 30000 + 11000);
    CHECK(at < 24 + 30000 + 13000);
    CHECK(test.driver.control("cut").on);
    CHECK(test.driver.text_of("cut.words").find("header, body whole, window+") != std::string::npos);
    CHECK(test.experiment().faults.script == "short " + std::to_string(at));
    const ui::Control body = test.driver.control("entry.1.bar");
    test.driver.drag(test.driver.control("cut").centre(), {body.centre().x, body.centre().y});
    CHECK(cut_now(test) < 30024);
    test.driver.key({.key = Key::Z, .ctrl = true});  // each drag is one step
    CHECK(cut_now(test) == at);
    test.driver.key({.key = Key::Z, .ctrl = true});
    CHECK(test.experiment().faults == FaultSpec{});
    test.driver.enter("cut.bytes", "24");
    CHECK(test.driver.text_of("cut.words") == "cut after 24 bytes: header whole, body+0");
    test.run_to_end();
    const auto& first = std::get<CallStep>(test.run().steps[test.run().calls[0]].what);
    CHECK(first.outcome.result == 24);
    CHECK(first.outcome.origin == Origin::Capped);
    test.driver.click("cut.remove");
    CHECK(test.experiment().faults == FaultSpec{});
    CHECK_FALSE(test.driver.enabled("cut.remove"));
}

TEST_CASE("arrow keys move the cut: by 1, by 16, to the edges") {
    TestWindow test;
    test.driver.click("cut");
    CHECK(test.experiment().faults == FaultSpec{});  // a click alone cuts nothing
    test.driver.key({.key = Key::Left});
    CHECK(cut_now(test) == 70023);
    test.driver.key({.key = Key::Left, .shift = true});
    CHECK(cut_now(test) == 70007);
    test.driver.key({.key = Key::Right});
    CHECK(cut_now(test) == 70008);
    test.driver.key({.key = Key::Left, .ctrl = true});
    CHECK(cut_now(test) == 54024);
    test.driver.key({.key = Key::Left, .ctrl = true});
    CHECK(cut_now(test) == 30024);
    test.driver.key({.key = Key::Up});
    CHECK(cut_now(test) == 30023);
    test.driver.key({.key = Key::Right, .ctrl = true});
    CHECK(cut_now(test) == 30024);
    for (int i = 0; i < 4; ++i) test.driver.key({.key = Key::Left, .ctrl = true});
    CHECK(cut_now(test) == 0);
    test.driver.key({.key = Key::Right, .shift = true});
    CHECK(cut_now(test) == 16);
    test.driver.key({.key = Key::Delete});
    CHECK(test.experiment().faults == FaultSpec{});
}

TEST_CASE("Tab comes to the cut, and the arrows are its own there") {
    TestWindow test;
    tab_to_cut(test);
    test.driver.key({.key = Key::Left, .ctrl = true});
    CHECK(cut_now(test) == 54024);
    test.driver.key({.key = Key::Right});
    CHECK(cut_now(test) == 54025);
}

TEST_CASE("with Shift a drag is a byte a pixel") {
    TestWindow test;
    test.driver.enter("cut.bytes", "30500");
    const ImVec2 from = test.driver.control("cut").centre();
    cx::modifiers(ImGui::GetIO(), false, true, false);
    test.driver.drag(from, {from.x + 40, from.y});
    cx::modifiers(ImGui::GetIO(), false, false, false);
    CHECK(cut_now(test) > 30500);
    CHECK(cut_now(test) <= 30540);
}

TEST_CASE("the cut works on repeated, empty and lying entries") {
    TestWindow test;
    test.ask_for(4);
    EntrySpec many = entry_of("data");
    many.times = 1000;
    EntrySpec empty = entry_of("data");
    empty.length = 0;
    EntrySpec lie = entry_of("data");
    lie.length = UINT64_MAX;
    for (const EntrySpec& entry : {many, empty, lie}) test.window->lab().apply(AddEntry{0, entry, {}});
    test.driver.frames(6);
    test.driver.enter("cut.bytes", "6");
    CHECK(test.driver.text_of("cut.words") == "cut after 6 bytes: data whole, iov[1]+2");
    test.driver.click("cut");
    test.driver.key({.key = Key::Right, .ctrl = true});
    CHECK(cut_now(test) == 8);
    const ui::Control bar = test.driver.control("entry.3.bar");
    test.driver.drag(test.driver.control("cut").centre(), {bar.centre().x, bar.centre().y});
    CHECK(cut_now(test) > 4004);
    CHECK(test.driver.text_of("cut.words").find("iov[1002]+") != std::string::npos);
}

TEST_CASE("in a list of 1,024 entries the keys take the cut out of sight and the row follows") {
    TestWindow test;
    test.window->lab().apply(NewDocument{});
    test.window->lab().apply(AddBuffer{fill_buffer("data", 16)});
    for (int i = 0; i < 1024; ++i) test.window->lab().apply(AddEntry{0, entry_of("data"), {}});
    test.window->lab().apply(OpenBuffer{});
    test.driver.frames(6);
    test.driver.enter("cut.bytes", "16");
    test.driver.frames(4);
    test.driver.click("cut");
    for (int i = 0; i < 30; ++i) test.driver.key({.key = Key::Right, .ctrl = true});
    CHECK(cut_now(test) == 16 * 31);
    test.driver.frames(4);
    CHECK(test.driver.has("entry.31"));
    CHECK_FALSE(test.driver.has("entry.1000"));
    test.driver.key({.key = Key::Right});
    CHECK(cut_now(test) == 16 * 31 + 1);
    CHECK(test.driver.text_of("cut.words") == "cut after 497 bytes: 31 entries whole, iov[31]+1");
}
