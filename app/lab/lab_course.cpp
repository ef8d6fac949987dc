// Lessons in the window: opening one, its steps, what the learner says, and what came of the run.
#include "app/lab/lab.h"
#include "app/lab/prediction.h"
#include "core/lesson/check.h"
#include "core/lesson/library.h"
#include "core/lesson/order.h"
#include "core/lesson/said.h"
#include "core/loops/blocks.h"
#include "core/report/damage_words.h"

#include <algorithm>
#include <exception>
#include <utility>

namespace iovlab {

namespace {

constexpr std::size_t kLessonProblems = 6;

std::string problems_in_words(const std::vector<FileProblem>& problems, const char* then) {
    std::string text;
    for (std::size_t i = 0; i < problems.size() && i < kLessonProblems; ++i) text += problems[i].text() + "\n";
    return text + then;
}

std::vector<ListedLesson> read_list() {
    std::vector<ListedLesson> all;
    for (const std::string& file : lesson_files(lessons_folder())) {
        const LessonResult read = read_lesson_file(file);
        ListedLesson one{read.lesson.name,
                         read.lesson.title,
                         file,
                         read.lesson.track,
                         read.lesson.minutes,
                         read.lesson.steps.size(),
                         read.lesson.goals,
                         read.ok() ? std::string() : read.problems.front().text()};
        if (one.title.empty()) one.title = one.name;
        all.push_back(std::move(one));
    }
    return all;
}

}  // namespace

/// Reads the list of lessons, off this thread.
void Lab::look_for_lessons() {
    if (std::exchange(state_.course.looked, true)) return;
    on_files_thread([this] {
        auto listed = std::make_shared<std::vector<ListedLesson>>(read_list());
        auto progress = std::make_shared<CourseProgress>(load_progress(progress_file()));
        return [this, listed, progress] {
            state_.course.listed = std::move(*listed);
            if (!state_.course.lesson) state_.course.progress = std::move(*progress);
        };
    });
}

void Lab::open_lesson(const std::string& file, bool again) {
    state_.opening = true;
    const auto saved = [this, file, post = hooks_.post, alive = alive_] {
        post([this, file, alive] {
            if (*alive) open_lesson(file, true);
        });
    };
    const auto job = [this, file, again, saved] {
        // Looked at before it is read: what is written in between is news.
        auto watch = std::make_shared<std::unique_ptr<FileWatch>>();
        if (!again) *watch = std::make_unique<FileWatch>(file, saved);
        auto read = std::make_shared<LessonResult>(read_lesson_file(file));
        auto progress = std::make_shared<CourseProgress>(load_progress(progress_file()));
        return [this, file, again, watch, read, progress] {
            state_.opening = false;
            if (again && (!state_.course.lesson || state_.course.lesson->file != file)) return;
            if (!read->ok()) {
                const char* then = again ? "The lesson is shown as it was. Put the file right and save it again."
                                         : "Put the file right and open it again.";
                say(Notice::Kind::Error, "This lesson cannot be read.", problems_in_words(read->problems, then));
                return;
            }
            if (!again) {
                state_.course.progress = std::move(*progress);
                watch_ = std::move(*watch);
            }
            begin_lesson(std::make_shared<const Lesson>(std::move(read->lesson)), again);
        };
    };
    on_files_thread(job, [this] { state_.opening = false; });
}

void Lab::begin_lesson(std::shared_ptr<const Lesson> lesson, bool again) {
    Course& course = state_.course;
    keep_work();
    if (!course.aside) course.aside = state_.document;
    std::size_t step = again ? course.step : course.progress.lessons[lesson->name].step;
    if (step >= lesson->steps.size()) step = 0;
    if (!again) {
        state_.chooser.mode = Chooser::Mode::Closed;
    }
    course.lesson = std::move(lesson);
    go_to_step(step);
}

/// The learner's own experiment comes back as it was.
void Lab::leave_lesson() {
    Course& course = state_.course;
    if (!course.lesson) return;
    keep_work();
    watch_.reset();
    course.lesson.reset();
    course.work = {};
    const Screen screen = state_.look.screen;
    if (course.aside) replace_document(std::move(*std::exchange(course.aside, std::nullopt)));
    state_.look.screen = screen;
}

void Lab::go_to_step(std::size_t step) {
    Course& course = state_.course;
    course.step = std::min(step, course.lesson->steps.size() - 1);
    course.progress.at(*course.lesson, course.step);
    course.work = {};
    course.setup = course.asks<BuildTask>() != nullptr;
    if (const auto* task = course.asks<OrderTask>(); task != nullptr && !task->blocks.empty())
        course.work.loop.clear();
    load_step();
    if (course.asks<BuildTask>() != nullptr) bring_work_back();
    // Nothing to answer: to have seen it is all.
    if (asked_in(course.here()->activity) == nullptr) step_passed();
    keep_progress();
}

/// The bench as the step begins.
void Lab::load_step() {
    Course& course = state_.course;
    // A step without an experiment goes on with the one before it.
    std::size_t from = course.step;
    while (from > 0 && !course.lesson->steps[from].experiment) --from;
    const LessonStep& step = course.lesson->steps[from];
    course.start = step.experiment ? varied(step, from == course.step ? course.work.seed : 0) : Experiment();
    // What Run runs is what the step asks about: the program in which the bug is.
    if (const auto* task = course.asks<FindTask>()) course.start = task->proof;
    replace_document(Document(course.start, ""));
    follow_order();
    state_.prediction.on = false;
    state_.look.screen = Screen::Lessons;
    state_.first_start = false;
}

/// Where a loop is put together, the bench runs the one that stands there.
void Lab::follow_order() {
    const Course& course = state_.course;
    if (course.asks<OrderTask>() == nullptr || course.work.loop.empty()) return;
    state_.document.set_apart([kind = blocks_kind(course.work.loop)](Experiment& now) { now.loop.kind = kind; });
}

void Lab::step_passed() {
    Course& course = state_.course;
    course.work.done = true;
    course.progress.passed(*course.lesson, course.step);
    course.progress.at(*course.lesson, course.step);
}

void Lab::keep_progress() {
    if (!keeps_progress_) return;
    CourseProgress mine;  // a terminal may have gone on with other lessons meanwhile
    const std::string& name = state_.course.lesson->name;
    mine.lessons[name] = state_.course.progress.lessons[name];
    on_files_thread([mine, this] {
        const std::string problem = save_progress(mine, progress_file());
        return [this, problem] {
            if (problem.empty() || std::exchange(progress_refused_, true)) return;
            say(Notice::Kind::Note, "What you do in the lessons is not kept.", problem);
        };
    });
}

void Lab::lock_answer() {
    Course& course = state_.course;
    const auto* question = course.asks<Question>();
    if (question == nullptr || !lock_obstacle(course).empty()) return;
    const LessonAnswer answer = answer_of(course);
    course.work.locked = true;
    if (state_.run.busy() || !state_.run_obstacle().empty()) {  // it says itself what is in the way
        course.work.locked = false;
        return;
    }
    start(false);
    std::string problem;
    const auto guess = parse_guess(guess_of(*question, answer, state_.experiment()), problem);
    if (guess && guess->any()) state_.prediction.locked[static_cast<std::uint64_t>(question->call)] = *guess;
}

/// A run has come to its end: what does it say about the step?
void Lab::follow_course() {
    Course& course = state_.course;
    const EndStep* end = state_.run.end();
    if (!course.lesson || end == nullptr || judged_ == state_.run.id) return;
    judged_ = state_.run.id;
    const Experiment& ran = state_.run.experiment;
    if (const auto* question = course.asks<Question>(); question != nullptr && course.work.locked) {
        if (course.work.grade) return;
        course.work.grade = grade(*question, answer_of(course), ran, state_.run.steps);
        course.work.said = said_words(*question, answer_of(course), ran, state_.run.steps);
        course.work.right = matching_choices(*question, ran, state_.run.steps);
        step_passed();
        keep_progress();
    } else if (const auto* task = course.asks<BuildTask>()) {
        keep_work();
        course.work.grade = grade(*task, course.start, ran, state_.run.steps);
        if (!course.work.grade->pass || course.work.done) return;
        step_passed();
        keep_progress();
    }
}

void Lab::click_line(unsigned line) {
    Course& course = state_.course;
    const auto* task = course.asks<FindTask>();
    if (task == nullptr || course.work.done) return;
    LessonAnswer answer;
    answer.line = course.work.line = line;
    course.work.grade = grade(*task, answer);
    if (!course.work.grade->pass) return;
    show_run(task->proof);
    step_passed();
    keep_progress();
}

/// Puts an experiment that proves something onto the bench, and runs it.
void Lab::show_run(const Experiment& experiment) {
    keep_work();
    replace_document(Document(experiment, ""));
    state_.prediction.on = false;
    state_.look.screen = Screen::Lessons;
    start(false);
}

void Lab::try_order() {
    Course& course = state_.course;
    const auto* task = course.asks<OrderTask>();
    if (task == nullptr || course.work.trying || course.work.loop.empty()) return;
    course.work.trying = true;
    course.work.grade.reset();
    on_files_thread([this, lesson = course.lesson, step = course.step, loop = course.work.loop, ended = ended_] {
        auto counter = std::make_shared<std::optional<CounterExample>>();
        std::string fault;
        try {
            *counter = find_counter_example(lesson->steps[step], loop, [ended] { return ended->load(); });
        } catch (const std::exception& why) {
            fault = why.what();
        }
        return [this, lesson, step, loop, counter, fault] {
            Course& now = state_.course;
            if (now.lesson != lesson || now.step != step) return;
            now.work.trying = false;
            if (!fault.empty()) return say(Notice::Kind::Error, "This loop could not be tried here.", fault);
            const auto& task_now = std::get<OrderTask>(lesson->steps[step].activity);
            const std::string& why = *counter ? task_now.fail : task_now.pass;
            now.work.grade = Grade{!*counter, {}, filled_in(why, now.start)};
            if (*counter) {
                ++now.work.misses;
                now.work.trial = (*counter)->trial.what + " " + (*counter)->why;
                return show_run((*counter)->trial.experiment);
            }
            now.work.trial =
                "It survives all " + std::to_string(order_trials(lesson->steps[step], loop).size()) + " trials.";
            // A trial that shows it at work: the calls take a byte or two.
            show_run(order_trials(lesson->steps[step], loop).end()[-3].experiment);
            step_passed();
            keep_progress();
        };
    });
}

bool Lab::apply_course(const Intent& intent) {
    Course& course = state_.course;
    if (const auto* open = std::get_if<OpenLesson>(&intent)) {
        open_lesson(open->file, false);
    } else if (std::holds_alternative<CloseLesson>(intent)) {
        leave_lesson();
        state_.look.screen = Screen::Lessons;
        look_for_lessons();
    } else if (course.lesson == nullptr) {
        return apply_answer(intent);
    } else if (const auto* go = std::get_if<GoToStep>(&intent)) {
        if (go->step >= course.lesson->steps.size()) return true;
        keep_work();
        go_to_step(go->step);
    } else if (std::holds_alternative<StartStepAgain>(intent)) {
        const bool done = course.work.done;
        course.work = {};
        course.work.done = done;
        // An edit like any other: undo takes it back.
        state_.drafts.clear();
        worked_ = {};
        state_.document.edit("begin again", "", [&](Experiment& now) { now = course.start; });
    } else if (std::holds_alternative<NewNumbers>(intent)) {
        const std::uint64_t seed = course.work.seed % kSeeds + 1;
        keep_work();
        course.work = {};
        course.work.seed = seed;
        load_step();
    } else if (std::holds_alternative<LockAnswer>(intent)) {
        lock_answer();
    } else if (const auto* line = std::get_if<ClickLine>(&intent)) {
        click_line(line->line);
    } else if (std::holds_alternative<TryOrder>(intent)) {
        try_order();
    } else {
        return apply_answer(intent);
    }
    return true;
}

/// What only changes what the learner says. True when it was such an intent, whether or not it could be done.
bool Lab::apply_answer(const Intent& intent) {
    StepWork& work = state_.course.work;
    const auto* question = state_.course.asks<Question>();
    const bool open = question != nullptr && !work.locked;
    if (const auto* chosen = std::get_if<ChooseAnswer>(&intent)) {
        if (!open || chosen->choice >= question->choices.size()) return true;
        question->vote ? void(++work.votes[work.round][chosen->choice]) : void(work.choice = chosen->choice);
    } else if (const auto* back = std::get_if<TakeVoteBack>(&intent)) {
        if (!open || back->choice >= StepWork::kMostChoices) return true;
        unsigned& votes = work.votes[work.round][back->choice];
        votes -= votes > 0 ? 1 : 0;
    } else if (std::holds_alternative<NextVote>(intent)) {
        if (open) work.round = 1;
    } else if (const auto* number = std::get_if<TypeNumber>(&intent)) {
        if (open) work.number = number->text;
    } else if (const auto* setup = std::get_if<ShowSetup>(&intent)) {
        state_.course.setup = setup->open;
    } else if (std::holds_alternative<ShowHint>(intent)) {
        ++work.hints;
    } else if (const auto* place = std::get_if<PlaceBlock>(&intent)) {
        std::erase(work.loop, place->block);
        const std::size_t at = std::min(place->at, work.loop.size());
        if (loop_block(place->block) != nullptr)
            work.loop.insert(work.loop.begin() + static_cast<std::ptrdiff_t>(at), place->block);
        follow_order();
    } else if (const auto* take = std::get_if<TakeBlock>(&intent)) {
        std::erase(work.loop, take->block);
        follow_order();
    } else {
        return false;
    }
    return true;
}

}  // namespace iovlab
