// Bytes under the pointer and the keyboard, rows chosen together, and values typed where they stand.
#include "app/window/imgui_headless.h"
#include "tests/app/panels/bench_fixture.h"
#include "tests/catch.h"

using namespace iovlab;

namespace {

const PointedAt& chosen(const TestWindow& test) {
    return test.state().lighting.chosen;
}

/// The middle of byte `i` in the first row of the sink, by the light that hovering it throws.
ImVec2 place_of_byte(TestWindow& test, std::uint64_t wanted) {
    const ui::Control hex = test.driver.control("sink.hex");
    for (float x = hex.min.x; x < hex.max.x; x += 3) {
        cx::mouse_position(ImGui::GetIO(), x, hex.min.y + 8);
        test.driver.frames(2);
        const auto& spot = test.state().lighting.hovered.spot;
        if (spot && spot->in == ByteSpot::In::Sink && spot->at == wanted) return {x + 2, hex.min.y + 8};
    }
    throw std::runtime_error("the byte is not on the screen");
}

const Chord kRight{Key::Right, false, false, false};
const Chord kShiftRight{Key::Right, false, true, false};

}  // namespace

TEST_CASE("the line at the bottom tells of the byte under the pointer, and Esc lets go of the selection") {
    TestWindow test;
    test.run_to_end();
    CHECK(test.driver.text_of("status").find("Point at a byte") == 0);
    const ImVec2 place = place_of_byte(test, 3);
    test.driver.hover_at(place.x, place.y);
    CHECK(test.driver.text_of("status") == "header+3 · 0x50 = 80 = 'P' · iov[0] · carried by call 1 · sink byte 3");
    test.driver.drag(place, place_of_byte(test, 6));
    REQUIRE(chosen(test).spot);
    CHECK(chosen(test).begin == 3);
    CHECK(chosen(test).end == 7);
    test.driver.hover_at(1, 1);
    CHECK(test.driver.text_of("status").find("header+3 and on, 4 B · 50 2f 31 2e \"P/1.\"") == 0);
    CHECK(test.driver.has("bytes.call"));
    test.driver.key({.key = Key::Escape});
    CHECK_FALSE(chosen(test).spot);
    CHECK_FALSE(test.driver.has("bytes.call"));
}

TEST_CASE("keys move the selection, Shift makes it grow") {
    TestWindow test;
    test.run_to_end();
    const ImVec2 place = place_of_byte(test, 3);
    test.driver.drag(place, place);
    REQUIRE(chosen(test).begin == 3);
    test.driver.key(kRight);
    CHECK(chosen(test).begin == 4);
    CHECK(chosen(test).size() == 1);
    test.driver.key(kShiftRight);
    test.driver.key(kShiftRight);
    CHECK(chosen(test).begin == 4);
    CHECK(chosen(test).end == 7);
    test.driver.key({Key::Down, false, false, false});
    CHECK(chosen(test).begin == 14);  // eight bytes a row here
    test.driver.key({Key::Up, false, false, false});
    CHECK(chosen(test).begin == 6);
}

TEST_CASE("dragging over a bar of memory selects its bytes, wherever they went") {
    TestWindow test;
    test.run_to_end();
    const ui::Control bar = test.driver.control("buffer.0.bar");
    test.driver.drag({bar.min.x + 20, bar.centre().y}, {bar.max.x - 20, bar.centre().y});
    REQUIRE(chosen(test).spot);
    CHECK(chosen(test).spot->in == ByteSpot::In::Buffer);
    CHECK(chosen(test).size() > 8);
    REQUIRE_FALSE(test.state().lighting.sink.empty());
    CHECK(test.state().lighting.sink.front().begin == chosen(test).begin);
    test.window->lab().apply(SelectStep{0});
    test.driver.frames(3);
    CHECK(chosen(test).size() > 8);  // it stays while looking back
}

TEST_CASE("a click on what the calls moved selects the byte and shows its call") {
    TestWindow test;
    test.run_to_end();
    const ui::Control bar = test.driver.control("kernel.accepted");
    test.driver.drag({bar.min.x + 20, bar.centre().y}, {bar.min.x + 20, bar.centre().y});
    REQUIRE(chosen(test).spot);
    CHECK(chosen(test).spot->buffer == 1U);
    CHECK(test.run().shown_call()->n == 1);
}

TEST_CASE("rows are chosen with Ctrl and Shift, copied, pasted and removed by their keys") {
    TestWindow test;
    const auto click_with = [&](const char* name, bool ctrl, bool shift) {
        const ui::Control row = test.driver.control(name);
        cx::modifiers(ImGui::GetIO(), ctrl, shift, false);
        test.driver.drag({row.min.x + 10, row.centre().y}, {row.min.x + 10, row.centre().y});
        cx::modifiers(ImGui::GetIO(), false, false, false);
        test.driver.frames(2);
    };
    click_with("entry.1", true, false);
    click_with("entry.3", true, false);
    CHECK(test.state().look.chosen.now.rows == std::set<std::size_t>{1, 3});
    test.driver.key({.key = Key::C, .ctrl = true});
    test.driver.key({.key = Key::V, .ctrl = true});
    CHECK(test.experiment().calls[0].iov.size() == 6);
    CHECK(test.state().look.chosen.now.rows == std::set<std::size_t>{4, 5});
    test.driver.key({.key = Key::Delete});
    CHECK(test.experiment().calls[0].iov.size() == 4);
    click_with("entry.0", true, false);
    click_with("entry.2", false, true);
    CHECK(test.state().look.chosen.now.rows == std::set<std::size_t>{0, 1, 2});
    test.driver.key({.key = Key::D, .ctrl = true});
    CHECK(test.experiment().calls[0].iov.size() == 7);
    test.driver.key({.key = Key::Z, .ctrl = true});
    test.driver.key({.key = Key::A, .ctrl = true});
    test.driver.key({.key = Key::X, .ctrl = true});
    CHECK(test.experiment().calls[0].iov.empty());
    for (int i = 0; i < 3; ++i) test.driver.key({.key = Key::Z, .ctrl = true});
    CHECK_FALSE(test.state().document.can_undo());
}

TEST_CASE("Del on the cut takes the cut away, not the rows that are chosen") {
    TestWindow test;
    test.window->lab().apply(ChooseRow{Rows::Of::Entries, 1, ChooseRow::How::Only});
    test.driver.enter("cut.bytes", "30000");
    test.driver.click("cut");
    test.driver.frames(4);
    test.driver.key({.key = Key::Delete});
    CHECK(test.experiment().calls[0].iov.size() == 4);
    CHECK(test.experiment().faults.script.empty());
}

TEST_CASE("a name, an iov_len and a text are typed where they stand, each as one step") {
    TestWindow test;
    test.driver.click("buffer.0.rename");
    test.driver.frames(3);
    REQUIRE(test.driver.has("buffer.0.inplace"));
    test.driver.key({.key = Key::A, .ctrl = true});
    test.driver.type("head");
    test.driver.key({.key = Key::Enter});
    test.driver.frames(3);
    CHECK(test.experiment().buffers[0].name == "head");
    CHECK(test.experiment().calls[0].iov[0].buffer == "head");
    CHECK_FALSE(test.driver.has("buffer.0.inplace"));
    test.driver.click("entry.1.len");
    test.driver.frames(3);
    test.driver.key({.key = Key::A, .ctrl = true});
    test.driver.type("5000");
    test.driver.key({.key = Key::Enter});
    test.driver.frames(3);
    CHECK(test.experiment().calls[0].iov[1].length == 5000U);
    test.driver.double_click("buffer.0.bar");
    test.driver.frames(3);
    REQUIRE(test.driver.has("buffer.0.inplace"));
    test.driver.key({.key = Key::A, .ctrl = true});
    test.driver.type("a\\nb");
    test.driver.key({.key = Key::Enter});
    test.driver.frames(3);
    CHECK(test.experiment().buffers[0].content.text == "a\nb");
    CHECK(test.state().document.undo_what() == "change content of head");
    for (int i = 0; i < 3; ++i) test.driver.key({.key = Key::Z, .ctrl = true});
    CHECK_FALSE(test.state().document.can_undo());
}

TEST_CASE("bytes slide when a call returns, and then not one frame more is drawn") {
    TestWindow test;
    test.driver.click("step");
    bool slid = false;
    test.driver.until([&] {
        slid = slid || test.driver.has("kernel.motion");
        return !test.run().calls.empty() && !test.state().motion.moving();
    });
    CHECK(slid);
    test.driver.frames(10);
    const auto before = test.driver.backend().counts();
    test.driver.frames(50);
    CHECK(test.driver.backend().counts().painted == before.painted);
    CHECK_FALSE(test.driver.has("kernel.motion"));
}

TEST_CASE("bytes slide into every kind of sink that takes them") {
    const std::string kind = GENERATE("file", "memfd", "unix-stream", "unix-seqpacket", "unix-datagram", "tcp",
                                      "udp", "pty", "null", "zero", "eventfd");
    CAPTURE(kind);
    TestWindow test;
    test.window->lab().apply(NewDocument{});
    BufferSpec number = fill_buffer("data", 8);
    number.content.text = "\x01";
    test.window->lab().apply(AddBuffer{number});
    test.window->lab().apply(AddEntry{0, entry_of("data"), {}});
    TargetSpec target;
    target.kind = kind;
    if (kind == "file") target.path = "out";
    if (kind == "memfd") target.size = 0;
    test.window->lab().apply(SetTarget{target, "kind"});
    test.window->lab().apply(OpenBuffer{});
    test.driver.frames(6);
    CAPTURE(test.state().run_obstacle());
    int most = 0;
    test.driver.click("step");
    test.driver.until([&] {
        if (test.driver.has("kernel.motion"))
            most = std::max(most, std::stoi(test.driver.text_of("kernel.motion")));
        return (!test.run().calls.empty() || !test.run().refused.empty()) && !test.state().motion.moving();
    });
    if (!test.run().refused.empty()) IOVLAB_SKIP(test.run().refused);
    REQUIRE(test.run().shown_call());
    CHECK(test.run().shown_call()->taken > 0);
    CHECK(most > 0);
    test.window->lab().apply(StopRun{});
    test.driver.until([&] { return !test.run().busy(); });
}
