#pragma once

#include "core/bench/sweep.h"

#include <atomic>
#include <chrono>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

namespace iovlab {

/// A measurement on a thread of its own. Made, asked and let go on the window's thread, which never waits for it.
class BenchThread {
public:
    /// `changed` is called from the measuring thread, four times a second at most: a window that draws takes a
    /// processor from what is measured.
    BenchThread(BenchPlan plan, std::function<void()> changed);
    /// Joins: instant when finished(), otherwise cancels and waits for it.
    ~BenchThread();
    BenchThread(const BenchThread&) = delete;
    BenchThread& operator=(const BenchThread&) = delete;

    void cancel() { sweep_.cancel(); }
    BenchResult result() const { return sweep_.result(); }
    /// Nothing more will come; what went wrong is in refused().
    bool finished() const { return finished_.load(); }
    std::string refused() const;

private:
    void work();

    BenchSweep sweep_;
    std::function<void()> changed_;
    std::chrono::steady_clock::time_point announced_{};  // the measuring thread's own
    mutable std::mutex mutex_;
    std::string refused_;  // guarded by mutex_
    std::atomic<bool> finished_{false};
    std::thread thread_;
};

}  // namespace iovlab
