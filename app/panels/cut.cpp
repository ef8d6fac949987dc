// The cut over the entry bars: declared in panels/entries.h.

#include "app/lab/cut.h"

#include "app/lab/call_text.h"
#include "app/lab/prediction.h"
#include "app/panels/entries.h"
#include "app/panels/fields.h"
#include "app/widgets/controls.h"
#include "app/widgets/draw.h"
#include "app/widgets/layout.h"
#include "app/widgets/registry.h"
#include "app/window/fonts.h"
#include "app/window/imgui_compat.h"
#include "app/window/keys.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <string>

namespace iovlab {

namespace {

constexpr std::int64_t kFar = 16;  // bytes that Shift moves the cut by

/// A byte of the list on the screen.
struct Spot {
    std::size_t line = 0;
    float x = 0, top = 0, bottom = 0;
};

float bar_height() {
    return ui::px(16);
}

/// `behind`: the end of the line before, not the start of the one that goes on there.
std::optional<Spot> spot_of(const LabState& state, const BarRows& rows, std::uint64_t at, bool behind) {
    const ListFacts& list = state.list();
    const std::size_t line = list.line_at(behind && at > 0 ? at - 1 : at);
    if (line == list.lines.size()) return std::nullopt;
    const BarSpan span = bar_span(list, line, rows.bar_left, rows.bar_width);
    const float top = rows.origin.y + rows.row_height * static_cast<float>(line);
    return Spot{line, span.x(at - list.lines[line].start), top, top + rows.row_height};
}

/// The byte of the list under the pointer, in the row under it or the nearest one.
std::uint64_t under_pointer(const LabState& state, const BarRows& rows) {
    const ListFacts& list = state.list();
    const ImVec2 pointer = ImGui::GetIO().MousePos;
    const float row = std::floor((pointer.y - rows.origin.y) / rows.row_height);
    const auto last = static_cast<float>(list.lines.size()) - 1;
    const auto line = static_cast<std::size_t>(std::clamp(row, 0.0F, std::max(0.0F, last)));
    const EntryFacts& facts = list.lines[line];
    if (facts.total == 0) return facts.start;
    const std::uint64_t inside = bar_span(list, line, rows.bar_left, rows.bar_width).edge(pointer.x, facts.total);
    return facts.start > UINT64_MAX - inside ? UINT64_MAX : facts.start + inside;
}

/// What is not asked for: the rest of the cut's row and the rows below it, as far as the call goes.
void draw_left_behind(const LabState& state, const BarRows& rows, const Cut& cut) {
    if (!cut.at || *cut.at >= cut.end()) return;
    const ListFacts& list = state.list();
    ImDrawList& draw = *ImGui::GetWindowDrawList();
    for (int row = rows.first; row < rows.last; ++row) {
        const auto line = static_cast<std::size_t>(row);
        const EntryFacts& facts = list.lines[line];
        if (facts.total == 0 || facts.end() <= *cut.at || facts.start >= cut.end()) continue;
        const BarSpan span = bar_span(list, line, rows.bar_left, rows.bar_width);
        const float top = std::round(rows.origin.y + rows.row_height * static_cast<float>(row) +
                                     (rows.row_height - bar_height()) / 2);
        const float from = *cut.at > facts.start ? span.x(*cut.at - facts.start) : span.left;
        const float to = span.x(std::min(facts.total, cut.end() - facts.start));
        draw.AddRectFilled({from, top}, {to, top + bar_height()}, with_alpha(theme().panel, 0.72F));
        ui::dashed_rect(draw, {from, top}, {to, top + bar_height()}, theme().short_write);
    }
}

/// A line with a handle above it; thin and dim while there is no cut.
void draw_line(const Spot& spot, bool set, bool active) {
    ImDrawList& draw = *ImGui::GetWindowDrawList();
    const ImU32 color = active ? theme().accent : set ? readable(theme().short_write, theme().panel) : theme().dim;
    const float half = std::max(1.0F, ui::px(set || active ? 3 : 2) / 2);
    const float top = std::round(spot.top + ui::px(2));
    const float bottom = std::round(spot.bottom - ui::px(3));
    draw.AddRectFilled({spot.x - half, top}, {spot.x + half, bottom}, color);
    const float wing = ui::px(4);
    draw.AddTriangleFilled({spot.x - wing, top}, {spot.x + wing, top}, {spot.x, top + wing}, color);
    draw.AddTriangleFilled({spot.x - wing, bottom}, {spot.x, bottom - wing}, {spot.x + wing, bottom}, color);
}

/// Where the arrow keys pressed in this frame take the cut.
std::optional<std::uint64_t> by_keys(const ListFacts& list, const Cut& cut) {
    std::uint64_t at = cut.line();
    bool any = false;
    for (const Key key : {Key::Left, Key::Up, Key::Right, Key::Down}) {
        const bool forward = key == Key::Right || key == Key::Down;
        const std::int64_t sign = forward ? 1 : -1;
        const bool by_one = take({key}, true);
        const bool far = take({key, false, true, false}, true);
        const bool to_edge = take({key, true, false, false}, true);
        if (by_one) at = moved(cut, at, sign);
        if (far) at = moved(cut, at, sign * kFar);
        if (to_edge) at = next_edge(list, cut, at, forward);
        any = any || by_one || far || to_edge;
    }
    if (!any) return std::nullopt;
    cx::keep_arrow_keys();
    return at;
}

/// Where the mouse takes it: with Shift a byte for each pixel, for bars that are wider than the screen is fine.
std::optional<std::uint64_t> by_mouse(const LabState& state, const BarRows& rows, const Cut& cut) {
    if (!ImGui::IsItemActive() || !ImGui::IsMouseDragging(ImGuiMouseButton_Left, ui::px(2))) return std::nullopt;
    const ImGuiIO& io = ImGui::GetIO();
    if (io.KeyShift) return moved(cut, cut.line(), static_cast<std::int64_t>(io.MouseDelta.x));
    const float top = ImGui::GetWindowPos().y;
    const float bottom = top + ImGui::GetWindowHeight();
    if (io.MousePos.y < top) ImGui::SetScrollY(std::max(0.0F, ImGui::GetScrollY() - rows.row_height / 2));
    if (io.MousePos.y > bottom)
        ImGui::SetScrollY(std::min(ImGui::GetScrollMaxY(), ImGui::GetScrollY() + rows.row_height / 2));
    return std::clamp(under_pointer(state, rows), cut.from, cut.end());
}

/// The row of byte `at` is brought into sight.
void show_row(const LabState& state, const BarRows& rows, std::uint64_t at) {
    const std::size_t line = state.list().line_at(at);
    const float top = rows.row_height * static_cast<float>(std::min(line, state.list().lines.size() - 1));
    const float height = ImGui::GetWindowHeight();
    if (top < ImGui::GetScrollY()) ImGui::SetScrollY(top);
    if (top + rows.row_height > ImGui::GetScrollY() + height) ImGui::SetScrollY(top + rows.row_height - height);
}

void draw_handle(const LabState& state, const BarRows& rows, const Cut& cut, const Spot& spot, Intents& out) {
    const float reach = ui::px(6);
    const ImVec2 keep = ImGui::GetCursorScreenPos();
    const float left = std::min(spot.x - reach, rows.right - 2 * reach);
    ImGui::SetCursorScreenPos({std::round(left), std::round(spot.top)});
    cx::tab_stop("##cut", {2 * reach, rows.row_height});
    if (ImGui::IsItemActivated()) out.push_back(EditDone{});
    if (ImGui::IsItemDeactivated()) out.push_back(EditDone{});
    const bool focused = ImGui::IsItemFocused();
    const bool active = ImGui::IsItemActive() || ImGui::IsItemHovered() || cx::nav_highlights_last_item();
    if (ImGui::IsItemHovered() || ImGui::IsItemActive()) ImGui::SetMouseCursor(ImGuiMouseCursor_ResizeEW);
    if (focused) claim_keys();
    std::optional<std::uint64_t> to = by_mouse(state, rows, cut);
    if (focused && !to) {
        to = by_keys(state.list(), cut);
        if (to) show_row(state, rows, *to);
        if (cut.at && (take({Key::Delete}) || take({Key::Backspace}))) out.push_back(remove_cut(state, cut));
    }
    if (to && *to != cut.line()) out.push_back(move_cut(state, cut, *to, true));
    const std::string words = cut_words(state, cut);
    ui::registry().record_item("cut", words, true, 0, cut.at.has_value());
    if (!ImGui::IsMouseDown(ImGuiMouseButton_Left)) {
        const std::string tip = "Drag: the kernel is really asked for no more than what lies before it. " +
                                std::string("With Shift a byte a pixel. Arrow keys: a byte, with Shift 16, with ") +
                                "Ctrl to the next entry's edge. Del takes it away.";
        ui::hover_hint({tip, "", "", ""});
    }
    draw_line(spot, cut.at.has_value(), active);
    ImGui::SetCursorScreenPos(keep);
}

void draw_guess(const LabState& state, const BarRows& rows) {
    const Prediction& prediction = state.prediction;
    if (!prediction.on) return;
    std::optional<std::uint64_t> at = prediction.draft.cut;
    const CallStep* shown = state.run.same_lists ? state.run.shown_call() : nullptr;
    if (!at && shown && shown->list == state.look.list) {
        if (const Guess* guess = locked_guess(state, shown->n)) at = guess->cut;
    }
    const auto spot = at ? spot_of(state, rows, *at, *at == state.list().asked) : std::nullopt;
    if (!spot) return;
    ImDrawList& draw = *ImGui::GetWindowDrawList();
    const float half = ui::px(1);
    for (float y = spot->top; y < spot->bottom; y += ui::px(5))
        draw.AddRectFilled({spot->x - half, y}, {spot->x + half, std::min(y + ui::px(3), spot->bottom)},
                           theme().text);
    const ui::FontScope font(Font::Small);
    const float height = ImGui::GetTextLineHeight();
    const ImVec2 mark{spot->x + ui::px(3), std::round((spot->top + spot->bottom - height) / 2)};
    draw.AddRectFilled({mark.x - ui::px(1), mark.y}, {mark.x + ui::text_size("?").x + ui::px(2), mark.y + height},
                       theme().panel, ui::px(3));
    draw.AddText({mark.x, mark.y}, theme().text, "?");
}

}  // namespace

float BarSpan::x(std::uint64_t byte) const {
    const double part = static_cast<double>(byte) / static_cast<double>(bytes);
    return std::round(left + static_cast<float>(std::min(part, 1.0)) * width);
}

std::uint64_t BarSpan::edge(float at, std::uint64_t total) const {
    const double part = static_cast<double>(at - left) / static_cast<double>(std::max(width, 1.0F));
    if (part >= 1) return total;  // a torn end: what is not drawn goes with it
    const double byte = std::max(part, 0.0) * static_cast<double>(bytes);
    return std::min(total, static_cast<std::uint64_t>(std::llround(byte)));
}

BarSpan bar_span(const ListFacts& list, std::size_t line, float left, float width) {
    const std::uint64_t total = list.lines[line].total;
    const std::uint64_t scale = std::max<std::uint64_t>(list.longest, 1);
    BarSpan span{std::round(left), width, std::min(std::max<std::uint64_t>(total, 1), scale)};
    if (total > scale) return span;
    span.width = width * static_cast<float>(static_cast<double>(total) / static_cast<double>(scale));
    span.width = total == 0 ? 0 : std::max(std::round(span.width), ui::px(4));
    return span;
}

void draw_cut(const LabState& state, const BarRows& rows, Intents& out) {
    const Cut cut = cut_of(state);
    if (cut.obstacle.empty()) {
        draw_left_behind(state, rows, cut);
        const auto spot = spot_of(state, rows, cut.line(), !cut.at || *cut.at == cut.end());
        if (spot) draw_handle(state, rows, cut, *spot, out);
    }
    draw_guess(state, rows);
}

void draw_cut_line(const LabState& state, Intents& out) {
    const Cut cut = cut_of(state);
    if (!cut.obstacle.empty()) return;
    const ui::ButtonStyle quiet{ui::ButtonKind::Quiet, ui::Icon::Cross, 0};
    const ui::Hint away{"Takes the cut away: the call asks for all of it again. On the line: Del.", "", "",
                        cut.at ? "" : "There is no cut."};
    ui::gap(2);
    ImGui::AlignTextToFramePadding();
    ui::dim_text("cut");
    ImGui::SameLine();
    ui::InputStyle style;
    {
        const ui::FontScope font(Font::Mono);
        style.width = std::max(ui::em(5.6F), ui::text_size(ui::length_text(cut.asked)).x + ui::em(1.6F));
    }
    style.width = std::min(style.width, ui::em(12));
    auto bytes = static_cast<std::int64_t>(std::min<std::uint64_t>(cut.line() - cut.from, INT64_MAX));
    const auto most = static_cast<std::int64_t>(std::min<std::uint64_t>(cut.asked, INT64_MAX));
    const ui::Hint hint{"So many bytes the kernel is really asked for: the script's `short` for this call.", "", "",
                        ""};
    if (ui::input_int("cut.bytes", bytes, 0, most, hint, style))
        out.push_back(move_cut(state, cut, cut.from + static_cast<std::uint64_t>(bytes), false));
    ImGui::SameLine();
    if (ui::button("cut.remove", "", away, quiet)) out.push_back(remove_cut(state, cut));
    ImGui::SameLine();
    std::string words = cut_words(state, cut);
    if (!cut.at)
        words += cut.replaces_errno ? "; the script fails it, a cut replaces that" : "; drag the line, or type";
    const ui::FontScope font(Font::Small);
    const ImU32 ink = cut.at ? readable(theme().short_write, theme().panel) : theme().dim;
    if (ui::text_size(words).x <= ImGui::GetContentRegionAvail().x) {
        ImGui::AlignTextToFramePadding();
        ui::colored_text(words, ink);
    } else {
        ImGui::NewLine();
        ui::wrapped_text(words, ink);
    }
    ui::registry().record_item("cut.words", words, true);
}

bool points_at_cut(const LabState& state) {
    return state.prediction.on && guess_obstacle(state).empty();
}

}  // namespace iovlab
