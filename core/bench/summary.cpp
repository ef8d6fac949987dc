#include "core/bench/summary.h"

#include <algorithm>
#include <cmath>

namespace iovlab {

namespace {

std::vector<double> ratios_of(const BenchCell& cell, std::size_t way) {
    std::vector<double> ratios;
    for (std::size_t i = 0; i < cell.ns[way].size(); ++i) ratios.push_back(cell.ns[way][i] / cell.ns[0][i]);
    return ratios;
}

WaySummary summarise_way(const BenchCell& cell, std::size_t way) {
    WaySummary summary;
    summary.ns = spread_of(cell.ns[way]);
    const std::vector<double> ratios = ratios_of(cell, way);
    summary.ratio = spread_of(ratios);
    summary.writev_won =
        static_cast<unsigned>(std::count_if(ratios.begin(), ratios.end(), [](double ratio) { return ratio > 1; }));
    const double lists = static_cast<double>(cell.batch) * cell.repetitions();
    summary.calls = lists > 0 ? static_cast<double>(cell.calls[way]) / lists : 0;
    summary.shorts = lists > 0 ? static_cast<double>(cell.shorts[way]) / lists : 0;
    return summary;
}

// Every list and way is a comparison of its own: each is held to what all of
// them together may leave to chance.
void find_winners(BenchSummary& summary, const BenchResult& result) {
    std::vector<Compared> trials;
    std::vector<WaySummary*> ways;
    for (std::size_t i = 0; i < result.cells.size(); ++i) {
        for (std::size_t way = 1; result.cells[i].repetitions() > 0 && way < result.plan.ways.size(); ++way) {
            trials.push_back(trial_of(ratios_of(result.cells[i], way)));
            ways.push_back(&summary.cells[i].ways[way]);
        }
    }
    const std::vector<bool> stand = standing(trials);
    for (std::size_t i = 0; i < trials.size(); ++i) {
        const bool noticeable = std::abs(ways[i]->ratio.median - 1) >= kNoticeable;
        if (stand[i] && noticeable) ways[i]->faster = trials[i].faster;
    }
    summary.comparisons = trials.size();
}

Winner winner_of(bool writev, bool other) {
    if (writev && other) return Winner::Depends;
    return writev ? Winner::Writev : other ? Winner::Join : Winner::Same;
}

LineSummary line_of(const BenchSummary& summary, std::size_t way, std::uint64_t count) {
    LineSummary line;
    line.count = count;
    line.way = way;
    bool writev = false, other = false;
    for (const CellSummary& cell : summary.cells) {
        if (cell.point.count != count || cell.repetitions == 0) continue;
        line.ratios.push_back({cell.point.size, cell.ways[way].ratio, cell.ways[way].faster});
        writev = writev || cell.ways[way].faster == Faster::First;
        other = other || cell.ways[way].faster == Faster::Second;
    }
    line.crossover = crossover_of(line.ratios);
    line.winner = winner_of(writev, other);
    return line;
}

}  // namespace

const char* to_string(Winner winner) {
    switch (winner) {
        case Winner::Writev:
            return "writev";
        case Winner::Depends:
            return "depends";
        case Winner::Join:
            return "join";
        case Winner::Same:
            return "same";
    }
    return "";
}

const char* winner_words(Winner winner) {
    switch (winner) {
        case Winner::Writev:
            return "writev, always";
        case Winner::Depends:
            return "it depends on the size of an entry";
        case Winner::Join:
            return "join, then one write";
        case Winner::Same:
            return "they cost the same";
    }
    return "";
}

const CellSummary* BenchSummary::cell(std::uint64_t count, std::uint64_t size) const {
    for (const CellSummary& one : cells) {
        if (one.point == BenchPoint{count, size}) return &one;
    }
    return nullptr;
}

const LineSummary* BenchSummary::line(std::size_t way, std::uint64_t count) const {
    for (const LineSummary& one : lines) {
        if (one.way == way && one.count == count) return &one;
    }
    return nullptr;
}

BenchSummary summarise(const BenchResult& result) {
    BenchSummary summary;
    const BenchPlan& plan = result.plan;
    std::vector<double> control;
    for (const BenchCell& cell : result.cells) {
        CellSummary one{cell.point, cell.repetitions(), cell.batch, {}};
        for (std::size_t way = 0; way < plan.ways.size(); ++way) {
            one.ways.push_back(summarise_way(cell, way));
            if (!is_control(plan, way)) continue;
            for (std::size_t i = 0; i < cell.repetitions(); ++i) control.push_back(cell.ns[way][i] / cell.ns[0][i]);
        }
        summary.cells.push_back(std::move(one));
    }
    find_winners(summary, result);
    if (!control.empty()) summary.control = spread_of(control);
    for (std::size_t way = 1; way < plan.ways.size(); ++way) {
        for (const std::uint64_t count : plan.counts) summary.lines.push_back(line_of(summary, way, count));
    }
    for (std::size_t way = 0; way < plan.ways.size(); ++way) {
        std::vector<CostPoint> points;
        for (const CellSummary& cell : summary.cells) {
            if (cell.repetitions > 0)
                points.push_back(
                    {cell.point.count, cell.point.size, cell.ways[way].ns.median, cell.ways[way].ns.median});
        }
        summary.costs.push_back(fit_cost(points));
    }
    if (const auto join = way_index(plan, BenchWay::CopyWrite)) {
        std::vector<CostPoint> points;
        for (const CellSummary& cell : summary.cells) {
            if (cell.repetitions == 0) continue;
            const double writev = cell.ways[0].ns.median;
            points.push_back({cell.point.count, cell.point.size, cell.ways[*join].ns.median - writev, writev});
        }
        summary.joining = fit_difference(points);
    }
    return summary;
}

std::optional<std::size_t> way_index(const BenchPlan& plan, BenchWay way) {
    for (std::size_t i = 0; i < plan.ways.size(); ++i) {
        if (plan.ways[i] == way && !is_control(plan, i)) return i;
    }
    return {};
}

}  // namespace iovlab
