// The chart and the map: declared in panels/benchmark.h.
#include "app/panels/benchmark.h"
#include "app/widgets/controls.h"
#include "app/widgets/heat_map.h"
#include "app/widgets/layout.h"
#include "app/widgets/registry.h"
#include "app/window/fonts.h"
#include "core/report/words.h"

#include <algorithm>
#include <array>
#include <initializer_list>

namespace iovlab {

namespace {

struct Shown {
    BenchWay way;
    const char* name;
    std::size_t color;  // of the buffers' colours
};
constexpr std::array kShown = {Shown{BenchWay::CopyWrite, "join, write", 1},
                               Shown{BenchWay::Writes, "many writes", 0},
                               Shown{BenchWay::Copying, "copying loop", 3}};

/// What the pointer is told of a point: numbers with their spread, who won how often, and what a press does.
std::string point_words(const BenchResult& result, const BenchSummary& summary, const BenchPoint& point,
                        std::size_t way) {
    const CellSummary* cell = summary.cell(point.count, point.size);
    if (!cell || cell->repetitions == 0) return {};
    const WaySummary &other = cell->ways[way], &writev = cell->ways[0];
    return "**" + counted(point.count, "entry", "entries") + " of " + size_words(static_cast<double>(point.size)) +
           ", " + way_words(result.plan.ways[way]) + "**\n" + ratio_text(other.ratio.median) +
           " of writev's time; half of " + counted(cell->repetitions, "repetition", "repetitions") + " within " +
           spread_text(other.ratio) + "; writev was faster in " + std::to_string(other.writev_won) + ".\n" +
           time_text(other.ns.median) + " against writev's " + time_text(writev.ns.median) + " for a list.";
}

/// The first of the remarks that has room beside the title.
std::string fitting(std::string_view title, std::initializer_list<std::string> remarks) {
    float room = ImGui::GetContentRegionAvail().x - ui::em(1.5F);
    {
        const ui::FontScope font(Font::Strong);
        room -= ui::text_size(title).x;
    }
    const ui::FontScope font(Font::Small);
    for (const std::string& remark : remarks) {
        if (ui::text_size(remark).x <= room) return remark;
    }
    return {};
}

void empty_picture(const Benchmark& benchmark, const char* what) {
    if (benchmark.running) {
        ui::dim_text("It is being measured…");
    } else {
        ui::wrapped_text(std::string("Nothing was measured yet. Press Measure, and ") + what, theme().dim);
    }
}

ui::HeatMap map_of(const Benchmark& benchmark, std::size_t way) {
    const BenchPlan& plan = benchmark.result.plan;
    ui::HeatMap map;
    for (const std::uint64_t size : plan.sizes) {
        map.columns.push_back(short_number(size));
        map.column_names.push_back(std::to_string(size));
    }
    for (const std::uint64_t count : plan.counts) {
        if (count == benchmark.count) map.row = map.rows.size();
        map.rows.push_back(grouped(count));
        map.row_names.push_back(std::to_string(count));
        for (const std::uint64_t size : plan.sizes) {
            const CellSummary* cell = benchmark.summary.cell(count, size);
            ui::HeatCell drawn;
            drawn.there = cell && cell->repetitions > 0;
            if (drawn.there) {
                const WaySummary& one = cell->ways[way];
                drawn.ratio = one.ratio.median;
                drawn.sure = one.faster != Faster::Neither;
                drawn.text = ratio_text(one.ratio.median);
            }
            map.cells.push_back(std::move(drawn));
        }
    }
    return map;
}

void draw_map_choice(const Benchmark& benchmark, Intents& out) {
    std::vector<std::string_view> names;
    int index = 0;
    for (const Shown& one : kShown) {
        if (one.way == benchmark.against) index = static_cast<int>(names.size());
        names.push_back(way_words(one.way));
    }
    ImGui::AlignTextToFramePadding();
    ui::dim_text("÷ writev:");
    ImGui::SameLine(0, ui::px(8));
    const float width = std::min(ui::em(17), ImGui::GetContentRegionAvail().x);
    if (ui::combo("benchmark.against", names, index, {"Which way is compared with writev.", "", "", ""}, width))
        out.push_back(ChooseMap{kShown[static_cast<std::size_t>(index)].way});
}

}  // namespace

ui::Chart benchmark_lines(const Benchmark& benchmark, std::vector<std::size_t>& ways) {
    ui::Chart chart;
    const BenchPlan& plan = benchmark.result.plan;
    for (const Shown& one : kShown) {
        const LineSummary* line = benchmark.line(one.way);
        if (!line || line->ratios.empty()) continue;
        ui::ChartLine drawn{one.name, buffer_fill(one.color).color, {}};
        for (const RatioAt& at : line->ratios) {
            drawn.points.push_back({static_cast<double>(at.size), at.ratio.median, at.ratio.low, at.ratio.high,
                                    at.faster != Faster::Neither});
        }
        chart.lines.push_back(std::move(drawn));
        ways.push_back(line->way);
    }
    for (const std::uint64_t size : plan.sizes)
        chart.ticks.emplace_back(static_cast<double>(size), short_number(size));
    chart.x_title = "bytes in one entry (" + counted(benchmark.count, "entry", "entries") + ")";
    chart.above = "writev is faster";
    chart.below = "the other way is faster";
    const LineSummary* join = benchmark.line(BenchWay::CopyWrite);
    const std::string mark = join && plan.sink != BenchSink::Null ? crossover_mark(*join) : std::string();
    if (!mark.empty())
        chart.mark = ui::ChartMark{join->crossover.size, join->crossover.low, join->crossover.high, mark};
    return chart;
}

void draw_benchmark_chart(const LabState& state, float height, Intents& out) {
    const Benchmark& benchmark = state.benchmark;
    const float top = ImGui::GetCursorPosY();
    constexpr std::string_view kTitle = "Time of the other way ÷ time of writev";
    std::string remark;
    if (benchmark.any()) {
        // What was measured, which need not be what is set up now.
        const std::string into = std::string("into ") + sink_words(benchmark.result.plan.sink);
        const std::string effort = into + " · median of " + effort_words(benchmark.result);
        remark = fitting(
            kTitle, {effort + ", band = quartiles, open = not sure", into + " · median, band = quartiles", into});
    }
    ui::heading(kTitle, remark);
    if (!benchmark.any()) return empty_picture(benchmark, "the lines appear here: ratio against size.");
    std::vector<std::size_t> ways;
    const ui::Chart chart = benchmark_lines(benchmark, ways);
    if (chart.lines.empty()) return ui::dim_text("Lists of this many entries were not measured.");
    const float room = height - (ImGui::GetCursorPosY() - top);
    const ui::ChartUse use =
        ui::chart("benchmark.chart", chart, {ImGui::GetContentRegionAvail().x, std::max(room, ui::em(9))});
    if (!use.hovered) return;
    const auto size = static_cast<std::uint64_t>(chart.lines[use.hovered->line].points[use.hovered->point].x);
    const BenchPoint point{benchmark.count, size};
    const std::size_t way = ways[use.hovered->line];
    const std::string tip =
        point_words(benchmark.result, benchmark.summary, point, way) + "\nPress: this list, sent so, on the bench.";
    ui::hover_hint({tip, "", "", ""});
    if (use.pressed) out.push_back(OpenBenchPoint{point, benchmark.result.plan.ways[way]});
}

void draw_benchmark_map(const LabState& state, float height, Intents& out) {
    const Benchmark& benchmark = state.benchmark;
    const float top = ImGui::GetCursorPosY();
    constexpr std::string_view kTitle = "By count and size";
    ui::heading(kTitle,
                fitting(kTitle, {"orange: writev wins · blue: the other way wins · ~: not sure · press a cell "
                                 "to open it on the bench",
                                 "orange: writev wins · blue: the other way wins · ~: not sure",
                                 "orange: writev wins · ~: not sure"}));
    if (!benchmark.any()) return empty_picture(benchmark, "every list's ratio stands here.");
    draw_map_choice(benchmark, out);
    const auto way = way_index(benchmark.result.plan, benchmark.against);
    if (!way) return;
    ui::HeatMap map = map_of(benchmark, *way);
    const std::size_t columns = map.columns.size();
    const auto point_at = [&](std::size_t index) {
        return BenchPoint{benchmark.result.plan.counts[index / columns],
                          benchmark.result.plan.sizes[index % columns]};
    };
    map.tip = [&](std::size_t index) {
        return point_words(benchmark.result, benchmark.summary, point_at(index), *way) +
               "\nPress: this list, sent so, on the bench; with Shift by writev.";
    };
    const ui::HeatUse use = ui::heat_map("benchmark.map", map, height - (ImGui::GetCursorPosY() - top));
    if (use.row) out.push_back(ChooseLine{benchmark.result.plan.counts[*use.row]});
    if (!use.pressed) return;
    const BenchWay chosen = ImGui::GetIO().KeyShift ? BenchWay::Writev : benchmark.against;
    out.push_back(OpenBenchPoint{point_at(*use.pressed), chosen});
}

}  // namespace iovlab
