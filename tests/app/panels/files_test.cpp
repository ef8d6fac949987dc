// Opening, saving and what is asked before work would be lost.
#include "tests/app/panels/bench_fixture.h"
#include "tests/catch.h"

#include <array>
#include <cstdio>

using namespace iovlab;

TEST_CASE("saved by Ctrl+S, opened by Ctrl+O, and the same again") {
    const TestFolder folder;
    TestWindow test;
    test.driver.click("entry.0");
    test.driver.frames(4);
    test.driver.click("entry.duplicate");
    const Experiment mine = test.experiment();
    test.driver.key({.key = Key::S, .ctrl = true});
    test.driver.frames(4);
    test.driver.enter("chooser.path", folder.file("mine"));
    test.driver.until([&] { return !test.state().document.dirty(); });
    CHECK(test.state().document.path() == folder.file("mine.toml"));
    CHECK_FALSE(test.driver.has("chooser.path"));
    test.start_anew();
    REQUIRE(test.experiment().buffers.empty());
    test.driver.key({.key = Key::O, .ctrl = true});
    test.driver.frames(4);
    test.driver.click("chooser.path");
    test.driver.type(folder.file("mine.toml"));
    test.driver.click("chooser.go");
    test.driver.until([&] { return test.experiment() == mine; });
    CHECK_FALSE(test.state().document.dirty());
}

TEST_CASE("the chooser lists folders and experiments, and opens what is clicked") {
    const TestFolder folder;
    std::filesystem::create_directory(folder.file("inner"));
    TestWindow test;
    test.window->lab().apply(SaveTo{folder.file("inner/x.toml")});
    test.driver.until([&] { return !test.state().saving; });
    test.driver.key({.key = Key::O, .ctrl = true});
    test.driver.until([&] { return !test.state().chooser.reading; });
    test.driver.frames(4);
    CHECK(test.driver.text_of("chooser.item.0") == "x.toml");
    test.driver.click("chooser.up");
    test.driver.until([&] { return !test.state().chooser.reading; });
    test.driver.frames(4);
    CHECK(test.driver.text_of("chooser.item.0") == "inner/");
    test.driver.click("chooser.item.0");
    test.driver.until([&] { return !test.state().chooser.reading; });
    test.driver.frames(4);
    test.driver.click("chooser.item.0");
    test.driver.until([&] { return test.state().chooser.mode == Chooser::Mode::Closed; });
    CHECK(test.state().document.path() == folder.file("inner/x.toml"));
}

TEST_CASE("the examples are in the File menu and can be opened there") {
    TestWindow test;
    test.window->lab().look_for_examples(IOVLAB_SOURCE_DIR "/assets/examples");
    test.driver.until([&] { return !test.state().examples.empty(); });
    for (std::size_t i = 0; i < test.state().examples.size(); ++i) {
        test.driver.click("menu.File");
        test.driver.click("menu.example." + std::to_string(i));
        test.driver.until([&] { return test.state().document.path() == test.state().examples[i].path; });
        CAPTURE(test.state().examples[i].path);
        CHECK(test.state().problems.empty());
    }
}

TEST_CASE("saving over another file says so first") {
    const TestFolder folder;
    TestWindow test;
    test.window->lab().apply(SaveTo{folder.file("x.toml")});
    test.driver.until([&] { return !test.state().saving; });
    test.driver.key({.key = Key::S, .ctrl = true, .shift = true});
    test.driver.until([&] { return !test.state().chooser.reading; });
    test.driver.frames(4);
    CHECK(test.driver.text_of("chooser.go") == "Replace it");
    test.driver.enter("chooser.path", "y.toml");
    test.driver.until([&] { return test.state().document.path() == folder.file("y.toml"); });
}

TEST_CASE("a file that is wrong is explained with its line, and the bench stays") {
    const TestFolder folder;
    std::FILE* file = std::fopen(folder.file("bad.toml").c_str(), "w");
    REQUIRE(file);
    std::fputs("format = 1\n\ncolour = 3\n", file);
    std::fclose(file);
    TestWindow test;
    const Experiment before = test.experiment();
    test.window->lab().apply(OpenFile{folder.file("bad.toml")});
    test.driver.until([&] { return !test.state().opening; });
    test.driver.frames(4);
    CHECK(test.driver.text_of("notice.0").find("bad.toml:3") != std::string::npos);
    CHECK(test.experiment() == before);
    test.driver.frames(600);  // ten seconds: it does not fade
    CHECK(test.driver.has("notice.0"));
}

TEST_CASE("unsaved work is asked about in the window, and the bench stays usable") {
    TestWindow test;
    test.driver.click("entry.0");
    test.driver.frames(4);
    test.driver.click("entry.remove");
    test.driver.key({.key = Key::N, .ctrl = true});
    test.driver.frames(4);
    REQUIRE(test.driver.has("unsaved.save"));
    CHECK(test.experiment().calls.front().iov.size() == 3);
    test.driver.click("entry.1");
    CHECK(test.state().look.open_entry == 1);

    SECTION("kept") {
        test.driver.click("unsaved.keep");
        CHECK(test.experiment().calls.front().iov.size() == 3);
    }
    SECTION("discarded") {
        test.driver.click("unsaved.discard");
        CHECK(test.experiment().buffers.empty());
    }
    test.driver.frames(4);
    CHECK_FALSE(test.driver.has("unsaved.save"));
}

TEST_CASE("closing the window asks too, and quits when nothing would be lost") {
    TestWindow test;
    REQUIRE(test.driver.backend().on_close_request);
    CHECK(test.driver.backend().on_close_request());
    test.window->lab().apply(SetTitle{"mine"});
    CHECK_FALSE(test.driver.backend().on_close_request());
    test.driver.frames(4);
    CHECK(test.driver.has("unsaved.discard"));
}

TEST_CASE("Enter in the chooser's field replaces no file: the button does") {
    const TestFolder folder;
    const auto text_of = [&] {
        std::FILE* file = std::fopen(folder.file("notes.txt").c_str(), "r");
        std::array<char, 16> text{};
        REQUIRE(file);
        const std::size_t n = std::fread(text.data(), 1, text.size(), file);
        std::fclose(file);
        return std::string(text.data(), n);
    };
    std::FILE* file = std::fopen(folder.file("notes.txt").c_str(), "w");
    REQUIRE(file);
    std::fputs("precious", file);
    std::fclose(file);
    TestWindow test;
    test.driver.key({.key = Key::S, .ctrl = true});
    test.driver.frames(4);
    test.driver.enter("chooser.path", folder.file("notes.txt"));
    test.driver.until([&] { return !test.state().saving && replaces_file(test.state().chooser); });
    test.driver.frames(4);
    CHECK(text_of() == "precious");
    CHECK(test.driver.text_of("chooser.go") == "Replace it");
    test.driver.click("chooser.go");
    test.driver.until([&] { return test.state().chooser.mode == Chooser::Mode::Closed; });
    CHECK(test.state().document.path() == folder.file("notes.txt"));
    CHECK(text_of() != "precious");
}

TEST_CASE("an emoji in a text survives what is typed beside it, and bytes that are no text do") {
    WindowOptions tall;  // the title stands at the end of the settings
    tall.height = 2000;
    TestWindow test(tall);
    test.start_anew();
    for (const std::string text : {"\xF0\x9F\x99\x82 hi", "caf\xE9", "\xEA\x80\x80"}) {
        CAPTURE(text);
        test.window->lab().apply(NewDocument{});
        if (test.state().unsaved) test.window->lab().apply(AnswerUnsaved{Unsaved::Discard});
        BufferSpec buffer;
        buffer.name = "a";
        buffer.content.text = text;
        test.window->lab().apply(AddBuffer{buffer});
        test.window->lab().apply(OpenBuffer{0});
        test.driver.frames(6);
        test.driver.click("buffer.0.text");
        test.driver.key({.key = Key::End});
        test.driver.type("!");
        test.driver.key({.key = Key::Enter});
        test.driver.frames(4);
        CHECK(test.experiment().buffers.front().content.text == text + "!");
    }
    const std::string title("\xF0\x9F\x9A\x80\0 up", 8);
    test.window->lab().apply(SetTitle{title});
    test.driver.frames(4);
    test.driver.click("surroundings.more");
    test.driver.frames(4);
    test.driver.click("experiment.title");
    test.driver.key({.key = Key::End});
    test.driver.type("!");
    test.driver.key({.key = Key::Enter});
    test.driver.frames(4);
    CHECK(test.experiment().title == title + "!");
}

TEST_CASE("the projector shows the question before work would be lost, and Escape keeps on") {
    TestWindow test;
    test.window->lab().apply(SetTitle{"mine"});
    test.driver.key({.key = Key::F11});
    test.driver.frames(6);
    REQUIRE(test.state().shell.present);
    const bool blank = GENERATE(false, true);
    test.window->lab().apply(Blank{blank});
    CHECK_FALSE(test.driver.backend().on_close_request());
    test.driver.frames(6);
    CHECK(test.driver.has("unsaved.keep"));
    CHECK(test.driver.has("unsaved.discard"));
    test.driver.key({.key = Key::Escape});
    test.driver.frames(4);
    CHECK_FALSE(test.state().unsaved);
    CHECK(test.state().shell.present);
    test.window->lab().note("read me");
    test.driver.frames(6);
    CHECK(test.driver.has("notice.0"));
    test.driver.key({.key = Key::Escape});
    test.driver.frames(4);
    CHECK(test.state().notices.empty());
    CHECK_FALSE(test.driver.backend().on_close_request());
    test.driver.frames(6);
    test.driver.click("unsaved.save");
    test.driver.frames(6);
    CHECK(test.driver.has("chooser.path"));
}
