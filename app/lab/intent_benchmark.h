#pragma once

#include "core/bench/summary.h"

#include <cstdint>
#include <optional>
#include <string>

/// What the benchmark's panels ask for.
namespace iovlab {

/// What is to be measured, as it is typed and chosen.
struct BenchmarkSetup {
    BenchSink sink = BenchSink::Tmpfs;
    bool nonblock = false;
    std::string counts = "1,8,64,256,1024";
    std::string sizes = "16,64,256,1K,4K,16K,64K";

    bool operator==(const BenchmarkSetup&) const = default;
};

struct SetBenchmark {
    BenchmarkSetup setup;
};
struct ChooseLine {
    std::uint64_t count = 0;
};  ///< whose lists the chart is about
struct ChooseMap {
    BenchWay way = BenchWay::CopyWrite;
};  ///< what the map compares with writev
/// The learner says who wins before it is measured.
struct SetBenchPredicting {
    bool on = false;
};
struct PickWinner {
    Winner winner = Winner::Same;
};
struct Measure {
    bool quick = false;
};
struct CancelMeasure {};
/// A point becomes an experiment on the bench.
struct OpenBenchPoint {
    BenchPoint point;
    BenchWay way = BenchWay::Writev;
};

}  // namespace iovlab
