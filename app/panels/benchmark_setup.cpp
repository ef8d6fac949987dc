#include "app/lab/actions.h"
#include "app/panels/benchmark.h"
#include "app/panels/fields.h"
#include "app/widgets/layout.h"
#include "app/widgets/registry.h"
#include "app/widgets/results.h"
#include "app/window/fonts.h"
#include "core/report/words.h"

#include <algorithm>
#include <cctype>
#include <cmath>

namespace iovlab {

namespace {

void problem(const char* name, const std::string& what) {
    if (what.empty()) return;
    const ui::FontScope font(Font::Small);
    ui::wrapped_text(what, readable(theme().error, theme().panel));
    ui::registry().record_item(name, what, true);
}

void small_print(std::string_view text) {
    const ui::FontScope font(Font::Small);
    ui::wrapped_text(text, theme().dim);
}

bool is_stream(BenchSink sink) {
    return sink == BenchSink::Pipe || sink == BenchSink::UnixStream;
}

void draw_fields(const Benchmark& benchmark, Intents& out) {
    BenchmarkSetup setup = benchmark.setup;
    const BenchmarkSetup before = setup;
    static constexpr std::string_view kSinks[] = {"tmpfs file, fresh", "file on disk, fresh", "pipe with a reader",
                                                  "unix stream, with a reader", "/dev/null"};
    int sink = static_cast<int>(setup.sink);
    ui::field("into");
    if (ui::combo("benchmark.sink", kSinks, sink, {"Where the lists go.", "", "", ""}))
        setup.sink = static_cast<BenchSink>(sink);
    ui::InputStyle style;
    style.wrong = !benchmark.counts_problem.empty();
    ui::field("entries");
    ui::input_text("benchmark.counts", setup.counts,
                   {"How many entries the lists have: numbers between commas, up to 64K.", "", "", ""}, style);
    problem("benchmark.counts_problem", benchmark.counts_problem);
    style.wrong = !benchmark.sizes_problem.empty();
    ui::field("sizes");
    ui::input_text(
        "benchmark.sizes", setup.sizes,
        {"Bytes in an entry: numbers between commas, with K for 1024. A list has at most 64 MiB.", "", "", ""},
        style);
    problem("benchmark.sizes_problem", benchmark.sizes_problem);
    problem("benchmark.plan_problem", benchmark.plan_problem);
    if (is_stream(setup.sink)) {
        ui::checkbox_field("", "O_NONBLOCK");
        ui::checkbox("benchmark.nonblock", "O_NONBLOCK", setup.nonblock,
                     {"The writer waits in poll and goes on after short writes, instead of sleeping in the call.",
                      "write(2)", "", ""});
    }
    if (!(setup == before)) out.push_back(SetBenchmark{setup});
    const std::string warning = sink_warning(setup.sink);
    if (!warning.empty()) {
        ui::message("benchmark.sink_warning",
                    setup.sink == BenchSink::Null ? ui::MessageKind::Warning : ui::MessageKind::Note,
                    {"", warning, setup.sink == BenchSink::Null ? "null(4)" : ""});
    }
}

void draw_guess(const Benchmark& benchmark, Intents& out) {
    ui::heading("Predict the winner", counted(benchmark.count, "entry", "entries"));
    bool on = benchmark.predicting;
    if (ui::checkbox("benchmark.predicting", "Guess first", on,
                     {"Say who is faster before it is measured; Measure waits for your answer.", "", "", ""}))
        out.push_back(SetBenchPredicting{on});
    if (benchmark.predicting) {
        for (const Winner answer : kWinnerAnswers) {
            const bool picked = benchmark.pick == answer;
            const std::string name = std::string("benchmark.guess.") + to_string(answer);
            const std::string no = benchmark.running ? "It is being measured: what was said is locked in." : "";
            const ui::ButtonStyle style{picked ? ui::ButtonKind::Primary : ui::ButtonKind::Normal,
                                        picked ? ui::Icon::RadioOn : ui::Icon::Ring,
                                        ImGui::GetContentRegionAvail().x};
            if (ui::button(name, winner_words(answer), {"Locked in when it is measured.", "", "", no}, style))
                out.push_back(PickWinner{answer});
        }
    }
    const WinnerJudged judged = judge_winner(benchmark);
    if (judged.words.empty()) return;
    const ui::Icon sign = !judged.right ? ui::Icon::Ring : *judged.right ? ui::Icon::Check : ui::Icon::Cross;
    const ImU32 color = !judged.right ? theme().dim : *judged.right ? theme().complete : theme().error;
    const std::string said = !judged.right ? "" : *judged.right ? "Right. " : "Wrong. ";
    ui::check_row("benchmark.verdict", sign, readable(color, theme().panel), said + judged.words);
}

void draw_progress(const Benchmark& benchmark) {
    const float width = ImGui::GetContentRegionAvail().x, height = ui::px(8);
    ImGui::Dummy({width, height});
    const ImVec2 min = ImGui::GetItemRectMin(), max = ImGui::GetItemRectMax();
    ImDrawList& draw = *ImGui::GetWindowDrawList();
    draw.AddRectFilled(min, max, theme().raised, ui::px(4));
    const float part = static_cast<float>(benchmark.result.progress());
    draw.AddRectFilled(min, {std::round(min.x + part * (max.x - min.x)), max.y}, theme().accent, ui::px(4));
    ui::registry().record_item("benchmark.progress", std::to_string(static_cast<int>(part * 100)) + " %", true);
    const double left = std::max(0.0, benchmark.result.plan.seconds - benchmark.result.elapsed_s);
    small_print(benchmark.cancelling
                    ? "stopping…"
                    : effort_words(benchmark.result) + " · at most " +
                          std::to_string(static_cast<int>(std::ceil(left))) + " s left · Esc stops");
}

void draw_buttons(const LabState& state, Intents& out) {
    const Benchmark& benchmark = state.benchmark;
    const Action& start = action("run.start");
    const std::string obstacle = benchmark.obstacle(), keys = to_string(start.chord);
    const ui::Hint measure{"Makes the calls, for real, in a process of their own, in at most 15 seconds.", "", keys,
                           obstacle};
    const ui::ButtonStyle primary{ui::ButtonKind::Primary, ui::Icon::Play, 0};
    if (ui::button("benchmark.measure", "Measure", measure, primary)) out.push_back(Measure{});
    const ui::Hint quick{"Fewer lists, in less than three seconds.", "", "", obstacle};
    ui::flow(ui::button_width("Quick", quick));
    if (ui::button("benchmark.quick", "Quick", quick)) out.push_back(Measure{.quick = true});
    if (benchmark.running) {
        const ui::Hint cancel{"Ends it; what was measured until then stays.", "", "", ""};
        const ui::ButtonStyle stop{ui::ButtonKind::Normal, ui::Icon::Stop, 0};
        ui::flow(ui::button_width("Cancel", cancel, stop));
        if (ui::button("benchmark.cancel", "Cancel", cancel, stop)) out.push_back(CancelMeasure{});
        draw_progress(benchmark);
    } else if (!obstacle.empty()) {
        problem("benchmark.obstacle", obstacle);
    }
    if (!benchmark.refused.empty())
        ui::message("benchmark.refused", ui::MessageKind::Error, {"It was not measured.", benchmark.refused, ""});
    const std::string end = benchmark.any() ? end_words(benchmark.result) : std::string();
    const std::string few = few_words(benchmark.result);
    if (!few.empty()) ui::message("benchmark.few", ui::MessageKind::Note, {"", few, ""});
    if (!end.empty()) ui::message("benchmark.end", ui::MessageKind::Warning, {"", end, ""});
}

void draw_why(const Benchmark& benchmark) {
    const bool null = benchmark.result.plan.sink == BenchSink::Null;
    ui::heading("Why it turns round");
    std::string all;
    if (const LineSummary* line = benchmark.line(BenchWay::CopyWrite); line && !null) {
        all = crossover_words(*line, benchmark.result.plan);
        all[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(all[0])));
        all += ".";
    }
    for (const std::string& sentence : why_words(benchmark.result, benchmark.summary))
        all += (all.empty() ? "" : " ") + sentence;
    ui::rich_text(all, theme().text);
    ui::registry().record_item("benchmark.why", all, true);
    ui::gap(1);
    small_print(control_words(benchmark.summary));
    small_print(proof_words(benchmark.result));
    small_print(machine_words(benchmark.result.machine) + ". " + effort_words(benchmark.result) + ".");
}

}  // namespace

void draw_benchmark_setup(const LabState& state, Intents& out) {
    const Benchmark& benchmark = state.benchmark;
    ui::heading("What is measured");
    draw_fields(benchmark, out);
    ui::separator();
    draw_guess(benchmark, out);
    draw_buttons(state, out);
    ui::separator();
    if (benchmark.any()) {
        draw_why(benchmark);
    } else if (!benchmark.running) {
        ui::heading("Why it turns round");
        ui::wrapped_text(
            "Many entries, one call: is that faster than copying them into one piece first? Choose where "
            "they go, and measure it here.",
            theme().dim);
    }
}

}  // namespace iovlab
