#pragma once

#include "app/lab/bench_thread.h"
#include "app/lab/file_watch.h"
#include "app/lab/keeper.h"
#include "app/lab/run_thread.h"
#include "app/lab/state.h"

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace iovlab {

/// What the lab needs of the window that it lives in.
struct LabHooks {
    /// Runs a job on the window's thread soon; called from any thread.
    std::function<void(std::function<void()>)> post;
    /// Another frame in so many seconds, though nothing happens.
    std::function<void(double)> frame_in = [](double) {};
    /// Seconds, from any clock that only goes forward: tests turn it by hand.
    std::function<double()> now = [] {
        return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
    };
};

/// The window's state and the one place that changes it: carries out intents, keeps what follows from the document
/// up to date, and runs it. Lives on the window's thread and never waits there: files are read and written on one
/// thread, each run lives on another.
class Lab {
public:
    explicit Lab(LabHooks hooks);
    ~Lab();
    Lab(const Lab&) = delete;
    Lab& operator=(const Lab&) = delete;

    const LabState& state() const { return state_; }
    void apply(const Intent& intent);
    void apply(const Intents& intents);
    /// Takes in what the run's thread has done. Call once before each frame.
    void refresh();
    /// The window was asked to close: true when it may, false when a question about unsaved work was put.
    bool ask_quit();
    /// The window's zoom is this now.
    void zoomed(float zoom) { state_.look.zoom = zoom; }
    /// The window began with this theme.
    void themed(bool dark) { state_.look.dark = dark; }
    /// From now on settings, history and unsaved work are kept there; begins with what was remembered.
    void keep_in(const Places& places, const Remembered& remembered);
    /// The window has this size now, in screen units.
    void sized(int width, int height);
    /// A picture of the window is being made for this file; `write` brings it there, off this thread, and returns
    /// what went wrong, if anything.
    void write_picture(const std::string& path, std::function<std::string()> write);
    /// Says something that the user should know about this machine.
    void note(const std::string& text) { say(Notice::Kind::Note, "About this machine.", text); }
    /// The experiment as a program; empty when it cannot be one, which is said.
    std::string program_in(Language language);
    /// What is done of the lessons is not written down: for pictures.
    void keep_nothing() { keeps_progress_ = false; }
    /// Reads the examples and listings that come with the program, off this thread.
    void look_for_examples(const std::string& folder);
    /// Finds out what this machine forbids, off this thread; kept for as long as the window is open.
    void ask_machine(std::function<Hindrances()> ask = ask_this_machine);
    /// How this machine is examined, off this thread, when the help is opened for the first time. Unset: it is not,
    /// as in tests and pictures.
    void examine_with(std::function<MachineFacts()> examine) { examine_ = std::move(examine); }
    /// What shows an https address to whoever sits here; called from another thread, false: it could not. Without
    /// it no program is started: pictures and tests have nobody before them.
    void browse_with(std::function<bool(const std::string&)> browse) { browse_ = std::move(browse); }

private:
    // lab.cpp
    bool apply_edit(const Intent& intent);
    Intent called_by(SetBuffer set);
    void note_name(const SetBuffer& set);
    void rework();
    void replace_document(Document document);
    void say(Notice::Kind kind, std::string heading, std::string text);
    // lab_look.cpp
    bool apply_look(const Intent& intent);
    bool apply_bytes(const Intent& intent);
    bool apply_guess(const Intent& intent);
    void look_at(std::optional<std::size_t> step);
    void settle();
    void play(bool on);
    void play_on();
    // lab_rows.cpp
    bool apply_rows(const Intent& intent);
    void edit_rows(const EditStep& step);
    void paste(const std::string& text);
    void duplicate_rows();
    // lab_files.cpp
    bool apply_file(const Intent& intent);
    bool may_lose(const Intent& what);
    void answer_unsaved(Unsaved answer);
    void open_file(const std::string& path, bool run);
    /// "Save first": what goes on once that document, and no other, is in its file.
    struct AfterSave {
        Intent next;
        std::uint64_t document = 0;
    };
    /// A document on its way into a file, and what came of it.
    struct Saving {
        std::string path;
        std::uint64_t document = 0;
        Experiment experiment;
        std::optional<AfterSave> after;
        bool taken = false;  ///< another file is there: nothing was written
        std::string problem;
    };
    Document* document(std::uint64_t id);
    void save_to(const std::string& path, bool replaces);
    void save_again();
    void saved(const Saving& saving);
    void look_for_taken();
    void show_chooser(Chooser::Mode mode);
    void read_folder(const std::string& folder);
    /// `job` on the thread for files; what it returns on the window's. When it throws, that is said, and
    /// `gave_up` puts back what was waiting for it.
    void on_files_thread(std::function<std::function<void()>()> job, std::function<void()> gave_up = {});
    void examine();
    void try_next_recipe();
    // lab_shell.cpp
    bool apply_shell(const Intent& intent);
    void answer_left_work(LeftWork answer);
    void keep();
    void keep_by(Keeper::Job job);
    // lab_course.cpp
    bool apply_course(const Intent& intent);
    bool apply_answer(const Intent& intent);
    void look_for_lessons();
    void open_lesson(const std::string& file, bool again);
    void begin_lesson(std::shared_ptr<const Lesson> lesson, bool again);
    void leave_lesson();
    void go_to_step(std::size_t step);
    void load_step();
    void follow_order();
    void keep_work();
    void bring_work_back();
    void open_address(const std::string& url);
    void step_passed();
    void keep_progress();
    void lock_answer();
    void follow_course();
    void click_line(unsigned line);
    void show_run(const Experiment& experiment);
    void try_order();
    // lab_run.cpp
    bool apply_run(const Intent& intent);
    void start(bool stepping);
    void go_on(std::uint64_t steps);
    void follow_faults();
    void ask_run(std::function<void(Run&)> what);
    void take_in_news();
    void drop_run();
    void forget_run();
    void show_bench();
    void reap();
    // lab_benchmark.cpp
    bool apply_benchmark(const Intent& intent);
    void start_benchmark(bool quick);
    void refresh_benchmark();

    LabHooks hooks_;
    std::function<bool(const std::string&)> browse_ = [](const std::string&) { return false; };
    std::function<MachineFacts()> examine_;
    LabState state_;
    std::map<std::size_t, std::string> called_;  // see called_by()
    DocumentState worked_;                       // what state_ was worked out from; none: anew
    ThinkingKept thinking_kept_;
    BeliefKept belief_kept_;
    std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);  // window's thread only
    std::unique_ptr<RunThread> run_;
    std::vector<std::unique_ptr<RunThread>> retired_;
    std::chrono::steady_clock::time_point copied_{};
    std::chrono::steady_clock::time_point next_{};  // playing: when the next step is due
    bool run_changed_ = false;
    std::unique_ptr<BenchThread> benchmark_;
    bool benchmark_changed_ = false;
    bool discarding_ = false;  // the answer was to let unsaved work go
    std::optional<AfterSave> after_save_;
    unsigned saves_ = 0;            // under way
    std::optional<Keeper> keeper_;  // none: nothing is remembered
    bool said_unkept_ = false;
    std::uint64_t judged_ = 0;  // the run that was held against the lesson's step last
    bool keeps_progress_ = true;
    bool progress_refused_ = false;  // it was said that progress is not kept
    std::shared_ptr<std::atomic<bool>> ended_ = std::make_shared<std::atomic<bool>>(false);
    std::unique_ptr<FileWatch> watch_;  // of the open lesson's file
    FileThread files_;                  // last: its jobs are over before anything else goes
};

/// The experiment of the first start: a pipe that fills.
Experiment ready_experiment();
/// The kernel's release without what the distribution adds: "6.18".
std::string kernel_release();

}  // namespace iovlab
