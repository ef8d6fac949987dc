#include "core/bench/report_parts.h"

#include <cmath>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace iovlab {
namespace {

using Json = nlohmann::ordered_json;

/// Four significant digits: more would be noise.
Json number(double value) {
    if (!std::isfinite(value)) return nullptr;
    if (value == 0) return 0.0;
    const double scale = std::pow(10.0, 3 - std::floor(std::log10(std::abs(value))));
    return std::round(value * scale) / scale;
}

Json spread(const Spread& one) {
    return {{"median", number(one.median)}, {"q1", number(one.low)}, {"q3", number(one.high)}};
}

const char* faster_name(Faster faster) {
    return faster == Faster::First ? "writev" : faster == Faster::Second ? "other" : "neither";
}

Json cell_object(const BenchResult& result, const CellSummary& cell) {
    const std::vector<std::string> names = way_names(result.plan);
    Json ratios = Json::object(), times = Json::object();
    for (std::size_t way = 0; way < names.size(); ++way) {
        const WaySummary& one = cell.ways[way];
        times[names[way]] = spread(one.ns);
        times[names[way]]["calls"] = number(one.calls);
        times[names[way]]["short"] = number(one.shorts);
        if (way == 0) continue;
        ratios[names[way]] = spread(one.ratio);
        ratios[names[way]]["writev_won"] = one.writev_won;
        ratios[names[way]]["faster"] = faster_name(one.faster);
    }
    return {{"count", cell.point.count},
            {"size", cell.point.size},
            {"bytes", cell.point.bytes()},
            {"repetitions", cell.repetitions},
            {"batch", cell.batch},
            {"ratios", ratios},
            {"times_ns", times}};
}

const char* crossover_name(Crossover::Kind kind) {
    switch (kind) {
        case Crossover::Kind::Nothing:
            return "too few sizes";
        case Crossover::Kind::Found:
            return "found";
        case Crossover::Kind::WritevAlways:
            return "writev at every size";
        case Crossover::Kind::OtherAlways:
            return "other at every size";
        case Crossover::Kind::TurnsBack:
            return "turns back";
    }
    return "";
}

Json line_object(const BenchResult& result, const LineSummary& line) {
    const bool there = line.crossover.size > 0;
    return {{"against", way_names(result.plan)[line.way]},
            {"count", line.count},
            {"crossover", crossover_name(line.crossover.kind)},
            {"size", there ? number(line.crossover.size) : Json(nullptr)},
            {"low", there ? number(line.crossover.low) : Json(nullptr)},
            {"high", there ? number(line.crossover.high) : Json(nullptr)},
            {"winner", line.winner == Winner::Join ? "other" : to_string(line.winner)}};
}

Json machine_object(const BenchMachine& machine) {
    return {{"kernel", machine.kernel},
            {"processor", machine.processor},
            {"processors", machine.processors},
            {"load", number(machine.load)}};
}

std::string quoted(const std::string& text) {
    std::string out = "\"";
    for (const char c : text) out += c == '"' ? std::string("\"\"") : std::string(1, c);
    return out + "\"";
}

}  // namespace

std::string bench_json(const BenchResult& result, const BenchSummary& summary) {
    const BenchPlan& plan = result.plan;
    Json json = {
        {"event", "bench"},
        {"status", to_string(result.status)},
        {"why", result.why.empty() ? Json(nullptr) : Json(result.why)},
        {"machine", machine_object(result.machine)},
        {"target", {{"kind", to_string(plan.sink)}, {"nonblock", plan.nonblock}, {"detail", result.sink_detail}}},
        {"cage", {{"holds", result.cage.holding()}, {"missing", result.cage.missing()}}},
        {"looks_at_bytes", plan.sink != BenchSink::Null},
        {"quick", plan.quick},
        {"statistic", "median; q1 and q3 are quartiles; ratios are paired within a repetition"},
        {"ways", way_names(plan)},
        {"repetitions", {{"least", result.least_repetitions()}, {"most", result.most_repetitions()}}},
        {"elapsed_s", number(result.elapsed_s)},
        {"bytes", result.bytes},
        {"arrived", result.plan.sink == BenchSink::Pipe || result.plan.sink == BenchSink::UnixStream
                        ? Json(result.arrived)
                        : Json(nullptr)},
        {"calls", {{"writev", result.writev_calls}, {"write", result.write_calls}}},
        {"control", summary.control ? spread(*summary.control) : Json(nullptr)}};
    json["cells"] = Json::array();
    for (const CellSummary& cell : summary.cells) {
        if (cell.repetitions > 0) json["cells"].push_back(cell_object(result, cell));
    }
    json["lines"] = Json::array();
    for (const LineSummary& line : summary.lines) {
        if (!is_control(plan, line.way)) json["lines"].push_back(line_object(result, line));
    }
    json["costs"] = Json::object();
    for (std::size_t way = 0; way < plan.ways.size(); ++way) {
        if (is_control(plan, way)) continue;
        const auto& cost = summary.costs[way];
        json["costs"][way_names(plan)[way]] = cost ? Json{{"call_ns", number(cost->call_ns)},
                                                          {"entry_ns", number(cost->entry_ns)},
                                                          {"kib_ns", number(cost->byte_ns * 1024)},
                                                          {"error", number(cost->error)}}
                                                   : Json(nullptr);
    }
    json["joining_costs_more"] = summary.joining ? Json{{"call_ns", number(summary.joining->call_ns)},
                                                        {"entry_ns", number(summary.joining->entry_ns)},
                                                        {"kib_ns", number(summary.joining->byte_ns * 1024)},
                                                        {"error", number(summary.joining->error)}}
                                                 : Json(nullptr);
    return json.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string bench_csv(const BenchResult& result, const BenchSummary& summary) {
    std::string text =
        "target,count,size,way,repetitions,ratio,ratio_q1,ratio_q3,writev_won,faster,ns,ns_q1,ns_q3,"
        "calls,kernel,processor\n";
    const std::vector<std::string> names = way_names(result.plan);
    for (const CellSummary& cell : summary.cells) {
        for (std::size_t way = 0; way < names.size() && cell.repetitions > 0; ++way) {
            const WaySummary& one = cell.ways[way];
            text += fmt::format("{},{},{},{},{},{:.4g},{:.4g},{:.4g},{},{},{:.4g},{:.4g},{:.4g},{:.4g},{},{}\n",
                                to_string(result.plan.sink), cell.point.count, cell.point.size, names[way],
                                cell.repetitions, one.ratio.median, one.ratio.low, one.ratio.high, one.writev_won,
                                way == 0 ? "" : faster_name(one.faster), one.ns.median, one.ns.low, one.ns.high,
                                one.calls, quoted(result.machine.kernel), quoted(result.machine.processor));
        }
    }
    return text;
}

}  // namespace iovlab
