#include "app/panels/calls.h"

#include "app/lab/call_text.h"
#include "app/widgets/layout.h"
#include "app/widgets/registry.h"
#include "app/widgets/results.h"
#include "app/window/fonts.h"
#include "app/window/imgui_compat.h"
#include "core/report/report.h"
#include "core/report/words.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>

namespace iovlab {

namespace {

struct Columns {
    float call, result, elapsed, left, width;
    bool shows_left, shows_elapsed;
};

/// `widest`: of the badges that say what came back.
Columns columns_of(float width, std::uint64_t calls, float widest) {
    Columns columns{};
    columns.width = width;
    const float result = std::max(ui::em(8.8F), ui::em(1.9F) + widest);
    columns.shows_left = width > ui::em(31.2F) + result;
    columns.shows_elapsed = width > ui::em(15.2F) + result;
    const ui::FontScope font(Font::Mono);
    columns.call = std::max(ui::em(2.2F), ui::text_size(grouped(calls)).x + ui::px(18));
    const float left = columns.shows_left ? ui::em(6.4F) : 0;
    const float elapsed = columns.shows_elapsed ? ui::em(4.3F) : 0;
    columns.left = width - left;
    columns.elapsed = columns.left - elapsed;
    columns.result = columns.elapsed - result;
    return columns;
}

float row_height() {
    return ui::px(28);
}

/// What happened in a step, apart from its text: taken apart once for a row.
struct Row {
    const CallStep* call = nullptr;
    const WaitStep* wait = nullptr;
    const EndStep* end = nullptr;
};
Row row_of(const Step& step) {
    return {std::get_if<CallStep>(&step.what), std::get_if<WaitStep>(&step.what), std::get_if<EndStep>(&step.what)};
}

void put(ImVec2 at, std::string_view text, ImU32 color) {
    ImGui::GetWindowDrawList()->AddText(at, color, text.data(), text.data() + text.size());
}

void draw_result(const Row& row, std::size_t index, const Columns& columns, ImVec2 at, float y) {
    const bool wait = row.wait != nullptr;
    put({at.x + columns.result, y}, "=", theme().dim);
    if (wait) {
        const Outcome& outcome = row.wait->outcome;
        const std::string text = outcome.result ? std::to_string(*outcome.result) : ui::outcome_text(outcome, 1);
        put({at.x + columns.result + ui::em(1), y}, text, theme().dim);
        return;
    }
    ImGui::SetCursorScreenPos({at.x + columns.result + ui::em(1), at.y + ui::px(5)});
    ui::result_badge("step." + std::to_string(index) + ".result", row.call->outcome, row.call->asked);
}

void draw_row_content(const LabState& state, std::size_t index, const Columns& columns, ImVec2 at) {
    const Step& step = state.run.steps[index];
    const Row row = row_of(step);
    const ui::FontScope font(Font::Mono);
    const float y = at.y + (row_height() - ImGui::GetTextLineHeight()) / 2;
    const ImU32 ink = row.call || row.end ? theme().text : theme().dim;
    if (row.call) put({at.x + ui::px(8), y}, grouped(row.call->n), theme().dim);
    const bool result = row.call || row.wait;
    const float room = (result ? columns.result : columns.width) - columns.call - ui::px(10);
    const std::string text = step_text(step, state.run.target_fd, reads(state.run.experiment));
    put({at.x + columns.call, y}, ui::fit(text, room), ink);
    if (!result) return;
    draw_result(row, index, columns, at, y);
    const Outcome& outcome = row.call ? row.call->outcome : row.wait->outcome;
    if (columns.shows_elapsed && outcome.origin != Origin::Injected) {  // no call, no time
        const std::string elapsed = duration_words(outcome.elapsed_ns);
        put({at.x + columns.elapsed, y}, elapsed, row.call ? theme().text : theme().dim);
        ImGui::SetCursorScreenPos({at.x + columns.elapsed, y});
        ImGui::Dummy(ui::text_size(elapsed));
        ui::registry().record_item("step." + std::to_string(index) + ".elapsed", elapsed, true);
    }
    if (row.call && columns.shows_left) {
        const std::string left = "left " + grouped(row.call->asked - std::min(row.call->taken, row.call->asked));
        put({at.x + columns.left, y}, ui::fit(left, columns.width - columns.left), theme().dim);
    }
}

void draw_row(const LabState& state, std::size_t index, const Columns& columns, Intents& out) {
    const RunView& run = state.run;
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const bool chosen = run.shown_index() == index;
    if (ui::selectable("step." + std::to_string(index), "", chosen, {}, {columns.width, row_height()})) {
        const bool last = !run.calls.empty() && index == run.calls.back();
        out.push_back(SelectStep{last ? std::nullopt : std::optional(index)});
    }
    const ImVec2 after = ImGui::GetCursorScreenPos();
    if (ImGui::IsItemHovered() && !ImGui::IsMouseDown(ImGuiMouseButton_Left)) {
        const CallStep* call = std::get_if<CallStep>(&run.steps[index].what);
        const EndStep* end = std::get_if<EndStep>(&run.steps[index].what);
        std::string tip = "Shows the list, the target and the explanation as they were then.";
        if (call && run.arena) tip = strace_call(*call, run.context());
        if (end && !end->note.empty()) tip = end->note;
        ui::hover_hint({tip, "", "", ""});
    }
    draw_row_content(state, index, columns, at);
    ImGui::SetCursorScreenPos(after);
}

/// The step on show stays in sight: the last call while nothing is chosen (the other panels speak of its result,
/// not of the very last step), else the row that a key, the slider or playing has come to.
void follow(const RunView& run, CallsSeen& seen) {
    const float height = ImGui::GetWindowHeight();
    const std::size_t shown = run.shown_index();
    if (seen.steps != run.steps.size() || seen.height != height || seen.shown != shown) seen.frames = 2;
    seen.steps = run.steps.size();
    seen.height = height;
    seen.shown = shown;
    const float top = static_cast<float>(shown) * row_height();
    const float bottom = top + row_height();
    if (seen.frames > 0 && !run.selected) ImGui::SetScrollY(std::max(0.0F, bottom - height));
    if (seen.frames > 0 && run.selected) {
        if (top < ImGui::GetScrollY()) ImGui::SetScrollY(top);
        if (bottom > ImGui::GetScrollY() + height) ImGui::SetScrollY(bottom - height);
    }
    seen.frames = std::max(0, seen.frames - 1);
}

/// Each step is measured once, for there may be ten thousand of them.
void measure_badges(const RunView& run, CallsSeen& seen) {
    const ui::FontScope font(Font::Mono);
    if (seen.buffers != run.buffers || seen.measured > run.steps.size() || seen.em != ui::em(1)) {
        seen.widest = 0;
        seen.measured = 0;
    }
    seen.buffers = run.buffers;
    seen.em = ui::em(1);
    for (; seen.measured < run.steps.size(); ++seen.measured) {
        const auto* call = std::get_if<CallStep>(&run.steps[seen.measured].what);
        if (call) seen.widest = std::max(seen.widest, ui::result_badge_width(call->outcome, call->asked));
    }
}

void draw_rows(const LabState& state, CallsSeen& seen, Intents& out) {
    const RunView& run = state.run;
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {0, 0});
    float height = std::max(ImGui::GetContentRegionAvail().y, row_height());
    // Whole rows where not all of them have room: a strip of a badge looks like something that went wrong.
    const float rows = height / row_height();
    constexpr float kNearlyWhole = 0.7F;
    if (static_cast<float>(run.steps.size()) > rows && rows - std::floor(rows) < kNearlyWhole)
        height = std::floor(rows) * row_height();
    if (cx::begin_part("steps", {0, height})) {
        measure_badges(run, seen);
        const Columns columns = columns_of(ImGui::GetContentRegionAvail().x, run.calls.size(), seen.widest);
        ImGuiListClipper clipper;
        clipper.Begin(static_cast<int>(run.steps.size()), row_height());
        while (clipper.Step()) {
            for (int i = clipper.DisplayStart; i < clipper.DisplayEnd; ++i) {
                draw_row(state, static_cast<std::size_t>(i), columns, out);
            }
        }
        follow(run, seen);
    }
    ImGui::EndChild();
    ImGui::PopStyleVar();
}

std::string state_words(const LabState& state) {
    const RunView& run = state.run;
    if (!run.exists) return "";
    const std::string calls = grouped(run.calls.size()) + (run.calls.size() == 1 ? " call" : " calls");
    if (run.stopping) return calls + " · being stopped";
    switch (run.state) {
        case Run::State::Starting:
            return "starting";
        case Run::State::Waiting:
            return "waiting for a client";
        case Run::State::Running:
            return calls + " · running";
        case Run::State::Asleep:
            if (run.sleeping() != nullptr && run.sleeping()->polling) return calls + " · asleep in poll";
            return run.calls.empty() ? "asleep in the first call" : calls + " · asleep in the next";
        case Run::State::Paused:
            return calls + " · paused before the next";
        case Run::State::Over:
            break;
    }
    return calls + (run.current ? "" : " · of an earlier list") + " · a run cannot be undone";
}

}  // namespace

void draw_calls(const LabState& state, CallsSeen& seen, Intents& out) {
    const bool back = state.run.looking_back();
    ui::heading("Calls", back ? std::string() : state_words(state));
    if (back) {
        const std::string_view words = "Looking back: no call is made again.";
        const ui::FontScope font(Font::Small);
        ui::right_align(ui::text_size(words).x);
        ui::colored_text(words, readable(theme().accent, theme().panel));
        ui::registry().record_item("look.back_words", words, true);
    } else {
        ui::registry().record_item("calls.state", state_words(state), true);
    }
    if (state.run.steps.empty()) {
        ui::wrapped_text("Every call will stand here, with what the kernel answered.", theme().dim);
        return;
    }
    draw_rows(state, seen, out);
}

}  // namespace iovlab
