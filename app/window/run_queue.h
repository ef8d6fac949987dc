#pragma once

#include <functional>
#include <mutex>
#include <vector>

namespace iovlab {

/// Jobs that other threads hand to the window's.
class RunQueue {
public:
    /// From any thread. An empty job only counts as news.
    void post(std::function<void()> job);
    /// Runs what was posted, in order, outside of the lock. False when there was nothing.
    bool run_all();

private:
    std::mutex mutex_;
    std::vector<std::function<void()>> jobs_;
};

}  // namespace iovlab
