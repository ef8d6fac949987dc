// How the lab runs the document: one run at a time; earlier ones are let go and end on their own threads.
#include "app/lab/lab.h"
#include "app/lab/prediction.h"
#include "core/experiment/fault_script.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace iovlab {

namespace {
// The sink is copied whole (up to 16 MiB), so not for each of thousands of calls a second.
constexpr std::chrono::milliseconds kCopyEvery{50};

/// What the very first run is for: by its end a newcomer would see only that all went well.
std::optional<std::size_t> first_short_call(const RunView& run) {
    for (const std::size_t step : run.calls) {
        const auto& call = std::get<CallStep>(run.steps[step].what);
        if (call.taken > 0 && call.taken < call.asked) return step;
    }
    return std::nullopt;
}
}  // namespace

bool Lab::apply_run(const Intent& intent) {
    const bool goes = std::holds_alternative<StartRun>(intent) || std::holds_alternative<StepRun>(intent);
    if (goes && state_.run.exists) state_.first_start = false;  // the newcomer knows how by now
    if (std::holds_alternative<StartRun>(intent)) {
        state_.run.paused() ? go_on(UINT64_MAX) : start(false);
    } else if (std::holds_alternative<StepRun>(intent)) {
        state_.run.paused() ? go_on(1) : start(true);
    } else if (std::holds_alternative<PauseRun>(intent)) {
        ask_run([](Run& run) { run.pause(); });
    } else if (std::holds_alternative<StopRun>(intent)) {
        state_.run.stopping = state_.run.busy();
        ask_run([](Run& run) { run.stop(); });
    } else if (const auto* read = std::get_if<ReadSome>(&intent)) {
        ask_run([bytes = read->bytes](Run& run) { run.read(bytes); });
    } else if (std::holds_alternative<CloseReader>(intent)) {
        ask_run([](Run& run) { run.close_reader(); });
    } else if (const auto* send = std::get_if<SendSignal>(&intent)) {
        ask_run([number = send->number](Run& run) { run.signal(number); });
    } else {
        return false;
    }
    return true;
}

/// A fault script edited while a run is under way holds from its next call on: that is how calls are cut in
/// between.
void Lab::follow_faults() {
    RunView& run = state_.run;
    const FaultSpec& faults = state_.experiment().faults;
    if (!run.busy() || run.experiment.faults == faults || !parse_fault_script(faults.script).problem.empty())
        return;
    ask_run([faults](Run& under_way) { under_way.set_faults(faults); });
    run.experiment.faults = faults;
}

void Lab::go_on(std::uint64_t steps) {
    show_bench();
    lock_guess(state_, state_.run.calls.size() + 1);
    state_.look.playing = false;
    look_at(std::nullopt);
    ask_run([steps](Run& run) { run.go_on(steps); });
}

void Lab::start(bool stepping) {
    if (state_.run.busy() || !state_.run_obstacle().empty()) return;
    leave_sink(state_);
    forget_run();
    state_.shell.history.ran = true;
    show_bench();
    if (state_.course.asks<BuildTask>() != nullptr) state_.course.work.grade.reset();  // of the run before
    state_.run.id = next_serial();
    state_.run.exists = true;
    state_.run.state = Run::State::Starting;
    state_.run.experiment = state_.experiment();
    state_.run.current = state_.run.same_lists = true;
    state_.look.playing = false;
    lock_guess(state_, 1);
    state_.run_derived = state_.derived;
    copied_ = {};
    RunOptions options;
    options.step = stepping;
    options.wait_for_people = true;
    const auto changed = [post = hooks_.post, alive = alive_, this] {
        post([alive, this] {
            if (*alive) run_changed_ = true;
        });
    };
    // Said before it begins, or it would be seen paused before its first call on a busy machine.
    const auto one_step = [](Run& run) { run.go_on(1); };
    run_ = stepping ? std::make_unique<RunThread>(state_.experiment(), options, changed, one_step)
                    : std::make_unique<RunThread>(state_.experiment(), options, changed);
    run_changed_ = true;
}

void Lab::ask_run(std::function<void(Run&)> what) {
    if (run_ && state_.run.busy()) run_->ask(std::move(what));
}

void Lab::refresh() {
    reap();
    refresh_benchmark();
    play_on();
    keep();
    take_in_news();
    if (slide_on(state_, hooks_.now())) hooks_.frame_in(0);
}

void Lab::take_in_news() {
    if (!run_ || !run_changed_) return;
    const auto now = std::chrono::steady_clock::now();
    const bool whole = state_.run.state != Run::State::Running || now - copied_ >= kCopyEvery;
    if (whole) copied_ = now;
    run_changed_ = !whole;  // what was left out comes with a later frame
    run_->refresh(state_.run, whole);
    if (state_.run.state != Run::State::Running && !whole) run_changed_ = true;
    if (run_changed_) hooks_.frame_in(std::chrono::duration<double>(kCopyEvery).count());
    // What a loop believes is dear to work out, so not for each of thousands of calls a second.
    whole || state_.run.state != Run::State::Running ? settle() : state_.run.settle();
    slide_news(state_, hooks_.now());
    if (state_.run.state == Run::State::Over) state_.run.stopping = false;
    if (state_.run.state != Run::State::Over || !whole) return;
    follow_course();
    const auto step = first_short_call(state_.run);
    if (!step || !state_.first_start || state_.run.selected) return;
    look_at(*step);
    slide_step(state_, *step, hooks_.now());
}

/// A run is never made out of sight.
void Lab::show_bench() {
    if (!state_.course.lesson || state_.look.screen != Screen::Lessons) state_.look.screen = Screen::Bench;
}

/// Everything that follows from the run on show goes with it; what is left out here would be shown of another one.
void Lab::forget_run() {
    drop_run();
    state_.run = RunView();
    state_.run_derived = Derived();
    state_.belief = {};
    state_.thinking = {};
    state_.filled = {};
    state_.motion = {};
}

void Lab::drop_run() {
    if (!run_) return;
    state_.run.buffers = nullptr;
    state_.run.arena = nullptr;
    run_->retire();
    retired_.push_back(std::move(run_));
}

void Lab::reap() {
    std::erase_if(retired_, [](const std::unique_ptr<RunThread>& run) { return run->finished(); });
}

}  // namespace iovlab
