#include "app/panels/present.h"

#include "app/lab/cursor_shown.h"
#include "app/lab/origin.h"
#include "app/lab/pipe_shown.h"
#include "app/lab/present_keys.h"
#include "app/widgets/byte_bar.h"
#include "app/widgets/draw.h"
#include "app/widgets/layout.h"
#include "app/widgets/numbers.h"
#include "app/widgets/registry.h"
#include "app/widgets/results.h"
#include "app/widgets/slot_map.h"
#include "app/window/fonts.h"
#include "app/window/imgui_compat.h"

#include <algorithm>
#include <cmath>
#include <string>

namespace iovlab {

namespace {

using ui::em;

ImU32 ink(ImU32 color) {
    return readable(color, theme().background);
}

std::string number(std::uint64_t value) {
    return ui::grouped(static_cast<std::int64_t>(std::min<std::uint64_t>(value, INT64_MAX)));
}

/// Text at a place of the screen, named for the tests. Returns its width.
float put(const char* name, ImVec2 at, std::string_view text, ImU32 color) {
    ImGui::SetCursorScreenPos(at);
    ui::colored_text(text, color);
    if (*name) ui::registry().record_item(name, text, true);
    return ui::text_size(text).x;
}

void rule(ImVec2 at, float width) {
    ImGui::GetWindowDrawList()->AddRectFilled(at, {at.x + width, at.y + ui::line_width()}, theme().line);
}

std::string signature(const LabState& state) {
    const CallSpec& call = state.call();
    const std::uint64_t count = call.count ? static_cast<std::uint64_t>(*call.count) : state.list().entries;
    const std::string fd = state.run.target_fd > 0 ? std::to_string(state.run.target_fd) : "fd";
    const bool list = call.op != Op::Write && call.op != Op::Writes && call.op != Op::CopyWrite;
    if (list) return std::string(to_string(call.op)) + "(" + fd + ", iov, " + std::to_string(count) + ")";
    return call.op == Op::Writes ? std::to_string(count) + " × write(" + fd + ", iov_base, iov_len)"
                                 : "write(" + fd + ", buffer, " + std::to_string(state.list().asked) + ")";
}

struct Area {
    float left, top, width, height;
    float right() const { return left + width; }
    float bottom() const { return top + height; }
};

/// A row as it stands in the list: `height` pixels from `at` on.
struct Row {
    std::size_t line = 0;
    ImVec2 at;
    float width = 0, height = 0;
};

void draw_row(const LabState& state, const std::optional<Cursor>& cursor, const Row& row) {
    const auto& [line, at, width, height] = row;
    const ListFacts& list = state.list();
    const EntryFacts& facts = list.lines[line];
    const EntrySpec& entry = state.call().iov[line];
    const std::uint64_t consumed = cursor ? list.consumed(line, *cursor) : 0;
    const ui::FontScope font(Font::MonoLarge);
    const float text = at.y + std::round((height - ImGui::GetTextLineHeight()) / 2);
    const std::string name = entry.buffer.empty() ? "bad address" : entry.buffer;
    const float bar_left = std::min(em(12.5F), width * 0.36F);
    const float left_width = em(5.4F);
    put("", {at.x, text}, ui::fit(name, em(6)), entry.buffer.empty() ? ink(theme().error) : theme().text);
    const std::string length = number(facts.total);
    put("", {at.x + std::max(em(6.4F), bar_left - em(1) - ui::text_size(length).x), text}, length, theme().text);
    ui::ByteBar bar;
    if (facts.buffer) bar.fill = buffer_fill(*facts.buffer);
    bar.length = facts.total;
    bar.scale = std::max<std::uint64_t>(list.longest, 1);
    bar.consumed = consumed;
    if (consumed > 0 && consumed < facts.total) bar.cut = consumed;
    bar.bad = !facts.buffer.has_value();
    const float tall = std::round(height * 0.58F);
    ImGui::SetCursorScreenPos({at.x + bar_left, at.y + std::round((height - tall) / 2)});
    if (bar.length > 0)
        ui::byte_bar("present.bar." + std::to_string(line), bar, {width - bar_left - left_width, tall});
    const std::string left = number(facts.total - std::min(consumed, facts.total));
    put(("present.left." + std::to_string(line)).c_str(), {at.x + width - ui::text_size(left).x, text}, left,
        consumed >= facts.total ? theme().dim : theme().text);
    rule({at.x, at.y + height}, width);
}

/// As many rows as fit, those round the place where the list goes on.
float draw_list(const LabState& state, const Area& area) {
    const std::size_t lines = state.list().lines.size();
    const std::optional<Cursor> cursor = cursor_shown(state);
    const float least = em(2), most = em(2.7F);  // few rows take what room there is
    const auto fitting = static_cast<std::size_t>(std::max(1.0F, std::floor(area.height / least)));
    const std::size_t shown = lines > fitting ? std::max<std::size_t>(1, fitting - 1) : lines;
    const std::size_t here = cursor ? std::min(state.list().line_of(cursor->entry), lines) : 0;
    const std::size_t first = std::min(here > shown / 2 ? here - shown / 2 : 0, lines - shown);
    const float height =
        std::floor(std::clamp(area.height / static_cast<float>(std::max<std::size_t>(shown, 1)), least, most));
    const float row = lines > shown ? least : height;
    float y = area.top;
    for (std::size_t i = 0; i < shown; ++i, y += row)
        draw_row(state, cursor, {first + i, {area.left, y}, area.width, row});
    if (lines == shown) return y;
    const ui::FontScope font(Font::Body);
    put("present.more", {area.left, y + em(0.3F)},
        "and " + number(lines - shown) + " more; entries " + number(first) + " to " + number(first + shown - 1) +
            " are shown",
        theme().dim);
    return y + least;
}

float draw_slots(const LabState& state, const Area& area) {
    const PipeShown pipe = shown_pipe(state);
    ui::SlotMap map;
    map.slots = pipe.slots;
    map.page = page_size();
    map.capacity = std::max<std::uint64_t>(pipe.capacity / map.page, pipe.slots.size());
    ImGui::SetCursorScreenPos({area.left, area.top});
    ImGui::BeginGroup();
    (void)ui::slot_map("present.slots", map, area.width, 2);
    ImGui::EndGroup();
    return ImGui::GetItemRectMax().y;
}

/// What arrived, as one bar of all that should.
float draw_sink(const LabState& state, const Area& area) {
    const Run::Sink& sink = state.run.sink_shown();
    std::uint64_t all = 0;
    for (const ListFacts& list : state.derived.lists) all += std::min(list.asked, UINT64_MAX - all);
    all = std::max<std::uint64_t>({all, sink.size, 1});
    const float height = em(2);
    ImDrawList& draw = *ImGui::GetWindowDrawList();
    const ImVec2 max{area.right(), area.top + height};
    draw.AddRectFilled({area.left, area.top}, max, theme().raised, ui::px(3));
    const auto at = [&](std::uint64_t byte) {
        return area.left + static_cast<float>(static_cast<double>(byte) / static_cast<double>(all)) * area.width;
    };
    for (const ColourRun& run : colour_runs(sink.provenance, state.run_derived, 0, sink.size)) {
        const bool ours = run.kind == ColourRun::Kind::Buffer;
        ui::fill_rect(draw, {at(run.at), area.top}, {std::max(at(run.end()), at(run.at) + 1), max.y},
                      ours ? buffer_fill(run.buffer) : other_fill());
    }
    const ui::FontScope font(Font::Body);
    put("present.sink", {area.left, max.y + em(0.3F)}, number(sink.size) + " B have arrived", theme().dim);
    return max.y + em(1.6F);
}

float draw_queue(const LabState& state, const Area& area) {
    const Experiment& shown = state.run.exists ? state.run.experiment : state.experiment();
    return shown.target.kind == "pipe" ? draw_slots(state, area) : draw_sink(state, area);
}

/// Which choice of the lesson's question the run bore out.
std::string answer_words(const LabState& state) {
    const StepWork& work = state.course.work;
    if (state.course.asks<Question>() == nullptr || !work.grade || work.right.empty()) return {};
    return std::string("The answer is ") + static_cast<char>('A' + work.right.front()) + ". ";
}

struct Result {
    std::string figure, words;
    ImU32 color = 0;
};

Result result_of(const LabState& state) {
    const RunView& run = state.run;
    if (!run.refused.empty()) return {"\xE2\x80\x93", "**This cannot be run here.** " + run.refused, theme().error};
    if (!run.fault.empty()) return {"\xE2\x80\x93", "**The run broke off.** " + run.fault, theme().error};
    if (run.asleep() && !run.looking_back()) {
        const bool polling = run.sleeping() != nullptr && run.sleeping()->polling;
        return {"asleep",
                std::string(polling ? "**The caller sleeps in poll(2)**, not in a call."
                                    : "**The caller sleeps in the call.**") +
                    " It wakes when somebody reads, or when a signal comes.",
                meaning_color(Meaning::Asleep)};
    }
    const CallStep* call = run.shown_call();
    if (!call) return {"?", "No call was made yet. What will it return?", theme().dim};
    const Outcome& outcome = call->outcome;
    const Meaning meaning = ui::meaning_of(outcome, call->asked);
    const bool count = meaning == Meaning::Complete || meaning == Meaning::Short;
    std::string figure = count ? ui::grouped(outcome.result.value_or(0)) : ui::outcome_text(outcome, call->asked);
    if (figure.starts_with("-1 ")) figure = figure.substr(3);
    const std::string origin = origin_style(outcome.origin).word;
    std::string words = answer_words(state) + "**" + run.explanation.headline + "** " + run.explanation.why;
    if (!origin.empty()) words += " (" + origin + ")";
    return {figure, words, meaning_color(meaning)};
}

void draw_result(const LabState& state, const Area& area) {
    const Result result = result_of(state);
    float width = 0;
    {
        const ui::FontScope font(Font::Figure);
        width = put("present.result", {area.left, area.top}, result.figure, ink(result.color));
    }
    const float gap = em(1.2F);
    const bool beside = area.width - width - gap > em(14);
    const ui::FontScope font(Font::Body);
    const ImVec2 at =
        beside ? ImVec2{area.left + width + gap, area.top + em(0.25F)} : ImVec2{area.left, area.top + em(3)};
    ImGui::SetCursorScreenPos(at);
    ImGui::BeginGroup();
    ui::rich_text(result.words, theme().text, area.right() - at.x);
    ImGui::EndGroup();
    ui::registry().record_item("present.words", result.words, true);
}

void draw_foot(const LabState& state, const Area& area) {
    const ui::FontScope font(Font::Small);
    const std::string why = next_obstacle(state);
    const std::string next = why.empty() ? "PgDn next" : "PgDn: " + why;
    std::string keys = next;
    const std::size_t steps = state.run.steps.size();
    std::string right = "real kernel " + state.kernel;
    if (steps > 0) right += "     " + number(state.run.shown_index() + 1) + " / " + number(steps);
    const float right_width = ui::text_size(right).x;
    for (const char* key : {"PgUp back", "Space run", "Esc leaves", "B blank"}) {
        const std::string longer = keys + "     " + key;
        if (ui::text_size(longer).x <= area.width - right_width - em(1)) keys = longer;
    }
    put("present.keys", {area.left, area.top}, keys, theme().dim);
    put("present.place", {area.right() - right_width, area.top}, right, theme().dim);
}

void draw_all(const LabState& state, const Area& area) {
    {
        const ui::FontScope font(Font::Stage);
        put("present.call", {area.left, area.top}, ui::fit(signature(state), area.width * 0.7F), theme().text);
    }
    {
        const ui::FontScope font(Font::Body);
        const std::string asked = "asked " + number(state.list().asked);
        put("present.asked", {area.right() - ui::text_size(asked).x, area.top + em(0.2F)}, asked, theme().dim);
    }
    const float result = em(6.6F), foot = em(1.6F), queue = em(3.8F);
    const float top = area.top + em(2.2F);
    const Area list{area.left, top, area.width, area.bottom() - top - queue - result - foot};
    float y = draw_list(state, list) + em(0.9F);
    y = draw_queue(state, {area.left, y, area.width, queue}) + em(0.9F);
    draw_result(state, {area.left, y, area.width, area.bottom() - y - foot});
    draw_foot(state, {area.left, area.bottom() - em(1.1F), area.width, foot});
}

}  // namespace

float present_scale(float width, float height, float chosen) {
    return std::clamp(std::min(height / 450, width / 600) * chosen, 0.8F, 8.0F);
}

void draw_on_stage(const LabState& state, const std::function<void(ImVec2 at, ImVec2 size)>& inside) {
    const ImGuiViewport* viewport = ImGui::GetMainViewport();
    ImGui::SetNextWindowPos(viewport->Pos);
    ImGui::SetNextWindowSize(viewport->Size);
    ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, 0);
    constexpr ImGuiWindowFlags kFlags = ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove |
                                        ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoBringToFrontOnFocus |
                                        ImGuiWindowFlags_NoBackground | ImGuiWindowFlags_NoInputs;
    ImGui::Begin("##present", nullptr, kFlags);
    ImGui::PopStyleVar();
    if (!state.shell.blank) {
        const float margin = em(1.7F);
        inside({viewport->Pos.x + margin, viewport->Pos.y + em(1.2F)},
               {viewport->Size.x - 2 * margin, viewport->Size.y - em(2)});
    }
    ImGui::End();
}

void draw_present(const LabState& state) {
    draw_on_stage(state, [&](ImVec2 at, ImVec2 size) {
        const auto* question = state.course.asks<Question>();
        question != nullptr && !state.course.work.locked ? draw_room_question(state, *question, at, size)
                                                         : draw_all(state, {at.x, at.y, size.x, size.y});
    });
}

}  // namespace iovlab
