// Building an experiment with mouse and keyboard, and what is said when it makes no sense.
#include "tests/app/panels/bench_fixture.h"
#include "tests/catch.h"

using namespace iovlab;

TEST_CASE("a list is built from nothing, run, and its bytes are seen to arrive") {
    TestWindow test;
    test.start_anew();
    REQUIRE(test.experiment().buffers.empty());
    test.add_text("hello", "hello\\n");
    test.add_text("world", "world\\n");
    test.add_entry(0);
    test.add_entry(1);
    REQUIRE(test.experiment().buffers.size() == 2);
    CHECK(test.experiment().buffers[0].name == "hello");
    CHECK(test.experiment().buffers[1].content.text == "world\n");
    REQUIRE(test.experiment().calls.front().iov.size() == 2);
    test.run_to_end();
    CHECK(test.run().sink.size == 12);
    CHECK(test.driver.text_of("step.0.result") == "12");
    CHECK(test.driver.text_of("sink.hex") == "12 B");
    CHECK(test.driver.has("check.verdict"));
    CHECK(test.run().end()->verdict == Verdict::Intact);
    CHECK(test.driver.has("kernel.explanation"));
}

TEST_CASE("every kind of buffer and content can be made in place") {
    TestWindow test;
    test.start_anew();
    test.driver.click("memory.add.bytearray");
    test.driver.frames(4);
    test.driver.click("buffer.0.content");
    test.driver.click("buffer.0.content.2");  // a pattern, repeated
    test.driver.frames(4);
    test.driver.enter("buffer.0.text", "ab");
    test.driver.enter("buffer.0.size", "30,000");
    CHECK(test.experiment().buffers[0].kind == BufferKind::Bytearray);
    CHECK(test.experiment().buffers[0].content == Content{ContentKind::Fill, "ab", 0, 30000});
    test.driver.click("memory.add.view");
    test.driver.frames(4);
    test.driver.enter("buffer.1.start", "6000");
    REQUIRE(test.experiment().buffers[1].range);
    CHECK(test.experiment().buffers[1].range == SliceRange{6000, 30000});
    CHECK(test.state().derived.buffers[1].size == 24000);
    test.driver.click("buffer.1.remove");
    CHECK(test.experiment().buffers.size() == 1);
}

TEST_CASE("a name that is taken is explained beside its field, and Run says why it waits") {
    TestWindow test;
    test.start_anew();
    test.add_text("one", "1");
    test.add_text("two", "2");
    REQUIRE(test.driver.enabled("run"));
    test.driver.enter("buffer.1.name", "one");
    test.driver.frames(4);
    CHECK(test.driver.has("problem.buffer[1].name"));
    CHECK_FALSE(test.driver.enabled("run"));
    CHECK_FALSE(test.driver.text_of("run.obstacle").empty());
    test.driver.click("run");
    CHECK_FALSE(test.run().exists);
    test.driver.key({.key = Key::Z, .ctrl = true});
    CHECK(test.driver.enabled("run"));
    CHECK_FALSE(test.driver.has("problem.buffer[1].name"));
}

TEST_CASE("a length that is no number stays, is explained, and can be mended") {
    TestWindow test;
    test.driver.click("entry.0");
    test.driver.frames(4);
    test.driver.enter("entry.length", "12x");
    test.driver.frames(4);
    CHECK(test.driver.text_of("entry.length") == "12x");
    CHECK(test.driver.has("problem.call[0].iov[0].length"));
    CHECK_FALSE(test.driver.enabled("run"));
    test.driver.enter("entry.length", "SIZE_MAX");
    test.driver.frames(4);
    CHECK(test.experiment().calls.front().iov[0].length == UINT64_MAX);
    test.driver.enter("entry.length", "");
    test.driver.frames(4);
    CHECK_FALSE(test.experiment().calls.front().iov[0].length);
    CHECK(test.driver.enabled("run"));
}

TEST_CASE("edits are undone and done again, and the menu names them") {
    TestWindow test;
    const Experiment before = test.experiment();
    test.driver.click("entry.1");
    test.driver.frames(4);
    test.driver.enter("entry.times", "3");
    CHECK(test.experiment().calls.front().iov[1].times == 3);
    test.driver.click("entry.remove");
    CHECK(test.experiment().calls.front().iov.size() == 3);
    test.driver.click("menu.Edit");
    CHECK(test.driver.text_of("menu.edit.undo") == "Undo remove entry body");
    test.driver.click("menu.edit.undo");
    test.driver.key({.key = Key::Z, .ctrl = true});
    CHECK(test.experiment() == before);
    test.driver.key({.key = Key::Z, .ctrl = true, .shift = true});
    CHECK(test.experiment().calls.front().iov[1].times == 3);
    test.driver.key({.key = Key::Y, .ctrl = true});
    CHECK(test.experiment().calls.front().iov.size() == 3);
}

TEST_CASE("a typed name is one step to undo") {
    TestWindow test;
    test.driver.click("buffer.1.title");
    test.driver.frames(4);
    test.driver.enter("buffer.1.name", "payload");
    CHECK(test.experiment().calls.front().iov[1].buffer == "payload");
    CHECK(test.experiment().buffers[2].of == "payload");
    test.driver.key({.key = Key::Z, .ctrl = true});
    CHECK(test.experiment().buffers[1].name == "body");
    CHECK_FALSE(test.state().document.can_undo());
}

TEST_CASE("entries are dragged into another order") {
    TestWindow test;
    test.driver.drag("entry.0", "entry.2");
    const auto& iov = test.experiment().calls.front().iov;
    CHECK(iov[0].buffer == "body");
    CHECK(iov[2].buffer == "header");
    test.driver.drag("entry.3", "entry.1");
    CHECK(test.experiment().calls.front().iov[2].buffer == "tail");
    test.driver.click("entry.2");
    test.driver.frames(4);
    test.driver.click("entry.up");
    CHECK(test.experiment().calls.front().iov[1].buffer == "tail");
}

TEST_CASE("entries that are chosen together are dragged together, and the drop place is seen") {
    TestWindow test;
    test.window->lab().apply(ChooseRow{Rows::Of::Entries, 0, ChooseRow::How::Only});
    test.window->lab().apply(ChooseRow{Rows::Of::Entries, 1, ChooseRow::How::Extend});
    test.driver.frames(2);
    test.driver.drag("entry.1", "entry.3");
    const auto iov = [&](std::size_t line) { return test.experiment().calls.front().iov[line].buffer; };
    CHECK(iov(0) == "window");
    CHECK(iov(1) == "tail");
    CHECK(iov(2) == "header");
    CHECK(iov(3) == "body");
    test.driver.frames(2);
    test.driver.click("menu.Edit");
    CHECK(test.driver.text_of("menu.edit.undo") == "Undo move 2 entries");
    test.driver.click("menu.edit.undo");
    CHECK(iov(0) == "header");
}

TEST_CASE("entries that are wrong on purpose") {
    TestWindow test;
    test.start_anew();
    test.add_text("data", "0123456789");
    test.add_entry(0);
    test.add_entry(1);  // behind the one buffer: an unmapped page
    REQUIRE(test.experiment().calls.front().iov.size() == 2);
    CHECK(test.experiment().calls.front().iov[1].bad == BadBase::Unmapped);
    test.run_to_end();
    CHECK(test.driver.text_of("step.0.result") == "-1 EFAULT");
}

TEST_CASE("the target and its reader are chosen, and a file has none") {
    TestWindow test;
    test.driver.enter("target.capacity", "4K");
    CHECK(test.experiment().target.capacity == 4096);
    test.driver.click("target.flags.O_NONBLOCK");
    CHECK_FALSE(test.experiment().target.flags.has("O_NONBLOCK"));
    const std::size_t file = test.state().experiment().target.kind == "pipe" ? 0 : 1;
    test.driver.click("target.kind");
    test.driver.frames(4);  // a long list finds its place in its second frame
    test.driver.click("target.kind." + std::to_string(file));
    test.driver.frames(4);
    CHECK(test.experiment().target.kind == "file");
    CHECK(test.experiment().reader == ReaderSpec{});
    CHECK_FALSE(test.driver.has("reader.policy"));
    CHECK(test.driver.has("target.path"));
    test.driver.key({.key = Key::Z, .ctrl = true});
    CHECK(test.experiment().target.kind == "pipe");
    CHECK(test.experiment().reader.policy == ReaderPolicy::WhenFull);
}

TEST_CASE("what is still being typed counts when Run is pressed") {
    TestWindow test;
    test.ask_for(10);
    test.driver.click("entry.0");
    test.driver.frames(4);
    test.driver.click("entry.length");
    test.driver.key({.key = Key::A, .ctrl = true});
    test.driver.type("4");
    test.driver.key({.key = Key::F5});
    test.driver.until([&] { return test.run().exists && !test.run().busy(); });
    CHECK(test.run().sink.size == 4);
}

TEST_CASE("every control says on hover what it does") {
    TestWindow test;
    for (const char* name :
         {"run", "step", "memory.add.view", "target.capacity", "reader.policy", "loop.kind", "entry.0", "theme"}) {
        test.driver.hover(name);
        CAPTURE(name);
        CHECK(test.driver.has("tooltip"));
        test.driver.hover_at(1, 1);
    }
}
