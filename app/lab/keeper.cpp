#include "app/lab/keeper.h"

#include "app/lab/state.h"

#include <algorithm>
#include <utility>

namespace iovlab {

namespace {
// Long enough that a zoom or a typed word is one write, short enough that a crash costs little.
constexpr std::chrono::milliseconds kMoment{700};
}  // namespace

Settings settings_of(const LabState& state) {
    Settings settings = state.shell.settings;
    settings.zoom = state.look.zoom;
    settings.reduce_motion = state.look.reduce_motion;
    settings.predicting = state.prediction.on;
    settings.language = state.look.language;
    return settings;
}

Keeper::Keeper(Places places, const Remembered& remembered)
    : places_(std::move(places)),
      settings_(remembered.settings),
      history_(remembered.history),
      recovery_(std::make_shared<Recovery>(places_.recovery_folder())) {}

std::vector<Keeper::Job> Keeper::due(const LabState& state, Clock::time_point now) {
    const Settings settings = settings_of(state);
    const bool work_changed = written_ != state.own().state() || work_kept_ != state.own().dirty();
    next_.reset();
    if (settings == settings_ && state.shell.history == history_ && !work_changed) {
        changed_.reset();
        return {};
    }
    if (!changed_) changed_ = now;
    if (now < *changed_ + kMoment) {
        next_ = *changed_ + kMoment;
        return {};
    }
    changed_.reset();
    std::vector<Job> jobs;
    if (!(settings == settings_)) {
        settings_ = settings;
        jobs.emplace_back([places = places_, settings] { return keep_settings(places, settings); });
    }
    if (!(state.shell.history == history_)) {
        history_ = state.shell.history;
        jobs.emplace_back([places = places_, history = history_] { return keep_history(places, history); });
    }
    if (work_changed) jobs.push_back(work_job(state));
    return jobs;
}

Keeper::Job Keeper::work_job(const LabState& state) {
    written_ = state.own().state();
    const bool had = std::exchange(work_kept_, state.own().dirty());
    if (work_kept_) {
        return [recovery = recovery_, experiment = state.own().experiment(), path = state.own().path()] {
            return recovery->keep(experiment, path);
        };
    }
    return [recovery = recovery_, had]() -> std::string {
        if (had) recovery->drop();
        return {};
    };
}

Keeper::Job Keeper::keep_now(const LabState& state, LeftBehind in_place_of) {
    return [job = work_job(state), work = std::move(in_place_of)] {
        std::string problem = job();
        if (problem.empty()) forget(work);
        return problem;
    };
}

void Keeper::finish(const LabState& state, bool done) {
    const Settings settings = settings_of(state);
    if (!(settings == settings_)) (void)keep_settings(places_, settings);
    if (!(state.shell.history == history_)) (void)keep_history(places_, state.shell.history);
    if (done || !state.own().dirty()) {
        recovery_->drop();
    } else if (written_ != state.own().state() || !work_kept_) {
        (void)recovery_->keep(state.own().experiment(), state.own().path());
    }
}

}  // namespace iovlab
