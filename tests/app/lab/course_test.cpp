// Lessons in the lab: what is locked, graded, kept, and given back.
#include "core/experiment/toml.h"
#include "core/lesson/library.h"
#include "core/lesson/order.h"
#include "tests/app/lab/lab_fixture.h"
#include "tests/catch.h"
#include "tests/support/program.h"

#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <variant>

using namespace iovlab;

namespace {

const std::string kLessons = IOVLAB_SOURCE_DIR "/lessons/";

/// A lab with a lesson open, and a state folder that is nobody's.
struct TestCourse : TestFolder, TestLab {
    explicit TestCourse(const std::string& file) {
        ::setenv("XDG_STATE_HOME", path.c_str(), 1);
        open(file);
    }
    ~TestCourse() { ::unsetenv("XDG_STATE_HOME"); }
    TestCourse(const TestCourse&) = delete;
    TestCourse& operator=(const TestCourse&) = delete;

    void open(const std::string& file) {
        lab.apply(OpenFile{file});
        REQUIRE(until([this] { return !state().opening; }));
    }
    const Course& course() const { return state().course; }
    void go(std::size_t step) { lab.apply(GoToStep{step}); }
    bool until_graded() {
        return until([this] { return course().work.grade.has_value(); });
    }
};

/// Makes the document what `wanted` is, by edits.
void make(TestCourse& test, const Experiment& wanted) {
    Lab& lab = test.lab;
    while (test.state().experiment().calls.size() > 1) lab.apply(RemoveCall{0});
    while (!test.state().experiment().calls[0].iov.empty()) lab.apply(RemoveEntry{0, 0});
    while (!test.state().experiment().buffers.empty()) lab.apply(RemoveBuffer{0});
    for (const BufferSpec& buffer : wanted.buffers) lab.apply(AddBuffer{buffer});
    for (std::size_t list = 0; list < wanted.calls.size(); ++list) {
        if (list > 0) lab.apply(AddCall{});
        while (!test.state().experiment().calls[list].iov.empty()) lab.apply(RemoveEntry{list, 0});
        for (const EntrySpec& entry : wanted.calls[list].iov) lab.apply(AddEntry{list, entry, {}});
        lab.apply(SetCall{list, wanted.calls[list], ""});
    }
    if (wanted.second) lab.apply(SetSecond{wanted.second, ""});
    lab.apply(SetTarget{wanted.target, ""});
    lab.apply(SetReader{wanted.reader, ""});
    lab.apply(SetLoop{wanted.loop, ""});
    lab.apply(SetFaults{wanted.faults, "", false});
    lab.apply(SetLimits{wanted.limits, ""});
    lab.apply(SetSignal{wanted.signal, ""});
    lab.apply(SetDeadline{wanted.deadline_s});
    lab.apply(SetSeed{wanted.seed});
    lab.apply(SetTitle{wanted.title});
    REQUIRE(test.state().experiment() == wanted);
}

/// Does what the step on show asks, right or wrong, and waits for what comes of it.
void answer(TestCourse& test, bool right) {
    Lab& lab = test.lab;
    const Course& course = test.course();
    const LessonStep& step = *course.here();
    if (const auto* question = course.asks<Question>()) {
        const Trace trace = run_to_end(course.start);
        const auto fits = matching_choices(*question, course.start, trace);
        if (question->choices.empty()) {
            const auto& outcome = std::get<CallStep>(call_of(trace, question->call)->what).outcome;
            lab.apply(TypeNumber{std::to_string(outcome.result.value_or(-1) + (right ? 0 : 99999))});
        } else {
            lab.apply(ChooseAnswer{right ? fits.at(0) : (fits.at(0) + 1) % question->choices.size()});
        }
        lab.apply(LockAnswer{});
        REQUIRE(test.until_graded());
    } else if (const auto* task = course.asks<BuildTask>()) {
        lab.apply(SetTitle{"mine"});
        if (right) {
            make(test, *task->solution);
        }
        lab.apply(StartRun{});
        REQUIRE(test.until_over());
        REQUIRE(test.until_graded());
    } else if (const auto* find = course.asks<FindTask>()) {
        unsigned line = find->lines.at(0);
        while (!right && std::count(find->lines.begin(), find->lines.end(), line) > 0)
            line = line % static_cast<unsigned>(find->listing.size()) + 1;
        lab.apply(ClickLine{line});
    } else if (const auto* order = course.asks<OrderTask>()) {
        for (const std::string& block : order->blocks) lab.apply(PlaceBlock{block, 99});
        if (!right) lab.apply(PlaceBlock{order->blocks.back(), 0});
        if (!right) lab.apply(TakeBlock{order->blocks[order->blocks.size() - 2]});
        lab.apply(TryOrder{});
        REQUIRE(test.until([&] { return !course.work.trying; }));
    }
    if (asked_in(step.activity) != nullptr) REQUIRE(course.work.grade);
}

}  // namespace

TEST_CASE("course: Run waits for the answer, and the answer for the run", "[course][keeps]") {
    TestCourse test(kLessons + "01-first-gather.md");
    CHECK(test.state().look.screen == Screen::Lessons);
    CHECK(test.state().run_obstacle().find("First say what will happen") == 0);
    test.lab.apply(StartRun{});
    CHECK_FALSE(test.run().exists);
    test.lab.apply(LockAnswer{});
    CHECK_FALSE(test.run().exists);
    test.lab.apply(ChooseAnswer{1});
    test.lab.apply(LockAnswer{});
    test.lab.apply(ChooseAnswer{2});
    REQUIRE(test.until_graded());
    CHECK(test.course().work.choice == 1);
    CHECK_FALSE(test.course().work.grade->pass);
    CHECK(test.course().work.right == std::vector<std::size_t>{2});
    CHECK(test.state().run_obstacle().empty());
    CHECK(test.state().prediction.locked.at(1).bytes == 3);
    CHECK(test.state().look.screen == Screen::Lessons);
}

TEST_CASE("course: the learner's own experiment comes back as it was", "[course][keeps]") {
    TestCourse test(kLessons + "01-first-gather.md");
    test.lab.apply(CloseLesson{});
    test.lab.apply(SetTitle{"My own"});
    const Experiment mine = test.state().experiment();
    test.open(kLessons + "02-short-write.md");
    CHECK(test.state().experiment().title == "9,000 bytes for a pipe of 4,096");
    test.lab.apply(SetTitle{"changed in the lesson"});
    test.go(4);
    test.lab.apply(CloseLesson{});
    CHECK(test.state().experiment() == mine);
    CHECK(test.state().document.dirty());
    CHECK(test.state().document.can_undo());
    test.open(kLessons + "02-short-write.md");
    test.lab.apply(NewDocument{});
    REQUIRE(test.state().unsaved);  // about the own experiment, while the lesson is still there
    CHECK(test.state().own().experiment() == mine);
    CHECK(test.course().lesson != nullptr);
    test.lab.apply(AnswerUnsaved{Unsaved::Discard});
    CHECK(test.course().lesson == nullptr);
    CHECK(test.state().experiment() == Experiment());
}

TEST_CASE("course: every lesson can be walked in the window, right and wrong", "[course][keeps]") {
    const bool right = GENERATE(true, false);
    const std::vector<std::string> files = lesson_files(kLessons);
    REQUIRE(files.size() >= 26);
    for (const std::string& file : files) {
        CAPTURE(file, right);
        TestCourse test(file);
        REQUIRE(test.course().lesson);
        const std::size_t steps = test.course().lesson->steps.size();
        for (std::size_t i = 0; i < steps; ++i) {
            CAPTURE(i);
            test.go(i);
            answer(test, right);
            const auto& grade = test.course().work.grade;
            if (grade) CHECK(grade->pass == right);
            if (right) CHECK(test.course().work.done);
        }
        const LessonProgress& progress = test.course().progress.lessons.at(test.course().lesson->name);
        CHECK((progress.finished || !right));
        CHECK(test.state().notices.empty());
    }
}

TEST_CASE("course: what was made in a task is there again; of another step's the learner is told where",
          "[course][keeps]") {
    TestCourse test(kLessons + "01-first-gather.md");
    const std::size_t task = 3;
    test.go(task);
    const Experiment given = test.course().start;
    test.lab.apply(AddEntry{0, entry_of("hello"), {}});
    const Experiment mine = test.state().experiment();
    test.go(0);
    CHECK_FALSE(test.state().experiment() == mine);
    test.go(task);
    REQUIRE(test.until([&] { return test.state().experiment() == mine; }));
    CHECK(test.course().start == given);
    CHECK(test.state().notices.empty());
    test.lab.apply(StartStepAgain{});
    CHECK(test.state().experiment() == given);
    test.lab.apply(Undo{});
    CHECK(test.state().experiment() == mine);

    test.go(0);
    test.lab.apply(SetTitle{"changed beside a question"});
    test.go(1);
    REQUIRE(test.until([&] { return !test.state().notices.empty(); }));
    const std::string file = learner_folder() + "/01-first-gather-1.toml";
    CHECK(test.state().notices[0].text.find(file) != std::string::npos);
    CHECK(read_experiment_file(file).experiment.title == "changed beside a question");
}

TEST_CASE("course: a lesson's experiment is not taken for the user's unsaved work", "[course][keeps]") {
    const TestFolder folder;
    ::setenv("XDG_STATE_HOME", folder.path.c_str(), 1);
    Places places;
    places.config = folder.file("config");
    places.state = folder.file("state");
    {
        TestLab test;
        test.lab.keep_in(places, {});
        test.lab.apply(SetTitle{"My own"});
        test.lab.apply(OpenFile{kLessons + "01-first-gather.md"});
        REQUIRE(test.until([&] { return test.state().course.lesson != nullptr; }));
        test.lab.apply(SetTitle{"the lesson's"});
        std::string kept;
        REQUIRE(test.until([&] {
            std::error_code error;
            for (std::filesystem::directory_iterator at(places.recovery_folder(), error), end; !error && at != end;
                 ++at)
                if (at->path().extension() == ".toml") kept = at->path().string();
            return !kept.empty();
        }));
        CHECK(read_experiment_file(kept).experiment.title == "My own");
        for (int i = 0; i < 20; ++i) test.until([] { return true; });
        CHECK(read_experiment_file(kept).experiment.title == "My own");
    }
    ::unsetenv("XDG_STATE_HOME");
}

TEST_CASE("course: an address that is cited is no file, and the bench stays as it was", "[course][keeps]") {
    TestCourse test(kLessons + "01-first-gather.md");
    const std::string url = "https://github.com/tokio-rs/tokio/issues/8158";
    test.lab.apply(OpenAddress{url});  // nobody sits here, so no program is started
    REQUIRE(test.until([&] { return !test.state().notices.empty(); }));
    CHECK(test.state().notices[0].text == url);
    std::atomic<int> shown = 0;
    test.lab.browse_with([&](const std::string& address) {
        shown += address == url ? 1 : 100;
        return true;
    });
    test.lab.apply(OpenAddress{url});
    CHECK(test.until([&] { return shown == 1; }));
    test.lab.apply(OpenAddress{"file:///etc/passwd"});
    CHECK(test.until([&] { return test.state().notices.size() == 2; }));
    CHECK(shown == 1);
    CHECK(test.course().lesson);
}

TEST_CASE("course: what was done is kept, and the lesson goes on where it was left", "[course][keeps]") {
    TestCourse test(kLessons + "01-first-gather.md");
    answer(test, true);
    test.go(1);
    test.lab.apply(CloseLesson{});
    REQUIRE(test.until([&] { return load_progress(progress_file()).lessons["01-first-gather"].step == 1; }));
    TestLab other;
    other.lab.apply(OpenFile{kLessons + "01-first-gather.md"});
    REQUIRE(other.until([&] { return other.state().course.lesson != nullptr; }));
    CHECK(other.state().course.step == 1);
    CHECK(other.state().course.progress.lessons.at("01-first-gather").done.count(0) == 1);
}

TEST_CASE("course: new numbers are other numbers, and are answered anew", "[course][keeps]") {
    TestCourse test(kLessons + "02-short-write.md");
    answer(test, true);
    const Experiment first = test.state().experiment();
    test.lab.apply(NewNumbers{});
    CHECK_FALSE(test.state().experiment() == first);
    CHECK_FALSE(test.course().work.locked);
    CHECK_FALSE(test.state().run_obstacle().empty());
    answer(test, true);
    CHECK(test.course().work.grade->pass);
}

TEST_CASE("course: a vote is counted twice, and the second count decides", "[course][keeps]") {
    TestCourse test(kLessons + "02-short-write.md");
    for (const std::size_t hand : {0U, 0U, 2U}) test.lab.apply(ChooseAnswer{hand});
    test.lab.apply(TakeVoteBack{1});
    CHECK(test.course().work.votes[0][0] == 2);
    CHECK(test.course().work.votes[0][1] == 0);
    test.lab.apply(NextVote{});
    for (const std::size_t hand : {2U, 2U, 0U, 2U}) test.lab.apply(ChooseAnswer{hand});
    CHECK(test.course().work.votes[0][0] == 2);
    test.lab.apply(LockAnswer{});
    REQUIRE(test.until_graded());
    CHECK(test.course().work.grade->pass);
}

TEST_CASE("course: a loop that fails shows its counter-example on the bench", "[course][order]") {
    TestCourse test(kLessons + "07-build-the-loop.md");
    std::size_t step = 0;
    while (!std::holds_alternative<OrderTask>(test.course().lesson->steps[step].activity)) ++step;
    test.go(step);
    const std::size_t blocks = blocks_left(test.course()).size();
    for (int miss = 0; miss < 4; ++miss) answer(test, false);
    CHECK(test.course().work.misses == 4);
    CHECK_FALSE(test.course().work.trial.empty());
    CHECK(test.state().experiment().loop.kind.rfind("blocks: ", 0) == 0);
    CHECK(test.run().exists);
    CHECK(blocks_left(test.course()).size() + test.course().work.loop.size() < blocks);
}

TEST_CASE("course: Run runs the loop that the step asks about, before the answer too", "[course]") {
    SECTION("find the bug: the program in question, whose ways are not told yet") {
        const std::string file = GENERATE(as<std::string>(), "02-short-write.md", "bug-01-sent.md");
        TestCourse test(kLessons + file);
        std::size_t step = 0;
        while (!std::holds_alternative<FindTask>(test.course().lesson->steps[step].activity)) ++step;
        test.go(step);
        const Experiment proof = test.course().asks<FindTask>()->proof;
        CHECK(test.state().experiment() == proof);
        CHECK(loop_kept_back(test.course()));
        test.lab.apply(StartRun{});
        REQUIRE(test.run().exists);
        CHECK(test.run().experiment == proof);
        REQUIRE(test.until_over());
        answer(test, true);
        CHECK_FALSE(loop_kept_back(test.course()));
        CHECK(test.state().experiment() == proof);
    }
    SECTION("put in order: one's own loop, as it stands") {
        TestCourse test(kLessons + "07-build-the-loop.md");
        std::size_t step = 0;
        while (!std::holds_alternative<OrderTask>(test.course().lesson->steps[step].activity)) ++step;
        test.go(step);
        test.lab.apply(StartRun{});
        CHECK_FALSE(test.run().exists);
        CHECK_FALSE(test.state().run_obstacle().empty());
        test.lab.apply(PlaceBlock{"offer", 0});
        test.lab.apply(PlaceBlock{"stop", 0});
        CHECK(test.state().experiment().loop.kind == "blocks: stop, offer");
        CHECK_FALSE(test.state().document.dirty());
        test.lab.apply(StartRun{});
        CHECK(test.run().experiment.loop.kind == "blocks: stop, offer");
        test.lab.apply(StopRun{});
        REQUIRE(test.until_over());
        test.lab.apply(TakeBlock{"stop"});
        CHECK(test.state().experiment().loop.kind == "blocks: offer");
    }
}

TEST_CASE("course: a lesson is read again when it is saved; one that is broken stays as it was",
          "[course][keeps]") {
    const TestFolder folder;
    const std::string file = folder.file("mine.md");
    const std::string text = test::read_file(kLessons + "01-first-gather.md");
    test::write_file(file, text);
    TestCourse test(file);
    test.go(2);
    std::string changed = text;
    changed.replace(changed.find("## One call or three"), 20, "## One call, or five");
    test::write_file(file, changed);
    REQUIRE(test.until([&] { return test.course().lesson->steps[2].title == "One call, or five"; }));
    CHECK(test.course().step == 2);
    test::write_file(file, changed + "\n```predict\n```\n```predict\n```\n");
    REQUIRE(test.until([&] { return !test.state().notices.empty(); }));
    CHECK(test.state().notices[0].text.find(file + ":") == 0);
    CHECK(test.course().lesson->steps[2].title == "One call, or five");
}

TEST_CASE("course: a file that is no lesson is told with its place", "[course][keeps]") {
    const TestFolder folder;
    test::write_file(folder.file("bad.md"), "## A\n```predict\nask = 1\n```\n");
    TestLab test;
    const Experiment before = test.state().experiment();
    test.lab.apply(OpenFile{folder.file("bad.md")});
    REQUIRE(test.until([&] { return !test.state().notices.empty(); }));
    CHECK(test.state().notices[0].text.find("bad.md:3:7: ask is") != std::string::npos);
    CHECK(test.state().experiment() == before);
    CHECK(test.state().course.lesson == nullptr);
}

TEST_CASE("course: what a terminal does in another lesson meanwhile stays done", "[course][keeps]") {
    const TestFolder folder;
    ::setenv("XDG_STATE_HOME", folder.path.c_str(), 1);
    Lesson second;
    second.name = "02-short-write";
    second.steps.resize(9);
    CourseProgress terminal;
    terminal.at(second, 1);
    REQUIRE(save_progress(terminal, progress_file()).empty());
    TestLab test;
    test.lab.apply(OpenFile{kLessons + "01-first-gather.md"});
    // Its own beginning is written first: two who write at one moment are another matter.
    REQUIRE(test.until([&] { return load_progress(progress_file()).lessons.count("01-first-gather") == 1; }));
    terminal.at(second, 4);
    REQUIRE(save_progress(terminal, progress_file()).empty());
    test.lab.apply(GoToStep{2});
    REQUIRE(test.until([&] { return load_progress(progress_file()).lessons["01-first-gather"].step == 2; }));
    CHECK(load_progress(progress_file()).lessons["02-short-write"].step == 4);
    ::unsetenv("XDG_STATE_HOME");
}
