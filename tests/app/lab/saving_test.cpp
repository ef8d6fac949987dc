// What a person made is not lost: a save asks before it replaces a file, and its answer belongs to the document
// that was saved.
#include "app/lab/store.h"
#include "core/experiment/toml.h"
#include "tests/app/lab/lab_fixture.h"
#include "tests/catch.h"

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <stdexcept>

using namespace iovlab;

namespace {

const std::string kShortLesson = IOVLAB_SOURCE_DIR "/lessons/02-short-write.md";

void put_file(const std::string& path, const std::string& text) {
    std::FILE* file = std::fopen(path.c_str(), "w");
    REQUIRE(file);
    std::fputs(text.c_str(), file);
    std::fclose(file);
}

std::string file_text(const std::string& path) {
    std::string text;
    std::FILE* file = std::fopen(path.c_str(), "r");
    if (!file) return text;
    for (int c = std::fgetc(file); c != EOF; c = std::fgetc(file)) text += static_cast<char>(c);
    std::fclose(file);
    return text;
}

bool until_saved(TestLab& test) {
    return test.until([&] { return !test.state().saving; });
}

Places places_of(const TestFolder& folder) {
    Places places;
    places.config = folder.file("config");
    places.state = folder.file("state");
    return places;
}

}  // namespace

TEST_CASE("saving over another file asks first, however it is named", "[saving]") {
    const TestFolder folder;
    for (const char* sub : {"here", "here/sub", "elsewhere"}) std::filesystem::create_directory(folder.file(sub));
    const std::pair<const char*, const char*> names[] = {
        {"notes.txt", "here/notes.txt"},        {"x", "here/x.toml"},
        {"sub/x.toml", "here/sub/x.toml"},      {".hidden.toml", "here/.hidden.toml"},
        {"../elsewhere/y", "elsewhere/y.toml"}, {"./sub/../z.toml", "here/z.toml"},
        {"link.toml", "here/real.toml"},        {nullptr, "elsewhere/whole.toml"}};
    std::filesystem::create_symlink(folder.file("here/real.toml"), folder.file("here/link.toml"));
    for (const auto& [typed, file] : names) {
        CAPTURE(file);
        put_file(folder.file(file), "precious");
        TestLab test;
        test.lab.apply(AskSaveAs{});
        test.lab.apply(ChooseFolder{folder.file("here")});
        REQUIRE(test.until([&] { return !test.state().chooser.reading; }));
        test.lab.apply(ChooserText{typed ? typed : folder.file(file)});
        const std::string path = chosen_path(test.state().chooser);
        CHECK(test.until([&] { return replaces_file(test.state().chooser); }));
        test.lab.apply(SaveTo{path});
        REQUIRE(until_saved(test));
        CHECK(file_text(folder.file(file)) == "precious");
        CHECK(test.state().document.path().empty());
        CHECK(test.state().chooser.mode == Chooser::Mode::SaveAs);
        CHECK(replaces_file(test.state().chooser));
        test.lab.apply(SaveTo{path, true});
        REQUIRE(until_saved(test));
        CHECK(read_experiment_file(folder.file(file)).ok());
        CHECK(test.state().chooser.mode == Chooser::Mode::Closed);
        test.lab.apply(SetTitle{"its own file again"});  // which needs no question
        test.lab.apply(Save{});
        REQUIRE(until_saved(test));
        CHECK_FALSE(test.state().document.dirty());
    }
}

TEST_CASE("a file that came between the question and the answer is not replaced", "[saving]") {
    const TestFolder folder;
    TestLab test;
    test.lab.apply(SaveTo{folder.file("a.toml")});
    REQUIRE(until_saved(test));
    put_file(folder.file("b.toml"), "just made");
    test.lab.apply(SaveTo{folder.file("b.toml")});
    REQUIRE(until_saved(test));
    CHECK(file_text(folder.file("b.toml")) == "just made");
    CHECK(test.state().document.path() == folder.file("a.toml"));
    CHECK(replaces_file(test.state().chooser));
}

TEST_CASE("what waits for a save goes on with that document alone", "[saving]") {
    const TestFolder folder;
    TestLab other;
    other.lab.apply(SetTitle{"another"});
    other.lab.apply(SaveTo{folder.file("other.toml")});
    REQUIRE(until_saved(other));
    TestLab test;
    test.lab.apply(SetTitle{"mine"});
    CHECK_FALSE(test.lab.ask_quit());
    test.lab.apply(AnswerUnsaved{Unsaved::SaveFirst});
    REQUIRE(test.state().chooser.mode == Chooser::Mode::SaveAs);
    SECTION("another file is opened instead") {
        test.lab.apply(AskOpen{});
        test.lab.apply(OpenFile{folder.file("other.toml")});
        test.lab.apply(AnswerUnsaved{Unsaved::Discard});
        REQUIRE(test.until([&] { return test.state().experiment().title == "another"; }));
        test.lab.apply(SetTitle{"another, edited"});
        test.lab.apply(Save{});
        REQUIRE(until_saved(test));
        CHECK_FALSE(test.state().document.dirty());
    }
    SECTION("a new one is begun instead") {
        test.lab.apply(NewDocument{});
        test.lab.apply(AnswerUnsaved{Unsaved::Discard});
        test.lab.apply(SaveTo{folder.file("new.toml")});
        REQUIRE(until_saved(test));
        CHECK(test.state().document.path() == folder.file("new.toml"));
    }
    SECTION("it is saved by another wish") {
        test.lab.apply(AskSaveAs{});
        test.lab.apply(SaveTo{folder.file("mine.toml")});
        REQUIRE(until_saved(test));
        CHECK(std::filesystem::exists(folder.file("mine.toml")));
    }
    CHECK_FALSE(test.state().quit);
}

TEST_CASE("what waits for a save goes on when the question about a name has been answered", "[saving]") {
    const TestFolder folder;
    put_file(folder.file("there.toml"), "precious");
    TestLab test;
    test.lab.apply(SetTitle{"mine"});
    CHECK_FALSE(test.lab.ask_quit());
    test.lab.apply(AnswerUnsaved{Unsaved::SaveFirst});
    test.lab.apply(SaveTo{folder.file("there.toml")});
    REQUIRE(until_saved(test));
    CHECK_FALSE(test.state().quit);
    test.lab.apply(SaveTo{folder.file("there.toml"), true});
    REQUIRE(until_saved(test));
    CHECK(test.state().quit);
    CHECK(read_experiment_file(folder.file("there.toml")).experiment.title == "mine");
}

TEST_CASE("the answer of a slow save belongs to the document that was saved", "[saving]") {
    const TestFolder folder;
    TestLab test;
    test.lab.apply(SetTitle{"first"});
    test.lab.apply(SaveTo{folder.file("first.toml")});  // on its way: nothing has come back yet
    test.lab.apply(NewDocument{});
    test.lab.apply(AnswerUnsaved{Unsaved::Discard});
    test.lab.apply(SetTitle{"second"});
    REQUIRE(until_saved(test));
    CHECK(test.state().document.path().empty());
    CHECK(test.state().document.dirty());
    CHECK(read_experiment_file(folder.file("first.toml")).experiment.title == "first");
}

TEST_CASE("saving first, while another save is under way, is done all the same", "[saving]") {
    const TestFolder folder;
    TestLab test;
    test.lab.apply(SetTitle{"one"});
    test.lab.apply(SaveTo{folder.file("x.toml")});
    REQUIRE(until_saved(test));
    test.lab.apply(SetTitle{"two"});
    test.lab.apply(Save{});
    test.lab.apply(SetTitle{"three"});
    CHECK_FALSE(test.lab.ask_quit());
    test.lab.apply(AnswerUnsaved{Unsaved::SaveFirst});
    REQUIRE(test.until([&] { return test.state().quit; }));
    CHECK(read_experiment_file(folder.file("x.toml")).experiment.title == "three");
}

TEST_CASE("a document has a number of its own, and its states have theirs", "[saving]") {
    Document one, two;
    CHECK(one.id() != two.id());
    CHECK(one.state() != two.state());
    const Document copy = one;
    CHECK(copy.state() == one.state());
    const auto before = two.state();
    two.edit("name it", "", [](Experiment& e) { e.title = "x"; });
    CHECK(two.state() != before);
    CHECK(two.state() != one.state());
}

TEST_CASE("one quick edit after a discarded document is kept for recovery", "[saving][keeps]") {
    const TestFolder folder;
    const Places places = places_of(folder);
    const auto kept = [&] {
        std::error_code error;
        for (std::filesystem::directory_iterator at(places.recovery_folder(), error), end; !error && at != end;
             ++at)
            if (at->path().extension() == ".toml") return read_experiment_file(at->path()).experiment.title;
        return std::string();
    };
    TestLab test;
    test.lab.keep_in(places, {});
    test.lab.apply(SetTitle{"old"});
    REQUIRE(test.until([&] { return kept() == "old"; }));
    test.lab.apply(NewDocument{});
    test.lab.apply(AnswerUnsaved{Unsaved::Discard});
    test.lab.apply(SetTitle{"new"});  // as many edits as before
    CHECK(test.until([&] { return kept() == "new"; }));
}

TEST_CASE("a job that throws on the thread for files is said, and the next ones are done", "[saving]") {
    const TestFolder folder;
    TestLab test;
    test.lab.write_picture(folder.file("x.png"), []() -> std::string { throw std::runtime_error("no ink"); });
    REQUIRE(test.until([&] { return !test.state().notices.empty(); }));
    CHECK(test.state().notices.front().text.find("no ink") != std::string::npos);
    CHECK(test.state().shell.exporting.empty());
    test.lab.write_picture(folder.file("x.png"), []() -> std::string { throw std::bad_alloc(); });
    REQUIRE(test.until([&] { return test.state().notices.size() == 2; }));
    test.lab.apply(SaveTo{folder.file("x.toml")});
    REQUIRE(until_saved(test));
    CHECK(std::filesystem::exists(folder.file("x.toml")));
    FileThread thread;
    bool after = false;
    thread.run([] { throw std::runtime_error("nobody takes this"); });
    thread.run([&] { after = true; });
    thread.finish();
    CHECK(after);
}

TEST_CASE("no message is dropped before it was read", "[saving]") {
    TestLab test;
    for (const char* text : {"one", "two", "three", "four", "five", "one"}) test.lab.note(text);
    REQUIRE(test.state().notices.size() == 5);
    CHECK(test.state().notices.front().text == "one");
    CHECK(test.state().notices.back().text == "five");
}

TEST_CASE("a document that is wrong is saved and opened again, to be put right", "[saving]") {
    const TestFolder folder;
    TestLab test;
    BufferSpec buffer = fill_buffer("no good name", 5);
    buffer.content = {ContentKind::Text, "caf\xe9", 0, 0};
    test.lab.apply(AddBuffer{buffer});
    REQUIRE_FALSE(test.state().problems.empty());
    test.lab.apply(SaveTo{folder.file("x.toml")});
    REQUIRE(until_saved(test));
    const Experiment mine = test.state().experiment();
    test.lab.apply(NewDocument{});
    test.lab.apply(OpenFile{folder.file("x.toml")});
    REQUIRE(test.until([&] { return !test.state().opening; }));
    CHECK(test.state().experiment() == writable(mine));
    CHECK_FALSE(test.state().problems.empty());
    CHECK_FALSE(test.state().run_obstacle().empty());
}

TEST_CASE("pictures go where the person's pictures are", "[saving][keeps]") {
    const TestFolder folder;
    const std::string before = std::getenv("HOME");
    ::setenv("HOME", folder.path.c_str(), 1);
    CHECK(pictures_folder() == folder.path);
    std::filesystem::create_directory(folder.file("Pictures"));
    CHECK(pictures_folder() == folder.file("Pictures"));
    std::filesystem::create_directories(folder.file(".config"));
    std::filesystem::create_directories(folder.file("Bilder"));
    put_file(folder.file(".config/user-dirs.dirs"), "# made by xdg-user-dirs\nXDG_PICTURES_DIR=\"$HOME/Bilder\"\n");
    CHECK(pictures_folder() == folder.file("Bilder"));
    TestLab test;
    test.lab.apply(AskPicture{});
    REQUIRE(test.until([&] { return !test.state().chooser.reading; }));
    CHECK(chosen_path(test.state().chooser) == folder.file("Bilder/iovlab.png"));
    ::setenv("HOME", before.c_str(), 1);
}

TEST_CASE("keeping on editing keeps the lesson too, with all that was said in it", "[saving][keeps]") {
    const TestFolder folder;
    TestLab test;
    test.lab.apply(SetTitle{"my own, unsaved"});
    test.lab.apply(OpenFile{kShortLesson});
    REQUIRE(test.until([&] { return test.state().course.lesson != nullptr; }));
    const Course& course = test.state().course;
    test.lab.apply(GoToStep{0});
    test.lab.apply(ChooseAnswer{0});
    test.lab.apply(ChooseAnswer{1});
    REQUIRE(course.work.votes[0][1] == 1);
    const auto* lesson = course.lesson.get();
    put_file(folder.file("dropped.toml"), "format = 1\n");
    for (const Intent& what : {Intent(Quit{}), Intent(NewDocument{}), Intent(OpenFile{folder.file("dropped.toml")}),
                               Intent(OpenRecipe{folder.file("dropped.toml"), false})}) {
        test.lab.apply(what);
        REQUIRE(test.state().unsaved);
        CHECK(test.state().own().name() == "my own, unsaved");
        test.lab.apply(AnswerUnsaved{Unsaved::Keep});
        CHECK(course.lesson.get() == lesson);
        CHECK(course.work.votes[0][1] == 1);
        CHECK_FALSE(test.state().quit);
    }
    SECTION("a file that cannot be opened does not end it either") {
        test.lab.apply(OpenFile{folder.file("dropped.toml")});
        test.lab.apply(AnswerUnsaved{Unsaved::Discard});
        REQUIRE(test.until([&] { return !test.state().opening; }));
        CHECK(course.lesson.get() == lesson);
        CHECK(course.work.votes[0][1] == 1);
        CHECK(course.aside->experiment().title == "my own, unsaved");
    }
    SECTION("saved first is the own document, not the lesson's") {
        CHECK_FALSE(test.lab.ask_quit());
        test.lab.apply(AnswerUnsaved{Unsaved::SaveFirst});
        test.lab.apply(SaveTo{folder.file("mine.toml")});
        REQUIRE(test.until([&] { return test.state().quit; }));
        CHECK(read_experiment_file(folder.file("mine.toml")).experiment.title == "my own, unsaved");
    }
    SECTION("a save of the lesson's step is of that step") {
        test.lab.apply(SaveTo{folder.file("step.toml")});
        test.lab.apply(GoToStep{course.step + 1});
        REQUIRE(until_saved(test));
        CHECK(test.state().document.path().empty());
    }
}
