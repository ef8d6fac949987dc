// The retry loop's card: its belief, its incident, its code, and what it makes of the list.
#include "tests/app/panels/bench_fixture.h"
#include "tests/catch.h"

using namespace iovlab;

namespace {

void open_example(TestWindow& test, const std::string& file) {
    test.window->lab().look_for_examples(IOVLAB_SOURCE_DIR "/assets/examples");
    test.driver.until([&] { return !test.state().listings.empty(); });
    test.window->lab().apply(OpenFile{std::string(IOVLAB_SOURCE_DIR "/assets/examples/") + file});
    test.driver.until([&] { return !test.state().opening; });
    test.driver.frames(6);
}

}  // namespace

TEST_CASE("a wrong loop names its belief, its incident and what it cost") {
    TestWindow test;
    open_example(test, "wrong/restart.toml");
    CHECK(test.driver.text_of("loop.believes").find("has sent nothing") != std::string::npos);
    CHECK(test.driver.text_of("loop.incident") == "MisterTea/EternalTerminal #815");
    CHECK_FALSE(test.driver.has("loop.cost"));
    test.driver.click("loop.incident");
    test.driver.frames(4);
    CHECK(test.driver.text_of("loop.cost").find("could not parse") != std::string::npos);
    test.driver.click("loop.incident");
    test.driver.frames(4);
    CHECK_FALSE(test.driver.has("loop.cost"));
}

TEST_CASE("belief and truth: a line while the loop is right, two bars once it is not") {
    TestWindow test;
    test.run_to_end();
    CHECK(test.driver.text_of("belief.calm").find("all 70,024 B") != std::string::npos);
    CHECK_FALSE(test.driver.has("belief.truth"));
    open_example(test, "wrong/restart.toml");
    CHECK_FALSE(test.driver.has("belief.calm"));
    test.run_to_end();
    CHECK_FALSE(test.driver.has("belief.calm"));
    CHECK(test.driver.text_of("belief.truth") == "doubled");
    CHECK(test.driver.text_of("belief.believed") == "doubled");
    const std::string damage = test.driver.text_of("belief.damage");
    CHECK(damage.find("length and bytes 0 to 4,087 of message twice") != std::string::npos);
    CHECK(damage.find("First wrong byte: 4,096, length+0 instead of message+4,088.") != std::string::npos);
    test.window->lab().apply(SelectStep{test.run().calls[0]});
    test.driver.frames(4);
    CHECK(test.driver.text_of("belief.calm").find("4,096 of 6,008 B") != std::string::npos);
}

TEST_CASE("the code follows the step on show, in the language that was chosen") {
    TestWindow test;
    open_example(test, "wrong/restart.toml");
    test.run_to_end();
    test.window->lab().apply(SelectStep{test.run().calls[1]});
    test.driver.frames(4);
    CHECK(test.driver.text_of("loop.place") == "restart");
    CHECK(test.driver.text_of("loop.sent") == "sent=0");
    CHECK(test.driver.text_of("loop.left") == "left=6008");
    CHECK(test.driver.text_of("loop.result") == "n=-1 errno=EAGAIN");
    const std::string in_c = test.driver.text_of("listing");
    CHECK_FALSE(in_c.empty());
    test.driver.click("loop.language");
    test.driver.click("loop.language.2");
    test.driver.frames(4);
    CHECK(test.state().look.language == Language::Python);
    const std::string in_python = test.driver.text_of("listing");
    CHECK(in_python != in_c);
    test.window->lab().apply(SelectStep{test.run().calls[0]});
    test.driver.frames(4);
    CHECK(test.driver.text_of("loop.place") == "advance");
    CHECK(test.driver.text_of("listing") != in_python);
    test.driver.click("loop.code");
    test.driver.frames(4);
    CHECK_FALSE(test.driver.has("listing"));
}

TEST_CASE("another loop from the chooser shows what would go out next, and makes no call") {
    TestWindow test;
    open_example(test, "wrong/restart.toml");
    test.run_to_end();
    test.window->lab().apply(SelectStep{test.run().calls[1]});
    test.driver.frames(4);
    CHECK(test.driver.text_of("advance.strip") == "length again, message again");
    CHECK(test.driver.text_of("advance.next").find("[8, 6000], 2)") != std::string::npos);
    test.driver.click("loop.kind");
    test.driver.click("loop.kind.2");
    test.driver.frames(4);
    CHECK(test.experiment().loop.kind == "write-all-poll");
    CHECK(test.driver.text_of("advance.other_strip") == "message as it is");
    CHECK(test.driver.text_of("advance.other_next").find("[1912], 1)") != std::string::npos);
    CHECK(test.run().calls.size() == 3);
    test.window->lab().apply(Undo{});
}

TEST_CASE("the experiment is copied as a program from the menu") {
    TestWindow test;
    open_example(test, "03-retry-loop.toml");
    test.driver.click("menu.Run");
    test.driver.click("menu.export.rust");
    const std::string rust = ImGui::GetClipboardText();
    CHECK(rust.find("fn main()") != std::string::npos);
    test.driver.click("menu.Run");
    test.driver.click("menu.export.c");
    CHECK(std::string(ImGui::GetClipboardText()).find("int main(") != std::string::npos);
}

TEST_CASE("what going on cost in copies stands beside the loop and in the check") {
    TestWindow test;
    open_example(test, "14-large-slicing.toml");
    test.run_to_end();
    CHECK(test.driver.text_of("check.copied") == "The caller copied 2,139,095,040 B to make its calls.");
    CHECK(test.driver.text_of("loop.copied") == "copied=2139095040");
    open_example(test, "13-large-in-place.toml");
    test.run_to_end();
    CHECK(test.driver.text_of("check.copied") == "The caller copied no byte to go on.");
    CHECK_FALSE(test.driver.has("loop.copied"));
}

TEST_CASE("the damage is in sight without scrolling, in a small window too") {
    WindowOptions options;
    options.width = 1280;
    options.height = 720;
    TestWindow test(options);
    open_example(test, "wrong/restart.toml");
    test.run_to_end();
    const ui::Control& words = test.driver.control("belief.damage");
    CHECK(words.max.y <= words.clip_max.y);
    CHECK(test.driver.control("belief.truth").min.y >= words.clip_min.y);
    CHECK_FALSE(test.driver.has("cut.bytes"));  // its place is needed; the line on the bars stays
    CHECK(test.driver.has("cut"));
    test.driver.click("cut");  // focus: the keys go on from there
    test.driver.key({Key::Left});
    test.driver.frames(4);
    CHECK(test.driver.has("cut.bytes"));
}

TEST_CASE("one write an entry is not told as one call") {
    TestWindow test;
    CallSpec call = test.experiment().calls.front();
    call.op = Op::Writes;
    LoopSpec loop;
    loop.kind = "once";
    test.window->lab().apply(SetCall{0, call, "the operation"});
    test.window->lab().apply(SetLoop{loop, "the loop"});
    test.driver.frames(4);
    CHECK(test.driver.text_of("loop.believes").find("One write for each entry") == 0);
}
