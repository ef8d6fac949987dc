#include "app/widgets/controls.h"

#include "app/widgets/layout.h"
#include "tests/app/window/driver.h"
#include "tests/catch.h"

#include <array>

using namespace iovlab;

TEST_CASE("a button is pressed by its name", "[app][widgets]") {
    int presses = 0;
    Driver driver(whole_window([&] {
        if (ui::button("run", "Run", {.tip = "Makes the calls.", .page = "writev(2)", .keys = "F5"})) ++presses;
    }));
    CHECK(driver.text_of("run") == "Run");
    CHECK_FALSE(driver.has("tooltip"));
    driver.click("run");
    CHECK(presses == 1);
    driver.click("run");
    CHECK(presses == 2);
    driver.hover("run");
    CHECK(driver.control("run").hovered);
    CHECK(driver.text_of("tooltip") == "Makes the calls.\nwritev(2)");
    driver.hover_at(1000, 800);
    CHECK_FALSE(driver.has("tooltip"));
    CHECK_THROWS(driver.click("no such button"));
}

TEST_CASE("a disabled control does nothing, and says why", "[app][widgets]") {
    int presses = 0;
    bool value = false;
    std::string text = "kept";
    int chosen = 0;
    constexpr std::array<std::string_view, 2> kItems{"one", "two"};
    const ui::Hint no{.tip = "It would act.", .disabled = "The list is empty."};
    Driver driver(whole_window([&] {
        if (ui::button("button", "No", no)) ++presses;
        if (ui::checkbox("check", "No", value, no)) ++presses;
        if (ui::input_text("field", text, no)) ++presses;
        if (ui::combo("combo", kItems, chosen, no)) ++presses;
        if (ui::selectable("row", "No", false, no)) ++presses;
        if (ui::tab("tab", "No", false, no)) ++presses;
    }));
    for (const char* name : {"button", "check", "field", "combo", "row", "tab"}) {
        CAPTURE(name);
        CHECK_FALSE(driver.enabled(name));
        driver.click(name);
        driver.type("x");
        driver.hover(name);
        CHECK(driver.text_of("tooltip").find("The list is empty.") != std::string::npos);
    }
    CHECK(presses == 0);
    CHECK_FALSE(value);
    CHECK(text == "kept");
}

TEST_CASE("a checkbox changes by its box and by its words", "[app][widgets]") {
    bool value = false;
    int changes = 0;
    Driver driver(
        whole_window([&] { changes += ui::checkbox("box", "with quite a few words beside it", value) ? 1 : 0; }));
    driver.click("box");  // the middle of it is its words
    CHECK(value);
    CHECK(changes == 1);
    CHECK(driver.control("box").on);
    const ui::Control& box = driver.control("box");
    driver.drag(ImVec2(box.min.x + 4, box.centre().y), ImVec2(box.min.x + 5, box.centre().y));
    CHECK_FALSE(value);
    CHECK(changes == 2);
}

TEST_CASE("a list drops down, is chosen from, and closes", "[app][widgets]") {
    constexpr std::array<std::string_view, 3> kItems{"file", "pipe", "unix-stream"};
    int chosen = 0;
    int changes = 0;
    Driver driver(whole_window(
        [&] { changes += ui::combo("kind", kItems, chosen, {.tip = "What is written to."}) ? 1 : 0; }));
    CHECK(driver.text_of("kind") == "file");
    CHECK_FALSE(driver.has("kind.1"));
    driver.click("kind");
    REQUIRE(driver.has("kind.2"));
    driver.click("kind.2");
    CHECK(chosen == 2);
    CHECK(changes == 1);
    CHECK(driver.text_of("kind") == "unix-stream");
    CHECK_FALSE(driver.has("kind.2"));
    driver.click("kind");
    driver.click("kind.2");  // chosen already: no change
    CHECK(changes == 1);
}

TEST_CASE("a list without a choice shows its placeholder", "[app][widgets]") {
    int chosen = -1;
    Driver driver(whole_window([&] { ui::combo("none", {}, chosen, {}, 0, "choose a buffer"); }));
    CHECK(driver.text_of("none") == "choose a buffer");
    driver.click("none");
    driver.key({.key = Key::Escape});
    CHECK(chosen == -1);
}

TEST_CASE("a field changes its value when it is finished, not before", "[app][widgets]") {
    std::string value = "header";
    int changes = 0;
    int other = 0;
    Driver driver(whole_window([&] {
        if (ui::button("other", "Elsewhere")) ++other;
        changes += ui::input_text("name", value) ? 1 : 0;
        ui::button("below", "Elsewhere too");
    }));
    driver.enter("name", "body");
    CHECK(value == "body");
    CHECK(changes == 1);

    driver.click("name");
    driver.key({.key = Key::End});
    driver.type("2");
    CHECK(value == "body");
    CHECK(driver.text_of("name") == "body2");
    driver.click("other");  // leaving finishes it too, and the click counts
    CHECK(value == "body2");
    CHECK(changes == 2);
    CHECK(other == 1);

    driver.click("name");
    driver.key({.key = Key::End});
    driver.type("no");
    driver.key({.key = Key::Escape});
    CHECK(value == "body2");
    CHECK(changes == 2);

    driver.enter("name", "h\xC3\xA9\xC3\xA9");
    CHECK(value == "h\xC3\xA9\xC3\xA9");
}

TEST_CASE("text is cut and pasted between fields", "[app][widgets]") {
    std::string from = "65536";
    std::string to;
    Driver driver(whole_window([&] {
        ui::input_text("from", from);
        ui::input_text("to", to);
    }));
    driver.click("from");
    driver.key({.key = Key::A, .ctrl = true});
    driver.key({.key = Key::X, .ctrl = true});
    driver.click("to");
    driver.key({.key = Key::V, .ctrl = true});
    driver.key({.key = Key::Enter});
    CHECK(from.empty());
    CHECK(to == "65536");
}

TEST_CASE("a live field changes with every key", "[app][widgets]") {
    std::string value;
    int entries = 0;
    Driver driver(whole_window([&] {
        bool entered = false;
        ui::input_text("find", value, {}, {.typing = ui::Typing::Live, .placeholder = "Find", .entered = &entered});
        if (entered) ++entries;
    }));
    driver.click("find");
    driver.type("wr");
    CHECK(value == "wr");
    driver.key({.key = Key::Backspace});
    CHECK(value == "w");
    CHECK(entries == 0);
    driver.key({.key = Key::Enter});
    CHECK(entries == 1);
}

TEST_CASE("a number field takes numbers as people write them, and keeps what it refuses", "[app][widgets]") {
    std::int64_t value = 16000;
    int changes = 0;
    Driver driver(
        whole_window([&] { changes += ui::input_int("length", value, 0, 1 << 20, {.tip = "Bytes."}) ? 1 : 0; }));
    CHECK(driver.text_of("length") == "16,000");
    driver.enter("length", "64K");
    CHECK(value == 65536);
    CHECK(driver.text_of("length") == "65,536");
    CHECK(changes == 1);
    driver.enter("length", "many");
    CHECK(value == 65536);
    CHECK(driver.text_of("length") == "many");
    driver.hover("length");
    CHECK(driver.text_of("tooltip").find("no whole number") != std::string::npos);
    driver.enter("length", "-1");
    CHECK(driver.text_of("length") == "-1");
    CHECK(value == 65536);
    value = 7;  // undo, say: what was refused is of no more use
    driver.frames(2);
    CHECK(driver.text_of("length") == "7");
    CHECK(changes == 1);
}

TEST_CASE("cut text and controls out of sight sideways are noticed", "[app][widgets]") {
    Driver driver(whole_window([&] {
        ui::card_begin("card", "", "", {ui::px(120), ui::px(200)});
        ui::button("fits", "Fits");
        ui::button("wide", "This is far wider than its card is");
        ui::button("narrow", "Too narrow for its words", {}, {.width = ui::px(40)});
        ui::card_end();
    }));
    CHECK(driver.clipped() == std::vector<std::string>{"narrow", "wide"});
}

TEST_CASE("a card grows to its content", "[app][widgets]") {
    int lines = 1;
    Driver driver(whole_window([&] {
        ui::card_begin("card", "Title", "remark", {0, -1});
        for (int i = 0; i < lines; ++i) ui::text("a line");
        ui::card_end();
        ui::button("below", "Below");
    }));
    driver.frames(2);
    const float before = driver.control("below").min.y;
    lines = 20;
    driver.frames(3);
    CHECK(driver.control("below").min.y > before + ui::px(19 * 14));
}

TEST_CASE("a row can be dragged onto another", "[app][widgets]") {
    int from = -1;
    int to = -1;
    Driver driver(whole_window([&] {
        for (int i = 0; i < 3; ++i) {
            ui::selectable("row." + std::to_string(i), "row", false, {.tip = "Drag to reorder."});
            if (ImGui::BeginDragDropSource()) {
                ImGui::SetDragDropPayload("row", &i, sizeof i);
                ImGui::EndDragDropSource();
            }
            if (ImGui::BeginDragDropTarget()) {
                if (const ImGuiPayload* payload = ImGui::AcceptDragDropPayload("row")) {
                    from = *static_cast<const int*>(payload->Data);
                    to = i;
                }
                ImGui::EndDragDropTarget();
            }
        }
    }));
    driver.drag("row.0", "row.2");
    CHECK(from == 0);
    CHECK(to == 2);
}

TEST_CASE("everything is reached with the keyboard alone", "[app][widgets]") {
    int presses = 0;
    Driver driver(whole_window([&] {
        ui::button("first", "First");
        if (ui::button("second", "Second")) ++presses;
        if (ui::selectable("row", "Row", false)) presses += 10;
    }));
    driver.click("first");
    driver.key({.key = Key::Down});
    driver.key({.key = Key::Down});
    driver.key({.key = Key::Space});
    CHECK(presses >= 1);
    driver.key({.key = Key::Down});
    driver.key({.key = Key::Space});
    CHECK(presses >= 10);
}
