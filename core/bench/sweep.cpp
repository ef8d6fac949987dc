#include "core/bench/sweep.h"

#include "core/bench/statistics.h"

#include <algorithm>
#include <cerrno>
#include <ctime>
#include <fmt/format.h>
#include <stdexcept>
#include <sys/eventfd.h>
#include <unistd.h>
#include <utility>

namespace iovlab {

namespace {

constexpr double kSampleNs = 60'000;  // shorter times would be about the clock
constexpr double kMaxBatch = 256;
constexpr unsigned kMostInTurn = 3;
constexpr double kCheapTurn = 0.003;  // seconds

std::int64_t now_ns() {
    timespec now{};
    ::clock_gettime(CLOCK_MONOTONIC, &now);
    return static_cast<std::int64_t>(now.tv_sec) * 1'000'000'000 + now.tv_nsec;
}

std::uint64_t memory_of(const BenchPlan& plan) {
    std::uint64_t memory = 0;
    for (const BenchPoint& point : points_of(plan))
        memory = std::max(memory, BenchWorker::memory_for(point.count, point.size));
    return memory;
}

/// So many lists that the fastest way takes long enough to be timed.
std::uint64_t batch_for(const std::vector<BenchTiming>& timings) {
    double fastest = kSampleNs;
    for (const BenchTiming& timing : timings) fastest = std::min(fastest, timing.ns);
    return static_cast<std::uint64_t>(std::clamp(kSampleNs / std::max(fastest, 1.0), 1.0, kMaxBatch));
}

/// Ends a measurement in which somebody asked us to stop, or the time is over.
struct Interrupted {};

}  // namespace

const BenchCell* BenchResult::cell(std::uint64_t count, std::uint64_t size) const {
    const auto found = std::find_if(cells.begin(), cells.end(), [&](const BenchCell& one) {
        return one.point == BenchPoint{count, size};
    });
    return found == cells.end() ? nullptr : &*found;
}

unsigned BenchResult::least_repetitions() const {
    unsigned least = cells.empty() ? 0 : cells.front().repetitions();
    for (const BenchCell& cell : cells) least = std::min(least, cell.repetitions());
    return least;
}

unsigned BenchResult::most_repetitions() const {
    unsigned most = 0;
    for (const BenchCell& cell : cells) most = std::max(most, cell.repetitions());
    return most;
}

double BenchResult::progress() const {
    if (status != Status::Running) return 1;
    double made = 0;
    for (const BenchCell& cell : cells) made += cell.repetitions();
    const double wanted = static_cast<double>(cells.size()) * plan.most;
    return std::min(1.0, std::max(wanted > 0 ? made / wanted : 0.0, elapsed_s / plan.seconds));
}

const char* to_string(BenchResult::Status status) {
    switch (status) {
        case BenchResult::Status::Running:
            return "running";
        case BenchResult::Status::Done:
            return "done";
        case BenchResult::Status::TimeOver:
            return "time over";
        case BenchResult::Status::Cancelled:
            return "cancelled";
        case BenchResult::Status::Failed:
            return "failed";
    }
    return "";
}

BenchSweep::BenchSweep(BenchPlan plan) {
    const std::string problem = settle_plan(plan);
    if (!problem.empty()) throw std::invalid_argument(problem);
    result_.plan = std::move(plan);
    for (const BenchPoint& point : points_of(result_.plan)) {
        BenchCell cell;
        cell.point = point;
        cell.ns.resize(result_.plan.ways.size());
        cell.calls.resize(result_.plan.ways.size());
        cell.shorts.resize(result_.plan.ways.size());
        result_.cells.push_back(std::move(cell));
    }
    cancel_fd_ = ::eventfd(0, EFD_CLOEXEC);
    if (cancel_fd_ < 0) throw std::runtime_error("no eventfd to be had");
}

BenchSweep::~BenchSweep() {
    ::close(cancel_fd_);
}

void BenchSweep::cancel() {
    cancelled_ = true;
    const std::uint64_t one = 1;
    (void)!::write(cancel_fd_, &one, sizeof one);
}

BenchResult BenchSweep::result() const {
    const std::lock_guard lock(mutex_);
    return result_;
}

double BenchSweep::seconds() const {
    return static_cast<double>(now_ns() - began_ns_) / 1e9;
}

void BenchSweep::run() {
    began_ns_ = now_ns();
    const BenchPlan& plan = result_.plan;
    // A call that never ends must not keep us: what is behind this was no slow machine.
    deadline_ns_ = began_ns_ + static_cast<std::int64_t>((plan.seconds + (plan.quick ? 0.5 : 3)) * 1e9);
    BenchTarget target(plan);
    const BenchMachine machine = this_machine();
    BenchWorker worker(target.fd(), target.into(), memory_of(plan));
    target.hand_over();
    {
        const std::lock_guard lock(mutex_);
        result_.machine = machine;
        result_.sink_detail = target.detail();
        result_.cage = worker.cage();
    }
    if (started_) started_(worker.pid());
    BenchSchedule schedule(plan);
    try {
        while (!cancelled_) {
            const double before = seconds();
            const std::optional<std::size_t> next = schedule.next(before);
            if (!next) break;
            // A cheap list is measured a few times while it has its turn: it costs little, and few say nothing.
            unsigned repetitions = 0;
            do {
                measure(*next, target, worker);
                ++repetitions;
            } while (repetitions < kMostInTurn && seconds() - before < kCheapTurn && !cancelled_ &&
                     result_.cells[*next].repetitions() < plan.most);
            schedule.took(*next, seconds() - before, repetitions);
            if (changed_) changed_();
        }
        end(cancelled_ ? BenchResult::Status::Cancelled : BenchResult::Status::Done);
    } catch (const Interrupted&) {
        end(cancelled_ ? BenchResult::Status::Cancelled : BenchResult::Status::TimeOver);
    } catch (const BenchFault& fault) {
        end(BenchResult::Status::Failed, fault.what());
    }
}

void BenchSweep::end(BenchResult::Status status, const std::string& why) {
    {
        const std::lock_guard lock(mutex_);
        const bool all = result_.least_repetitions() > 0;
        result_.status = status == BenchResult::Status::Done && !all ? BenchResult::Status::TimeOver : status;
        if (status == BenchResult::Status::TimeOver && all) result_.status = BenchResult::Status::Done;
        result_.why = why;
        result_.elapsed_s = seconds();
    }
    if (changed_) changed_();
}

void BenchSweep::measure(std::size_t index, BenchTarget& target, BenchWorker& worker) {
    BenchCell cell = result_.cells[index];  // read without the lock: nobody else changes it
    const std::vector<BenchWay>& ways = result_.plan.ways;
    if (cell.batch == 0) cell.batch = warm_up(cell.point, target, worker);
    BenchQuestion question{cell.point.count, cell.point.size, cell.batch, false, {}};
    const std::vector<std::size_t> order = order_of(cell.repetitions(), ways.size());
    for (const std::size_t way : order) question.ways.push_back(ways[way]);
    const std::vector<BenchTiming> timings = ask(question, target, worker);
    for (std::size_t i = 0; i < order.size(); ++i) {
        cell.ns[order[i]].push_back(timings[i].ns);
        cell.calls[order[i]] += timings[i].calls;
        cell.shorts[order[i]] += timings[i].shorts;
    }
    const std::lock_guard lock(mutex_);
    result_.cells[index] = std::move(cell);
    result_.elapsed_s = seconds();
}

/// Once as it comes, which brings the memory in and shows that every way delivers the list; once more, when a list
/// is quickly sent, with caches as they will be. None of this counts.
std::uint64_t BenchSweep::warm_up(const BenchPoint& point, BenchTarget& target, BenchWorker& worker) {
    BenchQuestion question{point.count, point.size, 1, true, result_.plan.ways};
    question.batch = batch_for(ask(question, target, worker));
    if (question.batch == 1) return 1;
    question.check_content = false;
    return batch_for(ask(question, target, worker));
}

std::vector<BenchTiming> BenchSweep::ask(const BenchQuestion& question, BenchTarget& target, BenchWorker& worker) {
    std::vector<BenchTiming> timings = worker.measure(question, cancel_fd_, deadline_ns_);
    if (timings.empty()) throw Interrupted();
    {
        const std::lock_guard lock(mutex_);
        for (std::size_t i = 0; i < timings.size(); ++i) {
            const bool vectored = question.ways[i] == BenchWay::Writev || question.ways[i] == BenchWay::Copying;
            (vectored ? result_.writev_calls : result_.write_calls) += timings[i].calls;
            result_.bytes += timings[i].bytes;
        }
    }
    if (target.has_reader() && !await_arrival(target)) {
        throw BenchFault(fmt::format("the reader got {} of the {} bytes that the calls said were sent",
                                     target.arrived(), result_.bytes));
    }
    const std::lock_guard lock(mutex_);
    result_.arrived = target.arrived();
    return timings;
}

/// What the kernel took is in the pipe; the reader needs its moment.
bool BenchSweep::await_arrival(const BenchTarget& target) const {
    const std::uint64_t expected = result_.bytes;  // only this thread changes it
    const std::int64_t end = now_ns() + 2'000'000'000;
    while (target.arrived() < expected && now_ns() < end) {
        const timespec nap{0, 20'000};
        ::nanosleep(&nap, nullptr);
    }
    return target.arrived() == expected;
}

}  // namespace iovlab
