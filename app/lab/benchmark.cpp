#include "app/lab/benchmark.h"

#include "core/report/words.h"

#include <algorithm>

namespace iovlab {

namespace {

ParsedNumbers counts_of(const BenchmarkSetup& setup) {
    return parse_numbers(setup.counts, kMaxListEntries);
}
ParsedNumbers sizes_of(const BenchmarkSetup& setup) {
    return parse_numbers(setup.sizes, kMaxListBytes);
}

}  // namespace

BenchPlan plan_of(const BenchmarkSetup& setup, bool quick, std::uint64_t count) {
    const BenchPlan limits = quick ? quick_plan() : full_plan();
    BenchPlan plan = limits;
    plan.sink = setup.sink;
    const bool streams = setup.sink == BenchSink::Pipe || setup.sink == BenchSink::UnixStream;
    plan.nonblock = setup.nonblock && streams;
    plan.counts = counts_of(setup).numbers;
    plan.sizes = sizes_of(setup).numbers;
    // The longest lists would take all of the time.
    if (quick) {
        const std::uint64_t most = limits.counts.back();
        std::vector<std::uint64_t> few = plan.counts;
        std::erase_if(few, [&](std::uint64_t one) { return one > most && one != count; });
        if (!few.empty()) plan.counts = few;
    }
    return plan;
}

void check_setup(Benchmark& benchmark) {
    benchmark.counts_problem = counts_of(benchmark.setup).problem;
    benchmark.sizes_problem = sizes_of(benchmark.setup).problem;
    benchmark.plan_problem.clear();
    if (!benchmark.counts_problem.empty() || !benchmark.sizes_problem.empty()) return;
    BenchPlan plan = plan_of(benchmark.setup, false);
    benchmark.plan_problem = settle_plan(plan);
    if (!benchmark.plan_problem.empty()) return;
    const auto& counts = plan.counts;
    if (std::find(counts.begin(), counts.end(), benchmark.count) != counts.end()) return;
    benchmark.count = counts[counts.size() / 2];
}

std::string Benchmark::obstacle() const {
    if (running) return cancelling ? "It is being cancelled." : "It is measuring. Esc stops it.";
    for (const std::string* problem : {&counts_problem, &sizes_problem, &plan_problem}) {
        if (!problem->empty()) return "First put right: " + *problem;
    }
    if (predicting && !pick) return "Predict first: choose one of the four answers.";
    return {};
}

const LineSummary* Benchmark::line(BenchWay way) const {
    const auto index = way_index(result.plan, way);
    return index ? summary.line(*index, count) : nullptr;
}

WinnerJudged judge_winner(const Benchmark& benchmark) {
    WinnerJudged judged;
    if (!benchmark.locked) return judged;
    const auto [guess, count] = *benchmark.locked;
    judged.words = std::string("You said: ") + winner_words(guess) + ".";
    if (benchmark.running) return judged;
    const auto join = way_index(benchmark.result.plan, BenchWay::CopyWrite);
    const LineSummary* line = join ? benchmark.summary.line(*join, count) : nullptr;
    if (!line || line->ratios.size() < benchmark.result.plan.sizes.size()) {
        judged.words += " Not every size was measured, so nobody knows.";
        return judged;
    }
    judged.right = guess == line->winner;
    judged.words += std::string(" Measured, with ") + counted(count, "entry", "entries") + ": " +
                    winner_words(line->winner) + ".";
    return judged;
}

Experiment experiment_of(const BenchPoint& point, BenchWay way, BenchSink sink, bool nonblock) {
    Experiment experiment;
    experiment.title = counted(point.count, "entry", "entries") + " of " +
                       size_words(static_cast<double>(point.size)) + ": " + way_words(way);
    BufferSpec buffer;
    buffer.name = "entry";
    buffer.content = {ContentKind::Fill, "b", 0, point.size};
    experiment.buffers = {buffer};
    EntrySpec entry;
    entry.buffer = "entry";
    entry.times = point.count;
    CallSpec& call = experiment.calls.front();
    call.iov = {entry};
    call.op = way == BenchWay::Writes ? Op::Writes : way == BenchWay::CopyWrite ? Op::CopyWrite : Op::Writev;
    const bool socket = sink == BenchSink::UnixStream, pipe = sink == BenchSink::Pipe;
    experiment.target.kind = pipe ? "pipe" : socket ? "unix-stream" : sink == BenchSink::Null ? "null" : "file";
    if (pipe || socket) experiment.reader.policy = ReaderPolicy::All;
    if (nonblock) experiment.target.flags.names = {"O_NONBLOCK"};
    experiment.loop.kind = way == BenchWay::Copying ? "copying" : nonblock ? "write-all-poll" : "write-all";
    // More than IOV_MAX entries take several calls: the same ones that the worker's copying loop makes.
    if (way == BenchWay::Copying && point.count > kIovMax) {
        experiment.calls.clear();
        for (std::uint64_t left = point.count; left > 0; left -= entry.times) {
            entry.times = std::min<std::uint64_t>(left, kIovMax);
            CallSpec slice;
            slice.iov = {entry};
            experiment.calls.push_back(slice);
        }
    }
    if (way == BenchWay::Writev && point.count > kIovMax) experiment.loop.kind = "chunked";
    experiment.loop.max_calls = std::max<std::uint64_t>(experiment.loop.max_calls, 2 * point.count);
    return experiment;
}

}  // namespace iovlab
