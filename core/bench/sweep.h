#pragma once

#include "core/bench/schedule.h"
#include "core/bench/sinks.h"
#include "core/kernel/cage.h"

#include <atomic>
#include <functional>
#include <mutex>

namespace iovlab {

/// What was measured at one point: raw, repetition by repetition.
struct BenchCell {
    BenchPoint point;
    std::uint64_t batch = 0;              ///< lists that made one time
    std::vector<std::vector<double>> ns;  ///< [way][repetition], for one list
    std::vector<std::uint64_t> calls;     ///< [way], of all repetitions
    std::vector<std::uint64_t> shorts;    ///< [way], of these: short counts and EAGAIN

    unsigned repetitions() const { return ns.empty() ? 0 : static_cast<unsigned>(ns.front().size()); }
};

struct BenchResult {
    enum class Status {
        Running,
        Done,
        TimeOver,   ///< the time was over before every point had its first repetition
        Cancelled,  ///< what was measured until then holds
        Failed,     ///< the worker died, or the sink did not get every byte: `why`
    };
    Status status = Status::Running;
    std::string why;
    BenchPlan plan;
    BenchMachine machine;
    std::string sink_detail;
    Cage cage;  ///< of the process that makes the calls
    std::vector<BenchCell> cells;
    double elapsed_s = 0;
    std::uint64_t bytes = 0;         ///< that write and writev said they took, warm-up included
    std::uint64_t arrived = 0;       ///< that the reader counted, where there is one
    std::uint64_t writev_calls = 0;  ///< made in all, warm-up included
    std::uint64_t write_calls = 0;

    const BenchCell* cell(std::uint64_t count, std::uint64_t size) const;
    unsigned least_repetitions() const;
    unsigned most_repetitions() const;
    /// 0 to 1: of the time or of the work, whichever is nearer to its end.
    double progress() const;
};

const char* to_string(BenchResult::Status status);  ///< "done", "time over", ...

/// Measures a plan. run() on one thread; the rest from any.
class BenchSweep {
public:
    /// `plan` must be one that settle_plan() has nothing against; else std::invalid_argument.
    explicit BenchSweep(BenchPlan plan);
    ~BenchSweep();
    BenchSweep(const BenchSweep&) = delete;
    BenchSweep& operator=(const BenchSweep&) = delete;

    /// Called on run()'s thread after each repetition of a point and at the end. Set it before run().
    void on_change(std::function<void()> changed) { changed_ = std::move(changed); }
    /// For tests: called with the worker's process id before its first list.
    void on_worker(std::function<void(pid_t)> started) { started_ = std::move(started); }
    /// Throws CannotMeasure, or std::runtime_error for a fault of the machinery. Everything else is a result.
    void run();
    /// Ends run() soon, whatever the worker is doing: it is killed.
    void cancel();
    BenchResult result() const;

private:
    void measure(std::size_t index, BenchTarget& target, BenchWorker& worker);
    std::vector<BenchTiming> ask(const BenchQuestion& question, BenchTarget& target, BenchWorker& worker);
    std::uint64_t warm_up(const BenchPoint& point, BenchTarget& target, BenchWorker& worker);
    bool await_arrival(const BenchTarget& target) const;
    void end(BenchResult::Status status, const std::string& why = {});
    double seconds() const;

    std::function<void()> changed_;
    std::function<void(pid_t)> started_;
    int cancel_fd_ = -1;  // eventfd
    std::atomic<bool> cancelled_{false};
    std::int64_t began_ns_ = 0;
    std::int64_t deadline_ns_ = 0;
    mutable std::mutex mutex_;
    BenchResult result_;  // guarded by mutex_; only run() changes it
};

}  // namespace iovlab
