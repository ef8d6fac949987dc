#pragma once

#include "app/lab/intent_benchmark.h"
#include "core/bench/words.h"
#include "core/experiment/experiment.h"

#include <optional>
#include <string>

namespace iovlab {

/// The benchmark as the window knows it. Nothing of this is in the experiment.
struct Benchmark {
    BenchmarkSetup setup;
    std::uint64_t count = 64;                                 ///< of the chart
    BenchWay against = BenchWay::CopyWrite;                   ///< of the map
    std::string counts_problem, sizes_problem, plan_problem;  ///< why this cannot be measured

    bool predicting = false;
    std::optional<Winner> pick;  ///< for the next measurement; taken back when it begins
    struct Locked {
        Winner guess = Winner::Same;
        std::uint64_t count = 0;
    };
    std::optional<Locked> locked;  ///< what was said before the measurement on show

    bool running = false;
    bool cancelling = false;
    std::string refused;  ///< this machine has not got the sink, or the machinery failed
    BenchResult result;   ///< of the last measurement, as far as it is
    BenchSummary summary;

    bool any() const { return result.most_repetitions() > 0; }
    /// Why Measure cannot be pressed; empty when it can.
    std::string obstacle() const;
    /// The line of joining against writev for the chart's count; null when it was not measured.
    const LineSummary* line(BenchWay way) const;
};

/// The plan that is set up; quick: less time, and long lists only if they have `count` entries, which the chart is
/// about. Counts and sizes that are no numbers are left out.
BenchPlan plan_of(const BenchmarkSetup& setup, bool quick, std::uint64_t count = 0);
/// After the setup was changed: what is wrong with it.
void check_setup(Benchmark& benchmark);

/// The answers that a guess can be, in the order in which they are asked.
inline constexpr Winner kWinnerAnswers[] = {Winner::Writev, Winner::Depends, Winner::Join, Winner::Same};

/// Beside the truth: nothing while it is not known.
struct WinnerJudged {
    std::optional<bool> right;
    std::string words;
};
WinnerJudged judge_winner(const Benchmark& benchmark);

/// An experiment that sends such a list in that way into that sink.
Experiment experiment_of(const BenchPoint& point, BenchWay way, BenchSink sink, bool nonblock);

}  // namespace iovlab
