#include "core/experiment/toml.h"
#include "core/lesson/check.h"
#include "core/lesson/grade.h"
#include "core/lesson/library.h"
#include "core/lesson/order.h"
#include "core/lesson/progress.h"
#include "tests/catch.h"
#include "tests/support/program.h"
#include "tests/support/runs.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <regex>
#include <sys/resource.h>

using namespace iovlab;
using test::Finished;

namespace {

bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

/// A {sum} that was left as it is written.
bool has_sum(const std::string& text) {
    static const std::regex sum(R"(\{(all|entries|capacity|[a-z]+ [+-] [a-z0-9]+)\})");
    return std::regex_search(text, sum);
}

/// A state folder of the test's own; nobody's progress is touched.
struct Learner {
    Learner() { ::setenv("XDG_STATE_HOME", folder.path().c_str(), 1); }
    ~Learner() { ::unsetenv("XDG_STATE_HOME"); }
    Learner(const Learner&) = delete;
    Learner& operator=(const Learner&) = delete;

    /// Runs `iovlab lessons WORDS` with these lines on its input.
    Finished lessons(const std::string& words, const std::string& input = "") const {
        const std::string file = folder.path() + "/input";
        test::write_file(file, input);
        const std::string program = test::program_folder() + "/iovlab";
        return test::run_program({"/bin/sh", "-c", program + " lessons " + words + " < " + file});
    }

    test::TemporaryFolder folder;
};

/// Every lesson that comes with the program; a walk through none of them would prove nothing.
std::vector<std::string> the_course() {
    std::vector<std::string> files = lesson_files(IOVLAB_SOURCE_DIR "/lessons");
    REQUIRE(files.size() >= 26);
    return files;
}

/// What somebody types who knows everything, or who is wrong each time and then skips.
class Typist {
public:
    Typist(const Learner& learner, bool right) : learner_(learner), right_(right) {}

    std::string lines(const Lesson& lesson) {
        std::string all;
        for (const LessonStep& step : lesson.steps) {
            all += std::visit([&](const auto& activity) { return typed(activity, step); }, step.activity);
        }
        return all;
    }

private:
    std::string typed(const std::monostate&, const LessonStep&) { return "\n"; }

    std::string typed(const Question& question, const LessonStep& step) {
        const Trace trace = run_to_end(*step.experiment);
        std::string said;
        if (question.choices.empty()) {
            const auto& outcome = std::get<CallStep>(call_of(trace, question.call)->what).outcome;
            said = std::to_string(outcome.result.value_or(-1) + (right_ ? 0 : 100000));
        } else {
            const std::size_t answer = matching_choices(question, *step.experiment, trace).at(0);
            const std::size_t wrong = (answer + 1) % question.choices.size();
            said = std::string(1, static_cast<char>('a' + (right_ ? answer : wrong)));
        }
        if (!right_) said = "h\nnonsense\n" + said;
        return said + (question.vote ? "\n\n" : "\n") +
               (step.vary.ranges.empty() ? ""
                : right_                 ? "\n"
                                         : "n\ns\n\n");
    }

    std::string typed(const BuildTask& task, const LessonStep&) {
        if (!right_) return "\nh\nh\nh\nh\n/nowhere.toml\nr\ns\n";
        const std::string file = learner_.folder.path() + "/solution" + std::to_string(++files_) + ".toml";
        REQUIRE(save_experiment_file(*task.solution, file).empty());
        return file + "\n";
    }

    std::string typed(const FindTask& task, const LessonStep&) {
        if (right_) return std::to_string(task.lines.at(0)) + "\n";
        unsigned wrong = 1;
        while (std::count(task.lines.begin(), task.lines.end(), wrong) > 0) ++wrong;
        return std::to_string(wrong) + "\n9999\ns\n";
    }

    std::string typed(const OrderTask& task, const LessonStep&) {
        const auto laid = laid_out(task);
        std::string letters;
        for (const std::string& block : task.blocks) {
            letters += static_cast<char>('a' + (std::find(laid.begin(), laid.end(), block) - laid.begin()));
        }
        return right_ ? letters + "\n" : letters.substr(0, 2) + "\nzz?\ns\n";
    }

    const Learner& learner_;
    bool right_;
    int files_ = 0;
};

}  // namespace

TEST_CASE("lessons: every lesson can be walked to its end, answering right", "[app][lessons]") {
    const Learner learner;
    for (const std::string& file : the_course()) {
        CAPTURE(file);
        const Lesson lesson = read_lesson_file(file).lesson;
        const Finished walked = learner.lessons("--from 1 " + file, Typist(learner, true).lines(lesson));
        CAPTURE(walked.out);
        CHECK(walked.status == 0);
        CHECK(walked.err.empty());
        CHECK_FALSE(has_sum(walked.out));
        CHECK_FALSE(has(walked.out, "Not so."));
        CHECK_FALSE(has(walked.out, "Not yet."));
        const std::string steps = std::to_string(lesson.steps.size());
        CHECK(has(walked.out, "The end of this lesson: " + steps + " of " + steps + " steps done."));
        CHECK(load_progress(progress_file()).lessons[lesson.name].finished);
    }
}

TEST_CASE("lessons: every lesson can be walked to its end, answering wrong", "[app][lessons]") {
    const Learner learner;
    for (const std::string& file : the_course()) {
        CAPTURE(file);
        const Lesson lesson = read_lesson_file(file).lesson;
        const Finished walked = learner.lessons("--from 1 " + file, Typist(learner, false).lines(lesson));
        CAPTURE(walked.out);
        CHECK(walked.status == 0);
        CHECK_FALSE(has(walked.out, "Right."));
        CHECK_FALSE(has_sum(walked.out));
        CHECK(has(walked.out, "The end of this lesson: "));
        CHECK_FALSE(load_progress(progress_file()).lessons[lesson.name].finished);
    }
}

TEST_CASE("lessons: one that was left goes on where it was", "[app][lessons]") {
    const Learner learner;
    const Finished left = learner.lessons("1", "c\nq\n");
    CHECK(has(left.out, "Stopped at step 2. Go on with:  iovlab lessons 01-first-gather"));
    CHECK(has(learner.lessons("").out, "1/4"));
    const Finished again = learner.lessons("first-gather", "");
    CHECK(has(again.out, "2 of 4  "));
    CHECK_FALSE(has(again.out, "1 of 4  "));
    CHECK(again.status == 0);

    const std::string mine = learner.folder.path() + "/mine.md";  // no name finds it
    test::write_file(mine, test::read_file(IOVLAB_SOURCE_DIR "/lessons/01-first-gather.md"));
    CHECK(has(learner.lessons(mine, "q\n").out, "Stopped at step 1. Go on with:  iovlab lessons " + mine + "\n"));
}

TEST_CASE("lessons: a shipped lesson that is broken fails its check, with file, line and column",
          "[app][lessons]") {
    const Learner learner;
    const std::string text = test::read_file(IOVLAB_SOURCE_DIR "/lessons/02-short-write.md");
    struct Break {
        const char *was, *is, *says;
    };
    const Break breaks[] = {
        {"result = \"capacity\"\nwhy", "result = 17\nwhy", "no choice is right"},
        {"result = \"a\"\nwhy", "result = \"short\"\nwhy", "choices B and C are both right"},
        {"script = \"short 3010\"", "script = \"short 3009\"", "the solution does not reach the goal"},
        {"kind = \"skip-entry\"", "kind = \"write-all\"", "the proof does not show what it claims"},
    };
    for (const auto& [was, is, says] : breaks) {
        CAPTURE(says);
        std::string broken = text;
        REQUIRE(has(broken, was));
        broken.replace(broken.find(was), std::string(was).size(), is);
        const std::string file = learner.folder.path() + "/broken.md";
        test::write_file(file, broken);
        const Finished checked = learner.lessons("check " + file);
        CHECK(checked.status == 1);
        CHECK(has(checked.err, says));
        const std::size_t at = checked.err.find(file + ":");
        REQUIRE(at != std::string::npos);
        unsigned line = 0, column = 0;
        CHECK(std::sscanf(checked.err.c_str() + at + file.size(), ":%u:%u: ", &line, &column) == 2);
        CHECK(line > 20);
    }
}

TEST_CASE("lessons: a long run is folded, and says how much", "[app][lessons]") {
    const Learner learner;
    const std::string file = learner.folder.path() + "/long.md";
    test::write_file(file,
                     "```lesson\ntitle = \"t\"\nminutes = 1\ngoals = [\"g\"]\n```\n## A\n```experiment\nformat = "
                     "1\n[[buffer]]\nname = \"a\"\nkind = \"bytes\"\nfill = \"a\"\nsize = 40\n[call]\nop = "
                     "\"writev\"\niov = [\"a\"]\n[target]\nkind = \"null\"\n[loop]\nkind = "
                     "\"write-all\"\n[faults]\nscript = \"short 1\"\nrepeat = true\n```\n");
    const Finished walked = learner.lessons("--from 1 " + file, "\n");
    CAPTURE(walked.out);
    CHECK(has(walked.out, "... 35 more calls ..."));
    CHECK(std::count(walked.out.begin(), walked.out.end(), '\n') < 120);  // 40 calls would be 360
}

TEST_CASE("lessons: the walk ends when nobody sees it, and with input that never ends a line", "[app][lessons]") {
    const Learner learner;
    const std::string program = test::program_folder() + "/iovlab lessons ";
    // A card that is asked again and again until the line is found.
    CHECK(test::run_program({"/bin/sh", "-c", "yes 999999 | " + program + "bug-01 >/dev/full"}).status == 1);
    const std::string endless = "head -c 600000000 /dev/zero | " + program + "1 >/dev/null";
    CHECK(test::run_program({"/bin/sh", "-c", endless}).status == 0);
    rusage used{};
    REQUIRE(::getrusage(RUSAGE_CHILDREN, &used) == 0);
    CHECK(used.ru_maxrss < 500'000);  // KiB, of the largest
}

TEST_CASE("lessons: progress that cannot be kept is said, once", "[app][lessons]") {
    const test::TemporaryFolder folder;  // files that have no other place go here
    const std::string program = test::program_folder() + "/iovlab lessons 1";
    for (const char* where : {"env -u HOME -u XDG_STATE_HOME ", "HOME=/proc/nobody env -u XDG_STATE_HOME "}) {
        CAPTURE(where);
        const Finished walked =
            test::run_program({"/bin/sh", "-c", "cd " + folder.path() + "; yes s | " + where + program});
        CHECK(walked.status == 0);
        const std::size_t first = walked.out.find("Your progress is not kept: ");
        REQUIRE(first != std::string::npos);
        CHECK(walked.out.find("Your progress is not kept: ", first + 1) == std::string::npos);
        CHECK(has(walked.out, "The end of this lesson"));
    }
}

TEST_CASE("lessons: a reset that could not be written is not called one", "[app][lessons]") {
    const Learner learner;
    const std::string file = IOVLAB_SOURCE_DIR "/lessons/01-first-gather.md";
    const Lesson lesson = read_lesson_file(file).lesson;
    std::size_t step = 0;
    while (!std::holds_alternative<BuildTask>(lesson.steps[step].activity)) ++step;
    const std::string from = "1 --from " + std::to_string(step + 1);
    CHECK(has(learner.lessons(from, "r\nq\n").out, "It is as it was."));
    const std::string kept = learner.folder.path() + "/iovlab/lessons/01-first-gather-" + std::to_string(step + 1);
    std::filesystem::remove(kept + ".toml");
    std::filesystem::create_directory(kept + ".toml");
    const Finished refused = learner.lessons(from, "r\nq\n");
    CHECK_FALSE(has(refused.out, "It is as it was."));
    CHECK(has(refused.out, "cannot be saved"));
}

TEST_CASE("lessons: what is wrong is told, with the exit status for it", "[app][lessons]") {
    const Learner learner;
    CHECK(learner.lessons("nosuch").status == 2);
    CHECK(has(learner.lessons("first-gathr").err, "no lesson is called"));
    CHECK(learner.lessons("sheet").status == 2);
    CHECK(learner.lessons("list of lessons").status == 2);
    CHECK(learner.lessons("1 --from 99").status == 2);
    CHECK(has(learner.lessons("sheet 1").out, "# Three places, one call"));

    const std::string file = learner.folder.path() + "/bad.md";
    test::write_file(file, "## A step\n```predict\nask = 1\n```\n");
    const Finished bad = learner.lessons("check " + file);
    CHECK(bad.status == 2);
    CHECK(has(bad.err, file + ":3:7: ask is"));

    test::write_file(file, "```lesson\ntitle = \"t\"\nminutes = 1\ngoals = []\nneeds = [\"none\"]\n```\n## A\n");
    const Finished needs = learner.lessons("check " + file);
    CHECK(needs.status == 1);
    CHECK(has(needs.err, "needs \"none\""));
    CHECK(has(needs.out, "FAILED  bad"));
}
