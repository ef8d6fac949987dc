#pragma once

#include "app/lab/document.h"
#include "app/lab/recovery.h"
#include "app/lab/store.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace iovlab {

struct LabState;

/// Sees to it that settings, history and unsaved work are written down a moment after they changed. Lives on the
/// window's thread; what touches the disk it hands out as jobs.
class Keeper {
public:
    using Clock = std::chrono::steady_clock;
    /// Returns what went wrong, or nothing.
    using Job = std::function<std::string()>;

    Keeper(Places places, const Remembered& remembered);

    /// What is due now; each job belongs on the thread for files. Call once a frame.
    std::vector<Job> due(const LabState& state, Clock::time_point now);
    /// When due() has something again though nothing else happens.
    std::optional<Clock::time_point> next() const { return next_; }
    /// Writes the unsaved work at once (due() says the rest), and then forgets `in_place_of`.
    Job keep_now(const LabState& state, LeftBehind in_place_of);
    /// The window goes: writes on this thread what is not written yet. Nothing else may be using the files any
    /// more. `done`: no unsaved work is to outlive it.
    void finish(const LabState& state, bool done);
    const Places& places() const { return places_; }

private:
    Job work_job(const LabState& state);

    Places places_;
    Settings settings_;  // as last written, or on its way
    History history_;
    std::shared_ptr<Recovery> recovery_;
    DocumentState written_;                     // of the document whose recovery file is as it should be
    bool work_kept_ = false;                    // there is a recovery file
    std::optional<Clock::time_point> changed_;  // when due() first saw a change that is not written yet
    std::optional<Clock::time_point> next_;
};

}  // namespace iovlab
