// How the lab measures: one sweep at a time, on a thread of its own; a cancelled one ends there too.
#include "app/lab/lab.h"

#include <algorithm>
#include <utility>

namespace iovlab {

bool Lab::apply_benchmark(const Intent& intent) {
    Benchmark& benchmark = state_.benchmark;
    if (const auto* set = std::get_if<SetBenchmark>(&intent)) {
        benchmark.setup = set->setup;
        check_setup(benchmark);
    } else if (const auto* line = std::get_if<ChooseLine>(&intent)) {
        benchmark.count = line->count;
        benchmark.pick.reset();  // it was said of other lists
    } else if (const auto* map = std::get_if<ChooseMap>(&intent)) {
        benchmark.against = map->way;
    } else if (const auto* predicting = std::get_if<SetBenchPredicting>(&intent)) {
        benchmark.predicting = predicting->on;
        benchmark.pick.reset();
    } else if (const auto* pick = std::get_if<PickWinner>(&intent)) {
        if (!benchmark.running) benchmark.pick = pick->winner;
    } else if (const auto* measure = std::get_if<Measure>(&intent)) {
        start_benchmark(measure->quick);
    } else if (std::holds_alternative<CancelMeasure>(intent)) {
        benchmark.cancelling = benchmark.running;
        if (benchmark_) benchmark_->cancel();
    } else if (const auto* open = std::get_if<OpenBenchPoint>(&intent)) {
        if (!may_lose(intent)) return true;
        leave_lesson();
        const BenchPlan& plan = benchmark.result.plan;
        replace_document(Document(experiment_of(open->point, open->way, plan.sink, plan.nonblock), ""));
        state_.first_start = false;
    } else {
        return false;
    }
    return true;
}

void Lab::start_benchmark(bool quick) {
    Benchmark& benchmark = state_.benchmark;
    if (!benchmark.obstacle().empty()) return;
    state_.look.screen = Screen::Benchmark;  // nothing is measured out of sight
    benchmark.refused.clear();
    benchmark.result = BenchResult();
    benchmark.result.plan = plan_of(benchmark.setup, quick, benchmark.count);
    settle_plan(benchmark.result.plan);
    const std::vector<std::uint64_t>& counts = benchmark.result.plan.counts;
    if (std::find(counts.begin(), counts.end(), benchmark.count) == counts.end()) benchmark.count = counts.back();
    benchmark.summary = BenchSummary();
    benchmark.running = true;
    benchmark.cancelling = false;
    benchmark.locked.reset();
    if (benchmark.pick) benchmark.locked = Benchmark::Locked{*benchmark.pick, benchmark.count};
    benchmark.pick.reset();
    benchmark_ = std::make_unique<BenchThread>(benchmark.result.plan, [post = hooks_.post, alive = alive_, this] {
        post([alive, this] {
            if (*alive) benchmark_changed_ = true;
        });
    });
}

void Lab::refresh_benchmark() {
    if (!benchmark_ || !benchmark_changed_) return;
    benchmark_changed_ = false;
    Benchmark& benchmark = state_.benchmark;
    const bool finished = benchmark_->finished();
    benchmark.result = benchmark_->result();
    benchmark.summary = summarise(benchmark.result);
    if (!finished) return;
    benchmark.refused = benchmark_->refused();
    benchmark.running = benchmark.cancelling = false;
    if (!benchmark.refused.empty()) benchmark.locked.reset();
    benchmark_.reset();  // its thread is over, or about to be: nothing to wait for
}

}  // namespace iovlab
