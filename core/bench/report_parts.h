#pragma once

#include "core/bench/words.h"

#include <string>

/// The three forms of bench_report().
namespace iovlab {

std::string bench_text(const BenchResult& result, const BenchSummary& summary);
/// One object on one line; its keys stand in docs/experiments.md.
std::string bench_json(const BenchResult& result, const BenchSummary& summary);
/// A line for each list and way, under a line of names.
std::string bench_csv(const BenchResult& result, const BenchSummary& summary);

}  // namespace iovlab
