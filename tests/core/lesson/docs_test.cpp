// The lesson that docs/lessons.md shows must be one; every lesson that ships must be without fault.
#include "core/lesson/check.h"
#include "core/lesson/library.h"
#include "core/loops/blocks.h"
#include "tests/catch.h"
#include "tests/support/program.h"

using namespace iovlab;

TEST_CASE("docs/lessons.md: its lesson is sound, and true on this kernel", "[docs][lesson]") {
    const std::string text = test::read_file(IOVLAB_SOURCE_DIR "/docs/lessons.md");
    const std::string fence = "`````";
    const std::size_t begin = text.find(fence + "markdown\n");
    REQUIRE(begin != std::string::npos);
    const std::size_t from = text.find('\n', begin) + 1;
    const LessonResult read =
        read_lesson(text.substr(from, text.find("\n" + fence, from) + 1 - from), "lessons.md");
    for (const FileProblem& problem : read.problems) FAIL_CHECK(problem.text());
    REQUIRE(read.lesson.steps.size() == 2);
    CHECK(read.advice.empty());
    for (const FileProblem& problem : check_lesson(read.lesson).problems) FAIL_CHECK(problem.text());
}

TEST_CASE("docs/lessons.md names every block of a loop", "[docs][lesson]") {
    const std::string text = test::read_file(IOVLAB_SOURCE_DIR "/docs/lessons.md");
    for (const LoopBlock& block : loop_blocks()) {
        CAPTURE(block.name);
        CHECK(text.find("`" + std::string(block.name) + "`") != std::string::npos);
    }
}

TEST_CASE("the lessons that ship follow the advice for lessons", "[lesson]") {
    const auto files = lesson_files(IOVLAB_SOURCE_DIR "/lessons");
    REQUIRE(files.size() >= 2);
    for (const std::string& file : files) {
        const LessonResult read = read_lesson_file(file);
        for (const FileProblem& problem : read.problems) FAIL_CHECK(problem.text());
        for (const FileProblem& problem : read.advice) FAIL_CHECK(problem.text());
        for (const std::string& name : read.lesson.needs) {
            CAPTURE(file, name);
            const std::string needed = find_lesson(IOVLAB_SOURCE_DIR "/lessons", name);
            CHECK_FALSE(needed.empty());
            CHECK(needed < file);
        }
    }
}
