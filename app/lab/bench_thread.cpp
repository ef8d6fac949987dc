#include "app/lab/bench_thread.h"

#include <utility>

namespace iovlab {

namespace {
constexpr std::chrono::milliseconds kAnnounceEvery{250};
}  // namespace

BenchThread::BenchThread(BenchPlan plan, std::function<void()> changed)
    : sweep_(std::move(plan)), changed_(std::move(changed)) {
    sweep_.on_change([this] {
        const auto now = std::chrono::steady_clock::now();
        if (now - announced_ < kAnnounceEvery) return;
        announced_ = now;
        changed_();
    });
    thread_ = std::thread([this] { work(); });
}

BenchThread::~BenchThread() {
    sweep_.cancel();
    thread_.join();
}

std::string BenchThread::refused() const {
    const std::lock_guard lock(mutex_);
    return refused_;
}

void BenchThread::work() {
    std::string refused;
    try {
        sweep_.run();
    } catch (const std::exception& why) {
        refused = why.what();
    }
    {
        const std::lock_guard lock(mutex_);
        refused_ = refused;
    }
    finished_ = true;
    changed_();
}

}  // namespace iovlab
