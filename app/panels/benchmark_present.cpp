// The benchmark on the projector: declared in panels/benchmark.h.
#include "app/panels/benchmark.h"
#include "app/widgets/layout.h"
#include "app/widgets/registry.h"
#include "app/window/fonts.h"
#include "app/window/theme.h"
#include "core/report/words.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <iterator>

namespace iovlab {

namespace {

using ui::em;

/// Text at a place of the screen, named for the tests.
void put(const char* name, ImVec2 at, std::string_view text, ImU32 color) {
    ImGui::SetCursorScreenPos(at);
    ui::colored_text(text, color);
    ui::registry().record_item(name, text, true);
}

std::string title_of(const Benchmark& benchmark) {
    const BenchSink sink = benchmark.any() ? benchmark.result.plan.sink : benchmark.setup.sink;
    return counted(benchmark.count, "entry", "entries") + " into " + sink_words(sink);
}

/// The four answers with their numbers, the chosen one marked by a word and not by colour alone.
std::string question_of(const Benchmark& benchmark) {
    std::string text = "**Who is faster?**";
    for (std::size_t i = 0; i < std::size(kWinnerAnswers); ++i) {
        const bool picked = benchmark.pick == kWinnerAnswers[i];
        const std::string words = std::to_string(i + 1) + ": " + winner_words(kWinnerAnswers[i]);
        text += "\n" + (picked ? "**" + words + " (your guess)**" : words);
    }
    return text;
}

/// What the lines say, and how the room's guess came out.
std::string words_of(const Benchmark& benchmark) {
    if (!benchmark.refused.empty()) return "**It was not measured.** " + benchmark.refused;
    if (benchmark.predicting && !benchmark.running && (benchmark.pick || !benchmark.any()))
        return question_of(benchmark);
    if (!benchmark.any())
        return benchmark.running ? "It is being measured…" : "Nothing was measured yet. Space measures it here.";
    std::string text;
    const WinnerJudged judged = judge_winner(benchmark);
    if (!judged.words.empty())
        text = (judged.right ? *judged.right ? "**Right.** " : "**Wrong.** " : "") + judged.words + "\n";
    const LineSummary* join = benchmark.line(BenchWay::CopyWrite);
    if (benchmark.result.plan.sink == BenchSink::Null) return text + sink_warning(BenchSink::Null);
    if (!join || join->ratios.empty()) return text;
    std::string crossover = crossover_words(*join, benchmark.result.plan);
    crossover[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(crossover[0])));
    return text + "**" + crossover + ".**";
}

std::string keys_of(const Benchmark& benchmark, float room) {
    std::string keys = benchmark.running ? "Esc stops" : "Space measures";
    const std::string obstacle = benchmark.obstacle();
    if (!obstacle.empty() && !benchmark.running) keys = "Space: " + obstacle;
    for (const char* key : {"PgUp, PgDn other lists", "Esc leaves", "B blank"}) {
        if (benchmark.running && std::string_view(key) == "Esc leaves") continue;
        const std::string longer = keys + "     " + key;
        if (ui::text_size(longer).x <= room) keys = longer;
    }
    return keys;
}

void draw_progress(const Benchmark& benchmark, ImVec2 at, float width) {
    const float part = static_cast<float>(benchmark.result.progress());
    ImDrawList& draw = *ImGui::GetWindowDrawList();
    draw.AddRectFilled(at, {at.x + width, at.y + em(0.4F)}, theme().raised, em(0.2F));
    draw.AddRectFilled(at, {std::round(at.x + part * width), at.y + em(0.4F)}, theme().accent, em(0.2F));
    ui::registry().record_item("present.progress", std::to_string(static_cast<int>(part * 100)) + " %", true);
}

float height_of(const std::string& words, float width) {
    const std::size_t lines = 1 + static_cast<std::size_t>(std::count(words.begin(), words.end(), '\n'));
    const float wrapped = std::ceil(ui::text_size(words).x / std::max(width, 1.0F)) + 1;
    return std::max(static_cast<float>(lines), wrapped) * em(1.5F);
}

}  // namespace

void draw_benchmark_stage(const LabState& state, ImVec2 at, ImVec2 size) {
    const Benchmark& benchmark = state.benchmark;
    const float right = at.x + size.x, bottom = at.y + size.y;
    {
        const ui::FontScope font(Font::Stage);
        put("present.title", at, ui::fit(title_of(benchmark), size.x), theme().text);
    }
    const float foot = em(1.6F), top = at.y + em(2.2F);
    if (benchmark.running) draw_progress(benchmark, {at.x, top - em(0.5F)}, size.x);
    {
        const ui::FontScope font(Font::Body);
        const std::string words = words_of(benchmark);
        const float below = std::min(height_of(words, size.x), size.y * 0.45F);
        std::vector<std::size_t> ways;
        const ui::Chart chart = benchmark_lines(benchmark, ways);
        if (!chart.lines.empty()) {
            put("present.axis", {at.x, top}, "time of the other way ÷ time of writev", theme().dim);
            ImGui::SetCursorScreenPos({at.x, top + em(1.5F)});
            ui::chart("present.chart", chart, {size.x, bottom - foot - below - top - em(1.5F)});
        }
        ImGui::SetCursorScreenPos({at.x, chart.lines.empty() ? top : bottom - foot - below});
        ImGui::BeginGroup();
        ui::rich_text(words, theme().text, size.x);
        ImGui::EndGroup();
        ui::registry().record_item("present.words", words, true);
    }
    const ui::FontScope font(Font::Small);
    const std::string machine = "real kernel " + state.kernel;
    const float machine_width = ui::text_size(machine).x;
    put("present.keys", {at.x, bottom - em(1.1F)}, keys_of(benchmark, size.x - machine_width - em(1)), theme().dim);
    put("present.place", {right - machine_width, bottom - em(1.1F)}, machine, theme().dim);
}

}  // namespace iovlab
