#pragma once

#include "app/lab/run_view.h"

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace iovlab {

/// One core Run on a thread of its own, from its construction to its destruction: both may take long, and the
/// window's thread never waits for either. Made, asked and let go on the window's thread.
class RunThread {
public:
    /// `changed` is called from the run's thread, once until the next refresh(). `first` is done with the run
    /// before it begins.
    RunThread(Experiment experiment, RunOptions options, std::function<void()> changed,
              std::function<void(Run&)> first = {});
    /// Joins: instant when finished(), otherwise stops the run and waits for it.
    ~RunThread();
    RunThread(const RunThread&) = delete;
    RunThread& operator=(const RunThread&) = delete;

    /// Does `what` with the run: at once, or as soon as it is set up.
    void ask(std::function<void(Run&)> what);
    /// Brings `view` up to date: new steps always; the sink and the pipe, which are copied whole, only if `whole`.
    /// The view's pointers hold until retire().
    void refresh(RunView& view, bool whole);
    /// True once execute() has come back, whatever way.
    bool over() const { return over_.load(); }

    /// Stops it and lets its thread end when it can; the run is not touched again. Does not wait.
    void retire();
    /// The thread has nothing left to do; destroying this will not wait.
    bool finished() const { return finished_.load(); }

private:
    void work(const Experiment& experiment, const RunOptions& options);
    void announce();

    std::function<void()> changed_;
    std::atomic<bool> announced_{false};
    std::atomic<bool> over_{false};
    std::atomic<bool> finished_{false};
    mutable std::mutex mutex_;
    std::condition_variable retired_changed_;
    bool retired_ = false;                            // guarded by mutex_
    Run* run_ = nullptr;                              // guarded by mutex_; alive until retired_
    std::vector<std::function<void(Run&)>> waiting_;  // guarded by mutex_
    std::string refused_, fault_;                     // guarded by mutex_
    std::thread thread_;
};

}  // namespace iovlab
