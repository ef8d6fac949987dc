// What the window remembers: settings, history and unsaved work.
#include "app/lab/settings.h"

#include "app/lab/files.h"
#include "app/lab/keeper.h"
#include "app/lab/recovery.h"
#include "app/lab/store.h"
#include "core/experiment/toml.h"
#include "tests/app/lab/lab_fixture.h"
#include "tests/catch.h"

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace iovlab;

namespace {

std::string text_of(const std::string& path) {
    std::string text;
    if (std::FILE* file = std::fopen(path.c_str(), "re")) {
        for (int c = std::fgetc(file); c != EOF; c = std::fgetc(file)) text += static_cast<char>(c);
        std::fclose(file);
    }
    return text;
}
void put(const std::string& path, const std::string& text) {
    std::filesystem::create_directories(std::filesystem::path(path).parent_path());
    std::FILE* file = std::fopen(path.c_str(), "we");
    REQUIRE(file);
    std::fputs(text.c_str(), file);
    std::fclose(file);
}

Settings odd_settings() {
    Settings settings;
    settings.theme = ThemeChoice::Light;
    settings.zoom = 1.25F;
    settings.present_dark = true;
    settings.present_zoom = 0.75F;
    settings.left = 21.5F;
    settings.right = 30;
    settings.reduce_motion = true;
    settings.predicting = true;
    settings.language = Language::Rust;
    settings.width = 1000;
    settings.height = 700;
    return settings;
}

Places places_in(const TestFolder& folder) {
    return {folder.file("config/iovlab"), folder.file("state/iovlab")};
}

}  // namespace

TEST_CASE("settings come back as they were written", "[settings]") {
    const ReadSettings read = read_settings(write_settings(odd_settings(), ""), "settings.toml");
    CHECK(read.problems.empty());
    CHECK(read.settings == odd_settings());
}

TEST_CASE("settings: keys of newer versions, tables and remarks are kept", "[settings]") {
    const std::string before = "# mine\nversion = 7\nzoom = 2.0\nfuture = \"yes\"\n\n[layout]\nzoom = 9\n";
    const std::string after = write_settings(odd_settings(), before);
    CAPTURE(after);
    CHECK(after.find("# mine\n") != std::string::npos);
    CHECK(after.find("version = 7\n") != std::string::npos);
    CHECK(after.find("future = \"yes\"\n") != std::string::npos);
    CHECK(after.find("[layout]\nzoom = 9\n") != std::string::npos);
    CHECK(read_settings(after, "x").settings == odd_settings());
    CHECK(write_settings(odd_settings(), after) == after);
    CHECK(read_settings(write_settings(odd_settings(), "this is [not toml"), "x").settings == odd_settings());
}

TEST_CASE("settings: a value that cannot be is left out and said with its line", "[settings]") {
    const std::string text =
        "zoom = 9\ntheme = \"pink\"\nguess_first = 1\nlistings = \"cpp\"\nwindow_width = nan\n"
        "left_column = 3\n";
    const ReadSettings read = read_settings(text, "settings.toml");
    CHECK_FALSE(read.broken);
    REQUIRE(read.problems.size() == 5);
    CHECK(read.problems[0].starts_with("settings.toml:2: theme "));
    Settings expected;
    expected.language = Language::Cpp;
    CHECK(read.settings == expected);
}

TEST_CASE("settings: a broken file is kept aside and said; the window starts all the same", "[settings]") {
    const TestFolder folder;
    const Places places = places_in(folder);
    put(places.settings_file(), "zoom = = 3\n");
    put(places.history_file(), "recent = [\n");
    const Remembered remembered = remember(places);
    CHECK(remembered.settings == Settings());
    CHECK(remembered.problems.size() == 2);
    CHECK(remembered.problems[0].find("settings.toml:1") != std::string::npos);
    CHECK(text_of(places.settings_file() + ".broken") == "zoom = = 3\n");
    CHECK_FALSE(std::filesystem::exists(places.settings_file()));
    TestLab test;
    test.lab.keep_in(places, remembered);
    CHECK(test.state().notices.size() == 2);
}

TEST_CASE("history: the newest file first, each once, odd names too", "[settings]") {
    const TestFolder folder;
    History history;
    history.opened("/a/one.toml");
    history.opened("/a/t\"w\\o\n.toml");
    history.opened("/a/one.toml");
    for (int i = 0; i < 20; ++i) history.opened("/b/" + std::to_string(i));
    CHECK(history.recent.size() == History::kRecent);
    history.opened("/a/t\"w\\o\n.toml");
    CHECK(history.recent.front() == "/a/t\"w\\o\n.toml");
    history.ran = true;
    REQUIRE(keep_history(places_in(folder), history).empty());
    CHECK(remember(places_in(folder)).history == history);
}

TEST_CASE("a lab writes its settings and history a moment after they changed", "[settings]") {
    const TestFolder folder;
    const Places places = places_in(folder);
    {
        TestLab test;
        test.lab.keep_in(places, remember(places));
        CHECK(test.state().first_start);
        test.lab.apply(SetTheme{false});
        test.lab.apply(SetColumn{true, 25});
        test.lab.apply(SaveTo{folder.file("mine.toml")});
        REQUIRE(test.until([&] { return std::filesystem::exists(places.settings_file()); }));
        REQUIRE(test.until([&] { return !remember(places).history.recent.empty(); }));
        test.lab.apply(SetPredicting{true});  // not yet written when the window goes
        test.lab.apply(StartRun{});
        REQUIRE(test.until_over());
    }
    const Remembered after = remember(places);
    CHECK(after.settings.theme == ThemeChoice::Light);
    CHECK(after.settings.left == Approx(25));
    CHECK(after.settings.predicting);
    CHECK(after.history.recent == std::vector<std::string>{folder.file("mine.toml")});
    CHECK(after.history.ran);
    TestLab again;
    again.lab.keep_in(places, after);
    CHECK(again.state().prediction.on);
    CHECK_FALSE(again.state().first_start);
}

TEST_CASE("settings that cannot be written are said once", "[settings]") {
    const TestFolder folder;
    put(folder.file("config"), "a file where the folder should be");
    TestLab test;
    test.lab.keep_in(places_in(folder), {});
    test.lab.apply(SetTheme{false});
    REQUIRE(test.until([&] { return !test.state().notices.empty(); }));
    CHECK(test.state().notices.front().text.find("config") != std::string::npos);
    test.lab.apply(Dismiss{0});
    test.lab.apply(SetTheme{true});
    for (int i = 0; i < 20; ++i) test.until([] { return true; });
    CHECK(test.state().notices.empty());
}

TEST_CASE("unsaved work of a window that was killed is found again; that of an open one is not", "[settings]") {
    const TestFolder folder;
    const Places places = places_in(folder);
    int ready[2];
    REQUIRE(::pipe(ready) == 0);
    const pid_t child = ::fork();
    if (child == 0) {  // no lab here: a fork has one thread only
        Recovery recovery(places.recovery_folder());
        Experiment experiment;
        experiment.title = "half done";
        experiment.buffers = {fill_buffer("no good name", 5)};
        (void)recovery.keep(experiment, "/home/me/x.toml");
        (void)!::write(ready[1], "x", 1);
        ::pause();
        ::_exit(0);
    }
    char byte = 0;
    REQUIRE(::read(ready[0], &byte, 1) == 1);
    std::vector<std::string> problems;
    CHECK(left_behind(places.recovery_folder(), problems).empty());
    REQUIRE(::kill(child, SIGKILL) == 0);
    REQUIRE(::waitpid(child, nullptr, 0) == child);
    TestLab test;
    test.lab.keep_in(places, {});
    REQUIRE(test.until([&] { return !test.state().shell.left_behind.empty(); }));
    const LeftBehind work = test.state().shell.left_behind.front();
    CHECK(work.path == "/home/me/x.toml");
    SECTION("brought back") {
        test.lab.apply(AnswerLeftWork{LeftWork::Restore});
        CHECK(test.state().experiment().title == "half done");
        CHECK(test.state().experiment().buffers.front().name == "no good name");
        CHECK(test.state().document.dirty());
        CHECK(test.state().document.path() == "/home/me/x.toml");
        REQUIRE(test.until([&] { return !std::filesystem::exists(work.file); }));
        CHECK(left_behind(places.recovery_folder(), problems).empty());  // this window holds it now
    }
    SECTION("asked about again") {
        test.lab.apply(AnswerLeftWork{LeftWork::Later});
        CHECK(left_behind(places.recovery_folder(), problems).size() == 1);
    }
    SECTION("thrown away") {
        test.lab.apply(AnswerLeftWork{LeftWork::Discard});
        REQUIRE(test.until([&] { return !std::filesystem::exists(work.file); }));
    }
    CHECK(test.state().shell.left_behind.empty());
    CHECK(problems.empty());
    ::close(ready[0]);
    ::close(ready[1]);
}

TEST_CASE("an edit is kept while it is unsaved, and forgotten when it is saved or let go", "[settings]") {
    const TestFolder folder;
    const Places places = places_in(folder);
    const auto kept = [&] {
        std::error_code error;
        for (const auto& one : std::filesystem::directory_iterator(places.recovery_folder(), error))
            if (one.path().string().ends_with(".toml")) return text_of(one.path().string());
        return std::string();
    };
    {
        TestLab test;
        test.lab.keep_in(places, {});
        test.lab.apply(SetTitle{"one"});
        REQUIRE(test.until([&] { return kept().find("\"one\"") != std::string::npos; }));
        test.lab.apply(SetTitle{"two"});
        REQUIRE(test.until([&] { return kept().find("\"two\"") != std::string::npos; }));
        test.lab.apply(SaveTo{folder.file("x.toml")});
        REQUIRE(test.until([&] { return kept().empty(); }));
        test.lab.apply(SetTitle{"three"});
        REQUIRE(test.until([&] { return !kept().empty(); }));
        test.lab.apply(Quit{});
        test.lab.apply(AnswerUnsaved{Unsaved::Discard});
        CHECK(test.state().quit);
    }
    CHECK(kept().empty());
    {
        TestLab test;
        test.lab.keep_in(places, {});
        test.lab.apply(SetTitle{"four"});
    }  // gone without a word, before the moment was over
    CHECK(kept().find("\"four\"") != std::string::npos);
}

namespace {

const std::string kLesson = IOVLAB_SOURCE_DIR "/lessons/01-first-gather.md";

/// Lessons keep their progress in nobody's folder.
struct NobodysState {
    explicit NobodysState(const TestFolder& folder) { ::setenv("XDG_STATE_HOME", folder.path.c_str(), 1); }
    ~NobodysState() { ::unsetenv("XDG_STATE_HOME"); }
    NobodysState(const NobodysState&) = delete;
    NobodysState& operator=(const NobodysState&) = delete;
};

std::vector<LeftBehind> found_in(const Places& places) {
    std::vector<std::string> problems;
    return left_behind(places.recovery_folder(), problems);
}

}  // namespace

TEST_CASE("a lesson does not forget the unsaved work that it puts aside", "[settings]") {
    const TestFolder folder;
    const NobodysState state(folder);
    const Places places = places_in(folder);
    {
        TestLab test;
        test.lab.keep_in(places, {});
        test.lab.apply(SetTitle{"my own"});
        test.lab.apply(OpenFile{kLesson});
        REQUIRE(test.until([&] { return test.state().course.lesson != nullptr; }));
        test.lab.apply(SetTitle{"the lesson's, changed"});
        test.lab.apply(SetTheme{false});
        REQUIRE(test.until([&] { return std::filesystem::exists(places.settings_file()); }));
        test.lab.apply(SetTheme{true});  // what was due with it is written by now
        REQUIRE(test.until([&] { return text_of(places.settings_file()).find("dark\"") != std::string::npos; }));
    }  // gone without a word
    const std::vector<LeftBehind> works = found_in(places);
    REQUIRE(works.size() == 1);
    CHECK(works.front().experiment.title == "my own");
}

TEST_CASE("unsaved work that is brought back during a lesson ends it, or the next step would take it",
          "[settings]") {
    const TestFolder folder;
    const NobodysState state(folder);
    const Places places = places_in(folder);
    Experiment experiment;
    experiment.title = "half done";
    put(places.recovery_folder() + "/1-0.toml", "# unsaved changes of \n" + write_experiment(experiment));
    {
        TestLab test;
        test.lab.keep_in(places, {});
        test.lab.apply(OpenFile{kLesson});
        REQUIRE(test.until([&] { return test.state().course.lesson && !test.state().shell.left_behind.empty(); }));
        test.lab.apply(AnswerLeftWork{LeftWork::Restore});
        CHECK(test.state().course.lesson == nullptr);
        test.lab.apply(GoToStep{1});
        CHECK(test.state().experiment().title == "half done");
        CHECK(test.state().document.dirty());
    }
    const std::vector<LeftBehind> works = found_in(places);
    REQUIRE(works.size() == 1);
    CHECK(works.front().experiment.title == "half done");
}

TEST_CASE("what was to be kept is kept also when the window closes at once", "[settings]") {
    int done = 0;
    {
        FileThread files;
        for (int i = 0; i < 50; ++i) files.run([&done] { ++done; });
    }
    CHECK(done == 50);
}

TEST_CASE("files whose names are no text spoil nothing that is kept", "[settings]") {
    const TestFolder folder;
    const Places places = places_in(folder);
    History history;
    history.recent = {"/home/caf\xe9.toml", "/home/caf\u00e9.toml"};
    REQUIRE(keep_history(places, history).empty());
    const Remembered after = remember(places);
    CHECK(after.problems.empty());
    CHECK(after.history.recent == std::vector<std::string>{"/home/caf\u00e9.toml"});

    { REQUIRE(Recovery(places.recovery_folder()).keep(Experiment(), history.recent[0]).empty()); }
    const std::vector<LeftBehind> works = found_in(places);
    REQUIRE(works.size() == 1);
    CHECK(works.front().path == history.recent[0]);
}

TEST_CASE("settings that would harm their reader are put aside", "[settings]") {
    const TestFolder folder;
    const Places places = places_in(folder);
    std::string deep = "a";
    for (int i = 0; i < 300'000; ++i) deep += ".a";
    for (const std::string& text : {deep + " = 1\n", std::string("theme = \"\xff\"\n")}) {
        put(places.settings_file(), text);
        put(places.history_file(), text);
        const Remembered after = remember(places);
        CHECK(after.problems.size() == 2);
        CHECK(after.settings == Settings());
        CHECK(text_of(places.settings_file() + ".broken") == text);
        CHECK(text_of(places.history_file() + ".broken") == text);
    }
    REQUIRE(::mkfifo(places.settings_file().c_str(), 0600) == 0);  // nobody ever writes to it
    CHECK(remember(places).problems.size() == 1);
}
