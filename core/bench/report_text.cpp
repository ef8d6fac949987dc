#include "core/bench/report_parts.h"
#include "core/report/words.h"

#include <algorithm>
#include <fmt/format.h>

namespace iovlab {
namespace {

constexpr std::size_t kFirstColumn = 8;
constexpr std::size_t kColumn = 10;

std::string head(const BenchPlan& plan) {
    std::string line = padded("entries", kFirstColumn);
    for (const std::uint64_t size : plan.sizes)
        line += right_aligned(size_words(static_cast<double>(size)), kColumn);
    return line + "\n";
}

/// A row for each count; `cell` gives what stands in it, `below` what stands under that.
template <typename Cell>
std::string grid(const BenchPlan& plan, const BenchSummary& summary, std::size_t lines, const Cell& cell) {
    std::string text = head(plan);
    for (const std::uint64_t count : plan.counts) {
        for (std::size_t line = 0; line < lines; ++line) {
            std::string row = right_aligned(line == 0 ? grouped(count) : "", kFirstColumn - 1) + " ";
            for (const std::uint64_t size : plan.sizes) {
                const CellSummary* one = summary.cell(count, size);
                const bool there = one && one->repetitions > 0;
                row += right_aligned(there ? cell(*one, line) : line == 0 ? "-" : "", kColumn);
            }
            row.erase(row.find_last_not_of(' ') + 1);
            text += row + "\n";
        }
    }
    return text;
}

std::string ratios(const BenchResult& result, const BenchSummary& summary, std::size_t way) {
    return grid(result.plan, summary, 2, [way](const CellSummary& cell, std::size_t line) {
        const WaySummary& one = cell.ways[way];
        if (line == 1) return spread_text(one.ratio);
        return (one.faster == Faster::Neither ? "~" : "") + ratio_text(one.ratio.median);
    });
}

std::string crossovers(const BenchResult& result, const BenchSummary& summary) {
    const auto join = way_index(result.plan, BenchWay::CopyWrite);
    if (!join || *join == 0 || result.plan.sink == BenchSink::Null) return {};
    std::string text = "\nWhere it turns: joining against writev\n";
    for (const std::uint64_t count : result.plan.counts) {
        const LineSummary* line = summary.line(*join, count);
        if (!line) continue;
        const std::string label = counted(count, "entry", "entries") + ": ";
        text += wrapped(label + crossover_words(*line, result.plan), 2);
    }
    return text;
}

std::string why(const BenchResult& result, const BenchSummary& summary) {
    std::string all;
    for (const std::string& sentence : why_words(result, summary)) all += (all.empty() ? "" : " ") + sentence;
    return "\nWhy\n" + wrapped(all, 2);
}

std::string times(const BenchResult& result, const BenchSummary& summary) {
    std::string text = "\nTimes for one list, medians\n";
    for (std::size_t way = 0; way < result.plan.ways.size(); ++way) {
        if (is_control(result.plan, way)) continue;
        text += fmt::format("\n{}\n", way_words(result.plan.ways[way]));
        text += grid(result.plan, summary, 1,
                     [way](const CellSummary& cell, std::size_t) { return time_text(cell.ways[way].ns.median); });
    }
    return text;
}

}  // namespace

std::string bench_text(const BenchResult& result, const BenchSummary& summary) {
    std::string text = fmt::format("writev against the other ways, into {}\n", sink_words(result.plan.sink));
    text += wrapped(machine_words(result.machine), 0);
    if (!result.sink_detail.empty()) text += wrapped("The sink: " + result.sink_detail + ".", 0);
    text += wrapped(effort_words(result) +
                        ", after a warm-up, the order of the ways rotated; medians, and below "
                        "them the quartiles.",
                    0);
    for (const std::string& said : {end_words(result), few_words(result), sink_warning(result.plan.sink)}) {
        if (!said.empty()) text += "\n" + wrapped(said, 0);
    }
    if (result.most_repetitions() == 0) return text;
    text += "\n" + wrapped(
                       "Time ÷ time of writev, by bytes in an entry. Above 1 writev is faster; ~ says that the "
                       "repetitions do not agree on who is, or that it is by less than 2 %.",
                       0);
    for (std::size_t way = 1; way < result.plan.ways.size(); ++way) {
        if (is_control(result.plan, way)) continue;
        text += fmt::format("\n{} ÷ writev\n", way_words(result.plan.ways[way])) + ratios(result, summary, way);
    }
    if (summary.control) text += "\n" + wrapped(control_words(summary), 0);
    text += crossovers(result, summary) + why(result, summary) + times(result, summary);
    return text + "\n" + wrapped(proof_words(result), 0);
}

std::string bench_report(const BenchResult& result, BenchFormat format) {
    const BenchSummary summary = summarise(result);
    switch (format) {
        case BenchFormat::Json:
            return bench_json(result, summary);
        case BenchFormat::Csv:
            return bench_csv(result, summary);
        case BenchFormat::Text:
            break;
    }
    return bench_text(result, summary);
}

}  // namespace iovlab
