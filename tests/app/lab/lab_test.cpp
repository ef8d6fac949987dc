#include "app/lab/lab.h"

#include "app/lab/actions.h"
#include "tests/app/lab/lab_fixture.h"
#include "tests/catch.h"

#include <csignal>
#include <cstdio>

using namespace iovlab;

namespace {

/// One entry of `size` bytes into a blocking pipe that nobody reads.
void ask_for(TestLab& test, std::uint64_t size) {
    test.lab.apply(NewDocument{});
    test.lab.apply(AddBuffer{fill_buffer("data", size)});
    test.lab.apply(AddEntry{0, entry_of("data"), {}});
    REQUIRE(test.state().run_obstacle().empty());
}

const CallStep& only_call(const TestLab& test) {
    REQUIRE(test.run().calls.size() == 1);
    return std::get<CallStep>(test.run().steps[test.run().calls.front()].what);
}

}  // namespace

TEST_CASE("the ready experiment runs to an intact end") {
    TestLab test;
    test.lab.apply(StartRun{});
    REQUIRE(test.run().busy());
    REQUIRE(test.until_over());
    REQUIRE(test.run().end());
    CHECK(test.run().end()->verdict == Verdict::Intact);
    CHECK(test.run().sink.size == 70024);
    CHECK(test.run().current);
    const auto& first = std::get<CallStep>(test.run().steps[test.run().calls.front()].what);
    CHECK(first.outcome.result == 65536);
    CHECK(test.run().target_fd > 0);
    test.lab.apply(SetTitle{"edited"});
    CHECK_FALSE(test.run().current);
    test.lab.apply(Undo{});
    CHECK(test.run().current);
}

TEST_CASE("an edit that makes no sense is explained, and nothing runs until it is put right") {
    TestLab test;
    SetBuffer clash{3, test.state().experiment().buffers[3], "name"};
    clash.buffer.name = "header";
    test.lab.apply(clash);
    CHECK(test.state().problems.under("buffer[3]"));
    CHECK_FALSE(test.state().run_obstacle().empty());
    CHECK_FALSE(action("run.start").obstacle(test.state()).empty());
    test.lab.apply(StartRun{});
    CHECK_FALSE(test.run().exists);
    test.lab.apply(Undo{});
    CHECK(test.state().problems.empty());
    CHECK(test.state().run_obstacle().empty());
}

TEST_CASE("text that is no value is kept, explained and in the way until it is replaced") {
    TestLab test;
    const Path where{"call", std::size_t{0}, "iov", std::size_t{1}, "length"};
    test.lab.apply(Draft{where, "12x", "\"12x\" is no length."});
    REQUIRE(test.state().problems.at("call[0].iov[1].length"));
    CHECK_FALSE(test.state().run_obstacle().empty());
    test.lab.apply(Draft{where, "", ""});
    CHECK(test.state().problems.empty());
}

TEST_CASE("a sleeping call is woken by what the window offers") {
    TestLab test;
    ask_for(test, 100000);
    test.lab.apply(StartRun{});
    REQUIRE(test.until_asleep());

    SECTION("read") {
        test.lab.apply(ReadSome{UINT64_MAX});
        REQUIRE(test.until_over());
        CHECK(only_call(test).outcome.result == 100000);
        CHECK(test.run().end()->verdict == Verdict::Intact);
    }
    SECTION("close reader") {
        test.lab.apply(CloseReader{});
        REQUIRE(test.until_over());
        CHECK(only_call(test).outcome.result == 65536);
    }
    SECTION("signal") {
        test.lab.apply(SendSignal{SIGUSR1});
        REQUIRE(test.until_over());
        CHECK(only_call(test).outcome.result == 65536);
    }
    SECTION("stop") {
        test.lab.apply(StopRun{});
        CHECK(test.run().stopping);
        REQUIRE(test.until_over());
        CHECK_FALSE(test.run().stopping);
        CHECK(only_call(test).outcome.blocked);
    }
}

TEST_CASE("steps are made one by one") {
    TestLab test;
    test.lab.apply(StepRun{});
    REQUIRE(test.until([&] { return test.run().paused(); }));
    CHECK(test.run().calls.size() == 1);
    test.lab.apply(StepRun{});
    REQUIRE(test.until([&] { return test.run().paused() && test.run().calls.size() == 2; }));
    CHECK(title_of(action("run.start"), test.state()) == "Go on");
    test.lab.apply(StartRun{});
    REQUIRE(test.until_over());
    CHECK(test.run().end()->verdict == Verdict::Intact);
}

TEST_CASE("a run that is replaced or left behind ends by itself") {
    TestLab test;
    ask_for(test, 100000);
    test.lab.apply(StartRun{});
    REQUIRE(test.until_asleep());
    test.lab.apply(Undo{});
    test.lab.apply(NewDocument{});  // dirty: asks
    REQUIRE(test.state().unsaved);
    CHECK(test.run().busy());
    test.lab.apply(AnswerUnsaved{Unsaved::Discard});
    CHECK_FALSE(test.run().exists);
    CHECK(test.state().experiment().buffers.empty());
}

TEST_CASE("saved, opened, and the same again") {
    const TestFolder folder;
    TestLab test;
    test.lab.apply(SetTitle{"kept"});
    test.lab.apply(SaveTo{folder.file("kept.toml")});
    REQUIRE(test.until([&] { return !test.state().saving; }));
    CHECK(test.state().notices.empty());
    CHECK_FALSE(test.state().document.dirty());
    const Experiment before = test.state().experiment();
    test.lab.apply(NewDocument{});
    CHECK(test.state().experiment().buffers.empty());
    test.lab.apply(OpenFile{folder.file("kept.toml")});
    REQUIRE(test.until([&] { return !test.state().opening; }));
    CHECK(test.state().experiment() == before);
    CHECK(test.state().document.path() == folder.file("kept.toml"));
}

TEST_CASE("a file that cannot be opened leaves the bench as it was, and the reason stays") {
    const TestFolder folder;
    TestLab test;
    const Experiment before = test.state().experiment();
    std::FILE* file = std::fopen(folder.file("bad.toml").c_str(), "w");
    REQUIRE(file);
    std::fputs("format = 1\ncolour = 3\n", file);
    std::fclose(file);
    for (const char* name : {"bad.toml", "missing.toml"}) {
        test.lab.apply(OpenFile{folder.file(name)});
        REQUIRE(test.until([&] { return !test.state().opening; }));
        REQUIRE_FALSE(test.state().notices.empty());
        CHECK(test.state().notices.back().text.find(name) != std::string::npos);
    }
    CHECK(test.state().experiment() == before);
    test.lab.apply(Dismiss{0});
    CHECK(test.state().notices.size() == 1);
}

TEST_CASE("unsaved work is asked about") {
    const TestFolder folder;
    TestLab test;
    CHECK(test.lab.ask_quit());
    test.lab.apply(SetTitle{"mine"});

    SECTION("kept") {
        test.lab.apply(NewDocument{});
        REQUIRE(test.state().unsaved);
        test.lab.apply(AnswerUnsaved{Unsaved::Keep});
        CHECK_FALSE(test.state().unsaved);
        CHECK(test.state().experiment().title == "mine");
    }
    SECTION("saved first, then carried out") {
        test.lab.apply(NewDocument{});
        test.lab.apply(AnswerUnsaved{Unsaved::SaveFirst});
        REQUIRE(test.state().chooser.mode == Chooser::Mode::SaveAs);
        test.lab.apply(SaveTo{folder.file("mine.toml")});
        REQUIRE(test.until([&] { return test.state().experiment().title.empty(); }));
        CHECK(std::filesystem::exists(folder.file("mine.toml")));
    }
    SECTION("a failed save loses nothing") {
        test.lab.apply(NewDocument{});
        test.lab.apply(AnswerUnsaved{Unsaved::SaveFirst});
        test.lab.apply(SaveTo{folder.file("no/such/folder/x.toml")});
        REQUIRE(test.until([&] { return !test.state().saving; }));
        CHECK(test.state().notices.size() == 1);
        CHECK(test.state().experiment().title == "mine");
        CHECK(test.state().document.dirty());
    }
    SECTION("discarding for a file that cannot be opened loses nothing") {
        test.lab.apply(OpenFile{folder.file("missing.toml")});
        test.lab.apply(AnswerUnsaved{Unsaved::Discard});
        REQUIRE(test.until([&] { return !test.state().opening; }));
        CHECK(test.state().experiment().title == "mine");
        CHECK(test.state().document.dirty());
    }
}

TEST_CASE("the chooser's text names a file in its folder") {
    Chooser chooser;
    chooser.folder = "/home/ada";
    chooser.text = "x";
    chooser.mode = Chooser::Mode::SaveAs;
    CHECK(chosen_path(chooser) == "/home/ada/x.toml");
    chooser.text = "/tmp/y.toml";
    CHECK(chosen_path(chooser) == "/tmp/y.toml");
    chooser.listing.folder = "/tmp";
    chooser.listing.items = {{"y.toml", false, 3}};
    CHECK(replaces_file(chooser));
    chooser.text = "/tmp/z.toml";
    CHECK_FALSE(replaces_file(chooser));
}

TEST_CASE("every action has a name of its own, and no two share a chord") {
    for (const Action& one : actions()) {
        for (const Action& other : actions()) {
            if (&one == &other) continue;
            CAPTURE(one.id, other.id);
            CHECK(std::string(one.id) != other.id);
            if (one.chord.key != Key::None) CHECK_FALSE(one.chord == other.chord);
            // Esc stops a run that is under way, and lets go of what is chosen otherwise: never both.
            const bool one_at_a_time = std::string(one.id) == "edit.none" && std::string(other.id) == "run.stop";
            if (one.chord.key != Key::None && !one_at_a_time) CHECK_FALSE(one.chord == other.also);
        }
    }
}
