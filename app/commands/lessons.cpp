#include "app/commands/lessons.h"

#include "app/commands/lesson_walk.h"
#include "app/commands/output.h"
#include "core/experiment/text.h"
#include "core/lesson/check.h"
#include "core/lesson/library.h"
#include "core/lesson/progress.h"
#include "core/report/words.h"

#include <algorithm>
#include <cstdio>
#include <fmt/format.h>

namespace iovlab {
namespace {

int no_lessons() {
    return refused(
        "the lessons that come with the program are nowhere to be found; IOVLAB_LESSONS may name their "
        "folder.");
}

/// What has been done of it, in a word.
std::string state_of(const Lesson& lesson, const CourseProgress& progress) {
    const auto found = progress.lessons.find(lesson.name);
    if (found == progress.lessons.end()) return "";
    if (found->second.finished) return "done";
    return fmt::format("{}/{}", found->second.done.size(), lesson.steps.size());
}

int list() {
    const std::vector<std::string> files = lesson_files(lessons_folder());
    if (files.empty()) return no_lessons();
    const CourseProgress progress = load_progress(progress_file());
    std::string text, track;
    int status = 0;
    for (const std::string& file : files) {
        const LessonResult read = read_lesson_file(file);
        if (!read.ok()) {
            tell(read.problems);
            status = 2;
            continue;
        }
        const Lesson& lesson = read.lesson;
        if (lesson.track != track) text += fmt::format("\n{}\n", printable(lesson.track));
        track = lesson.track;
        text += fmt::format("{:5}  {}  {:3} min  {}\n", state_of(lesson, progress), padded(lesson.name, 26),
                            lesson.minutes, printable(lesson.title));
    }
    Output output;
    output.print(text + "\nTake one with:  iovlab lessons NAME\n");
    return output.finish(status);
}

/// Says that `lesson` needs others which are not there.
std::vector<FileProblem> missing_needs(const Lesson& lesson) {
    std::vector<FileProblem> problems;
    for (const std::string& name : lesson.needs) {
        if (!find_lesson(lessons_folder(), name).empty()) continue;
        problems.push_back(
            {lesson.file, 1, 1, fmt::format("it needs {}, and there is no such lesson", quoted(name))});
    }
    return problems;
}

/// Prints what is wrong with one lesson; 0, 1 or 2 as the exit status has it.
int check_one(const std::string& file, Output& output) {
    const LessonResult read = read_lesson_file(file);
    if (!read.ok()) {
        tell(read.problems);
        return 2;
    }
    LessonFindings findings = check_lesson(read.lesson);
    const auto missing = missing_needs(read.lesson);
    findings.problems.insert(findings.problems.end(), missing.begin(), missing.end());
    tell(findings.problems);
    for (const FileProblem& one : findings.unchecked) {
        output.print(fmt::format("{} (not checked on this machine)\n", one.text()));
    }
    for (const FileProblem& one : read.advice) output.print(fmt::format("{} (advice)\n", one.text()));
    const bool sound = findings.problems.empty();
    output.print(fmt::format("{}  {}: {}, {}\n", sound ? "ok    " : "FAILED", read.lesson.name,
                             counted(read.lesson.steps.size(), "step", "steps"),
                             counted(findings.runs, "run", "runs")));
    return sound ? 0 : 1;
}

int check(std::vector<std::string> files) {
    if (files.empty()) files = lesson_files(lessons_folder());
    if (files.empty()) return no_lessons();
    Output output;
    int status = 0;
    for (const std::string& file : files) status = std::max(status, check_one(file, output));
    return output.finish(status);
}

/// The lesson called `name`, or the exit status.
int find(const std::string& name, LessonResult& read) {
    const std::string folder = lessons_folder();
    const std::string file = find_lesson(folder, name);
    if (file.empty()) {
        std::vector<std::string> names;
        for (const std::string& one : lesson_files(folder)) names.push_back(read_lesson_file(one).lesson.name);
        names.insert(names.end(), {"list", "check", "sheet"});
        return refused(fmt::format("no lesson is called {}{}. 'iovlab lessons' lists them.", quoted(name),
                                   did_you_mean(name, names)));
    }
    read = read_lesson_file(file);
    tell(read.problems);
    return read.ok() ? 0 : 2;
}

/// Lines stay lines; nothing else in them is obeyed by a terminal.
std::string printable_lines(const std::string& text) {
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        out += printable(text.substr(at, end - at));
        if (end < text.size()) out += '\n';
        at = end + 1;
    }
    return out;
}

int sheet(const std::string& name) {
    LessonResult read;
    if (const int status = find(name, read)) return status;
    Output output;
    output.print(printable_lines(teacher_sheet(read.lesson)));
    return output.finish(0);
}

int walk(const std::string& name, unsigned from) {
    LessonResult read;
    if (const int status = find(name, read)) return status;
    const std::size_t steps = read.lesson.steps.size();
    if (from > steps) return refused(fmt::format("--from is {}; this lesson has {} steps.", from, steps));
    CourseProgress progress = load_progress(progress_file());
    std::size_t begin = from == 0 ? progress.lessons[read.lesson.name].step : from - 1;
    if (begin >= steps) begin = 0;
    Output output;
    LessonWalk(read.lesson, output, stdin).walk(begin, progress, progress_file());
    return output.finish(0);
}

}  // namespace

int lessons_command(const LessonsArguments& arguments) {
    const std::vector<std::string>& words = arguments.words;
    if (words.empty() || (words[0] == "list" && words.size() == 1)) return list();
    if (words[0] == "check") return check({words.begin() + 1, words.end()});
    if (words[0] == "sheet") {
        if (words.size() != 2) return refused("a sheet is printed for one lesson: iovlab lessons sheet NAME");
        return sheet(words[1]);
    }
    if (words.size() != 1) {
        return refused("after lessons comes list, check [FILE...], sheet NAME, or the NAME of a lesson.");
    }
    return walk(words[0], arguments.from);
}

}  // namespace iovlab
