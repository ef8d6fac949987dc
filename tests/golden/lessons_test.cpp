// What the lessons say is what this kernel does; how much of each was tried is held by a golden file.
#include "core/lesson/check.h"
#include "core/lesson/library.h"
#include "tests/catch.h"
#include "tests/support/golden.h"

#include <string>

using namespace iovlab;

namespace {
const std::string kLessons = IOVLAB_SOURCE_DIR "/lessons";
}

TEST_CASE("golden: the lessons, checked", "[golden][lessons]") {
    std::string text, unchecked;
    for (const std::string& file : lesson_files(kLessons)) {
        const LessonResult read = read_lesson_file(file);
        for (const FileProblem& problem : read.problems) FAIL_CHECK(problem.text());
        if (!read.ok()) continue;
        const LessonFindings findings = check_lesson(read.lesson);
        for (const FileProblem& problem : findings.problems) FAIL_CHECK(problem.text());
        for (const std::string& need : read.lesson.needs) {
            if (find_lesson(kLessons, need).empty())
                FAIL_CHECK(file << " needs " << need << ", which is not there");
        }
        for (const FileProblem& problem : findings.unchecked) unchecked += problem.text() + "; ";
        text += read.lesson.name + ": " + std::to_string(read.lesson.steps.size()) + " steps, " +
                std::to_string(findings.runs) + " runs\n";
        for (const FileProblem& problem : read.advice) text += "  advice: " + problem.what + "\n";
    }
    // What this machine cannot do at all is not counted among its runs.
    if (!unchecked.empty()) IOVLAB_SKIP(unchecked);
    IOVLAB_GOLDEN("lessons.txt", text);
}
