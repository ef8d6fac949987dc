#pragma once

#include "core/bench/summary.h"

#include <string>
#include <vector>

/// A sweep in words: what terminal and window say alike.
namespace iovlab {

std::string ratio_text(double ratio);          ///< "0.43", "16.7", "287"
std::string spread_text(const Spread& ratio);  ///< "0.41–0.45": the quartiles
std::string time_text(double ns);              ///< "83 ns", "1.2 µs", "41 µs"
/// "Linux 6.18.5, AMD EPYC 7B13, 2 processors, load 1.2".
std::string machine_words(const BenchMachine& machine);
/// "9 to 15 repetitions of 28 lists in 2.1 s": how many there could be in the time.
std::string effort_words(const BenchResult& result);
/// What the sink forbids to conclude, or else: /dev/null looks at no byte. Empty for the others.
std::string sink_warning(BenchSink sink);

/// "joining wins below about 1.1 KiB an entry, writev above it (quartiles: 0.9 KiB to 1.4 KiB)".
std::string crossover_words(const LineSummary& line, const BenchPlan& plan);
/// "above 1.1 KiB an entry, writev wins over joining": for the mark on a chart; empty when there is none.
std::string crossover_mark(const LineSummary& line);
/// Why the lines run as they do: what a call, an entry and a byte cost. A sentence each.
std::vector<std::string> why_words(const BenchResult& result, const BenchSummary& summary);
/// Said where there were too few repetitions to call anybody a winner; else empty.
std::string few_words(const BenchResult& result);
/// How far writev differs from itself here: differences that small mean nothing.
std::string control_words(const BenchSummary& summary);
/// "Every byte went out: 12,034 writev and 40,120 write calls sent 3,405,120 bytes, and the reader counted the
/// same."
std::string proof_words(const BenchResult& result);
/// How it ended, when not by itself: a sentence; empty for done.
std::string end_words(const BenchResult& result);

enum class BenchFormat { Text, Json, Csv };
/// The whole report; ends with a newline. Ratios first, absolute times second.
std::string bench_report(const BenchResult& result, BenchFormat format);

}  // namespace iovlab
