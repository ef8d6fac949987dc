#include "app/window/run_queue.h"

#include <utility>

namespace iovlab {

void RunQueue::post(std::function<void()> job) {
    const std::lock_guard lock(mutex_);
    jobs_.push_back(std::move(job));
}

bool RunQueue::run_all() {
    std::vector<std::function<void()>> jobs;
    {
        const std::lock_guard lock(mutex_);
        jobs.swap(jobs_);
    }
    for (const std::function<void()>& job : jobs)
        if (job) job();
    return !jobs.empty();
}

}  // namespace iovlab
