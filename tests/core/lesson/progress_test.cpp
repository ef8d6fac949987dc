#include "core/lesson/progress.h"

#include "core/lesson/library.h"
#include "tests/catch.h"
#include "tests/support/program.h"
#include "tests/support/runs.h"

#include <filesystem>
#include <sys/wait.h>
#include <unistd.h>

using namespace iovlab;

namespace {

Lesson lesson_of(std::size_t steps) {
    Lesson lesson;
    lesson.name = "03-x";
    lesson.steps.resize(steps);
    return lesson;
}

}  // namespace

TEST_CASE("progress is kept, and joined with what another program kept", "[lesson][keeps]") {
    const test::TemporaryFolder folder;
    const std::string file = folder.path() + "/deep/progress.toml";
    CourseProgress progress;
    progress.passed(lesson_of(3), 0);
    progress.passed(lesson_of(3), 1);
    REQUIRE(save_progress(progress, file).empty());
    CHECK(load_progress(file) == progress);
    CHECK(progress.lessons.at("03-x").step == 2);
    CHECK_FALSE(progress.lessons.at("03-x").finished);

    CourseProgress other;
    other.passed(lesson_of(3), 2);
    REQUIRE(save_progress(other, file).empty());
    const auto both = load_progress(file).lessons.at("03-x");
    CHECK(both.done == std::set<std::size_t>{0, 1, 2});
    std::size_t files = 0;
    for (const auto& entry : std::filesystem::directory_iterator(folder.path() + "/deep")) files += entry.exists();
    CHECK(files == 1);
}

TEST_CASE("a broken progress file is no progress, and is written anew", "[lesson]") {
    const test::TemporaryFolder folder;
    const std::string file = folder.path() + "/progress.toml";
    for (const char* text : {"", "x", "version = 1\nlesson = 3\n", "\xff",
                             "version = 1\n[lesson.a]\nstep = -7\ndone = [-1, \"x\", 9999999999]\n"}) {
        test::write_file(file, text);
        const CourseProgress progress = load_progress(file);
        for (const auto& [name, one] : progress.lessons) CHECK(one == LessonProgress{});
        CourseProgress mine;
        mine.passed(lesson_of(1), 0);
        REQUIRE(save_progress(mine, file).empty());
        CHECK(load_progress(file).lessons.at("03-x").finished);
    }
    test::write_file(file, "x");
    REQUIRE(save_progress({}, file).empty());
    CHECK(test::read_file(file + ".broken") == "x");
    CHECK_FALSE(save_progress({}, "").empty());
    CHECK_FALSE(save_progress({}, "/proc/nowhere/progress.toml").empty());
}

TEST_CASE("the progress that a newer program kept is neither read nor lost", "[lesson]") {
    const test::TemporaryFolder folder;
    const std::string file = folder.path() + "/progress.toml";
    const std::string newer = "version = 2\n[lesson.a]\nstep = 1\n";
    test::write_file(file, newer);
    CHECK(load_progress(file).lessons.empty());
    CourseProgress mine;
    mine.passed(lesson_of(1), 0);
    CHECK(save_progress(mine, file).find("newer") != std::string::npos);
    CHECK(test::read_file(file) == newer);
}

TEST_CASE("no lesson's name makes the progress of the others unreadable", "[lesson]") {
    const test::TemporaryFolder folder;
    const std::string file = folder.path() + "/progress.toml";
    CourseProgress progress;
    progress.passed(lesson_of(3), 0);
    Lesson odd = lesson_of(2);
    odd.name = "a \"b\" \\ \x01\x7f \u00e9";
    progress.passed(odd, 0);
    REQUIRE(save_progress(progress, file).empty());
    CHECK(load_progress(file) == progress);

    odd.name = "caf\xe9";  // a file of a Latin-1 machine
    progress.passed(odd, 0);
    REQUIRE(save_progress(progress, file).empty());
    progress.lessons.erase(odd.name);
    CHECK(load_progress(file) == progress);
}

TEST_CASE("lessons are found by path, name and number", "[lesson]") {
    const std::string folder = IOVLAB_SOURCE_DIR "/lessons";
    const std::string first = folder + "/01-first-gather.md";
    CHECK(find_lesson(folder, "01-first-gather") == first);
    CHECK(find_lesson(folder, "first-gather") == first);
    CHECK(find_lesson(folder, "1") == first);
    CHECK(find_lesson(folder, "01") == first);
    CHECK(find_lesson(folder, first) == first);
    CHECK(find_lesson(folder, "nothing").empty());
    CHECK(find_lesson(folder, "99").empty());
    CHECK(lesson_files("/nowhere").empty());
}

TEST_CASE("a teacher's sheet has the times, the choices and what is wrong with them", "[lesson]") {
    const auto read = read_lesson_file(IOVLAB_SOURCE_DIR "/lessons/02-short-write.md");
    REQUIRE(read.ok());
    const std::string sheet = teacher_sheet(read.lesson);
    for (const char* part :
         {"# More than fits", "8 minutes", "| C | 4,096, what fits |", "Most say 9,000", "Line 6:", "short 3010",
          "tokio-rs/tokio#8158", "Do not run before the second vote."}) {
        CAPTURE(part);
        CHECK(sheet.find(part) != std::string::npos);
    }
}

TEST_CASE("programs that save their progress at the same moment lose none of it", "[lesson][keeps]") {
    const test::TemporaryFolder folder;
    const std::string path = folder.path() + "/state/progress.toml";
    constexpr int kPrograms = 6, kEach = 12;
    std::vector<pid_t> children;
    for (int program = 0; program < kPrograms; ++program) {
        const pid_t child = ::fork();
        if (child == 0) {
            for (int i = 0; i < kEach; ++i) {
                CourseProgress mine;
                mine.lessons["lesson-" + std::to_string(program) + "-" + std::to_string(i)].done = {0};
                if (!save_progress(mine, path).empty()) ::_exit(1);
            }
            ::_exit(0);
        }
        children.push_back(child);
    }
    for (const pid_t child : children) {
        int status = 1;
        REQUIRE(::waitpid(child, &status, 0) == child);
        CHECK(status == 0);
    }
    CHECK(load_progress(path).lessons.size() == kPrograms * kEach);
}
