#include "app/panels/entries.h"

#include "app/lab/cursor_shown.h"
#include "app/lab/cut.h"
#include "app/panels/fields.h"
#include "app/widgets/byte_bar.h"
#include "app/widgets/draw.h"
#include "app/widgets/layout.h"
#include "app/widgets/numbers.h"
#include "app/widgets/registry.h"
#include "app/window/fonts.h"
#include "app/window/imgui_compat.h"
#include "core/kernel/names.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <set>
#include <string>

namespace iovlab {

namespace {

constexpr const char* kDragged = "iovlab.entry";
constexpr ui::Hint kRowHint{
    "Click: its fields; with Ctrl or Shift: chooses more rows. Drag: another place in the list, with all that are "
    "chosen.",
    "readv(2)", "", ""};
using How = ChooseRow::How;

/// Where the columns of a row begin, from its left edge.
struct Columns {
    float base, length, bar, bar_width, left, width;
};
Columns columns_of(const LabState& state, float width) {
    // The longest iov_len in full; but a lie of 2^64 must not push the bars out.
    constexpr std::uint64_t kInFull = 2'147'483'648;
    std::uint64_t longest = 0;
    for (const EntryFacts& entry : state.list().lines)
        longest = std::max(longest, std::min<std::uint64_t>(entry.length, kInFull));
    float length = ui::px(8);
    {
        const ui::FontScope font(Font::Mono);
        length += ui::text_size(ui::length_text(longest)).x;
    }
    Columns columns{};
    columns.base = ui::em(3.4F);
    columns.length = columns.base + std::max(ui::em(6.4F), width * 0.19F);  // "tail+65,536" in full
    columns.bar = columns.length + std::max({ui::em(4.6F), width * 0.11F, length});
    columns.left = width - ui::px(8);
    columns.bar_width = std::max(ui::em(3), width - columns.bar - ui::em(5.6F));
    columns.width = width;
    return columns;
}

float row_height() {
    return ui::px(28);
}

void put(ImVec2 at, std::string_view text, ImU32 color) {
    ImGui::GetWindowDrawList()->AddText(at, color, text.data(), text.data() + text.size());
}

void put_right(ImVec2 at, std::string_view text, ImU32 color) {
    put({at.x - ui::text_size(text).x, at.y}, text, color);
}

/// writev(4, iov, 4), coloured as code.
void draw_signature(const LabState& state) {
    const CallSpec& call = state.call();
    const std::string fd = state.run.target_fd > 0 ? std::to_string(state.run.target_fd) : "fd";
    const std::uint64_t entries = state.list().entries;
    const std::string count = call.count ? std::to_string(*call.count) : std::to_string(entries);
    const ui::FontScope font(Font::MonoLarge);
    const auto word = [](const std::string& text, ImU32 color) {
        ui::colored_text(text, color);
        ImGui::SameLine(0, 0);
    };
    const bool alone = call.op == Op::Write || call.op == Op::Writes || call.op == Op::CopyWrite;
    const std::string name = call.op == Op::Writes || call.op == Op::CopyWrite ? "write" : to_string(call.op);
    if (call.op == Op::Writes) word(std::to_string(entries) + " × ", theme().dim);
    word(name + "(", theme().text);
    word(fd, readable(theme().accent, theme().panel));
    if (alone) {
        word(call.op == Op::CopyWrite ? ", joined, " : ", iov_base, ", theme().text);
        word(call.op == Op::CopyWrite ? std::to_string(state.list().asked) : "iov_len",
             readable(theme().accent, theme().panel));
    } else {
        word(call.bad_array ? ", bad address, " : ", iov, ", theme().text);
        word(count, readable(theme().accent, theme().panel));
        if (call.op == Op::Pwritev || call.op == Op::Pwritev2 || call.op == Op::Preadv)
            word(", " + std::to_string(call.offset), theme().text);
        for (std::size_t i = 0; call.op == Op::Pwritev2 && i < call.flags.names.size(); ++i) {
            word((i == 0 ? ", " : "|") + call.flags.names[i], theme().text);
        }
    }
    ui::colored_text(")", theme().text);
    ui::registry().record_item("entries.signature", name + "(" + fd + ", iov, " + count + ")", true);
}

void draw_calls_to_choose(const LabState& state, Intents& out) {
    const std::size_t calls = state.experiment().calls.size();
    if (calls < 2) return;
    for (std::size_t i = 0; i < calls; ++i) {
        const std::string label = "call " + std::to_string(i + 1);
        const ui::ButtonStyle style{i == state.look.list ? ui::ButtonKind::Primary : ui::ButtonKind::Normal,
                                    ui::Icon::None, 0};
        if (i > 0) ui::flow(ui::button_width(label, {}, style));
        if (ui::button("call." + std::to_string(i), label,
                       {"Shows the list of this call. Calls are made one after another.", "", "", ""}, style)) {
            out.push_back(SelectList{i});
        }
    }
}

std::string remark_of(const LabState& state) {
    // How many bytes a call asks for may be what a lesson's question is about.
    if (!course_obstacle(state.course).empty()) return {};
    const std::uint64_t asked = state.list().asked;
    std::string remark = ui::length_text(asked) + " B asked";
    if (asked == UINT64_MAX) remark = "more than 2^64 B asked";
    if (state.run.exists && !state.run.current && !state.run.steps.empty())
        return remark + " · edited since the run below";
    if (points_at_cut(state)) return remark + " · click where it will be cut";
    return remark + (state.call().iov.size() > 1 ? " · drag rows to reorder" : "");
}

void draw_head(const LabState& state, const Columns& columns) {
    const ui::FontScope font(Font::MonoSmall);
    const ImVec2 at = ImGui::GetCursorScreenPos();
    put({at.x + ui::px(8), at.y}, "iov", theme().dim);
    put({at.x + columns.base, at.y}, "iov_base", theme().dim);
    put({at.x + columns.length, at.y}, "iov_len", theme().dim);
    put_right({at.x + columns.left, at.y}, "left", theme().dim);
    {
        const ui::FontScope small(Font::Small);
        const std::string remark = remark_of(state);
        put({at.x + columns.bar, at.y}, ui::fit(remark, columns.left - columns.bar - ui::em(3)), theme().dim);
    }
    ImGui::Dummy({1, ImGui::GetTextLineHeight() + ui::px(2)});
}

std::string index_text(const LabState& state, std::size_t line) {
    const std::uint64_t first = state.list().lines[line].first;
    const std::uint64_t times = state.call().iov[line].times;
    if (times <= 1) return "[" + std::to_string(first) + "]";
    return "[" + std::to_string(first) + "…]";
}

std::string base_text(const EntrySpec& entry) {
    switch (entry.bad) {
        case BadBase::None:
            return entry.buffer.empty() ? "(no buffer)" : entry.buffer;
        case BadBase::Unmapped:
            return "unmapped";
        case BadBase::Crossing:
            return "crossing";
        case BadBase::Null:
            return "NULL";
        case BadBase::Kernel:
            return "kernel address";
    }
    return "";
}

/// The drop place under the pointer, drawn as a line between two rows; where the entry would stand afterwards.
void accept_drop(const LabState& state, std::size_t line, ImVec2 min, ImVec2 max, Intents& out) {
    if (!ImGui::BeginDragDropTarget()) return;
    const ImGuiDragDropFlags flags =
        ImGuiDragDropFlags_AcceptBeforeDelivery | ImGuiDragDropFlags_AcceptNoDrawDefaultRect;
    if (const ImGuiPayload* payload = ImGui::AcceptDragDropPayload(kDragged, flags)) {
        const std::size_t from = *static_cast<const std::size_t*>(payload->Data);
        const bool above = ImGui::GetIO().MousePos.y < (min.y + max.y) / 2;
        const std::size_t gap = line + (above ? 0 : 1);
        const float y = above ? min.y : max.y;
        const float half = std::max(1.0F, ui::px(2) / 2);
        ImGui::GetForegroundDrawList()->AddRectFilled({min.x, y - half}, {max.x, y + half}, theme().accent);
        if (payload->IsDelivery()) out.push_back(MoveEntry{state.look.list, from, gap > from ? gap - 1 : gap});
    }
    ImGui::EndDragDropTarget();
}

/// A chosen row that is dragged takes the other chosen ones along.
bool moves_together(const LabState& state, std::size_t line) {
    const Rows& chosen = state.look.chosen.now;
    return chosen.rows.size() > 1 && chosen.has(Rows::Of::Entries, line) && chosen.list == state.look.list;
}

void offer_drag(const LabState& state, std::size_t line) {
    if (!ImGui::BeginDragDropSource(ImGuiDragDropFlags_SourceNoHoldToOpenOthers)) return;
    ImGui::SetDragDropPayload(kDragged, &line, sizeof line);
    std::set<std::size_t> rows{line};
    if (moves_together(state, line)) {
        rows = state.look.chosen.now.rows;
        ui::dim_text(grouped(rows.size()) + " entries together");
    }
    constexpr std::size_t kNamed = 6;
    for (std::size_t named = 0; const std::size_t row : rows) {
        if (++named > kNamed) continue;
        const ui::FontScope font(Font::Mono);
        ui::text(named == kNamed && rows.size() > kNamed
                     ? std::string("…")
                     : index_text(state, row) + " " + base_text(state.call().iov[row]));
    }
    ImGui::EndDragDropSource();
}

struct Row {
    std::size_t line;
    const EntrySpec& entry;
    const EntryFacts& facts;
    std::uint64_t consumed;
    bool shown;  ///< a run is on show, so "consumed" means something
};

void draw_row_texts(const LabState& state, const Row& row, const Columns& columns, ImVec2 at) {
    const ui::FontScope font(Font::Mono);
    const float y = at.y + (row_height() - ImGui::GetTextLineHeight()) / 2;
    const Theme& t = theme();
    put({at.x + ui::px(8), y}, index_text(state, row.line), t.dim);
    const bool bad = row.entry.bad != BadBase::None || !row.facts.buffer;
    const std::string base = base_text(row.entry);
    std::string cut;
    if (row.consumed > 0 && row.consumed < row.facts.total && row.entry.times == 1)
        cut = "+" + grouped(row.consumed);
    const bool times = row.entry.times > 1;
    if (times) cut = " ×" + grouped(row.entry.times);
    const float room = columns.length - columns.base - ui::px(6) - ui::text_size(cut).x;
    const std::string_view name = ui::fit(base, std::max(room, ui::em(2)));
    put({at.x + columns.base, y}, name, bad ? readable(t.error, t.panel) : t.text);
    put({at.x + columns.base + ui::text_size(name).x, y}, cut, times ? t.dim : readable(t.short_write, t.panel));
    const std::string length = ui::length_text(row.facts.length);
    const bool lies =
        row.facts.buffer && row.entry.length && *row.entry.length != state.derived.buffers[*row.facts.buffer].size;
    put({at.x + columns.length, y}, ui::fit(length, columns.bar - columns.length - ui::px(4)),
        lies ? readable(t.error, t.panel) : t.text);
    if (row.shown) {
        const std::uint64_t left = row.facts.total - row.consumed;
        put_right({at.x + columns.left, y}, ui::length_text(left), left == 0 ? t.dim : t.text);
    }
}

/// A byte of a line, in its buffer; what a lying length makes of it is nobody's.
std::optional<ByteSpot> spot_in(const LabState& state, const EntryFacts& facts, std::uint64_t byte) {
    if (!facts.buffer || facts.length == 0) return std::nullopt;
    const std::uint64_t offset = byte % facts.length;
    if (offset >= state.derived.buffers[*facts.buffer].size) return std::nullopt;
    return ByteSpot{ByteSpot::In::Buffer, *facts.buffer, offset};
}

/// The bytes that calls have put into this entry, as text; empty for calls that write.
std::string came_in(const LabState& state, const Row& row) {
    const bool known = row.shown && row.entry.times == 1 && row.facts.first < state.filled.entries.size();
    const CallStep* shown = known ? state.run.shown_call() : nullptr;
    if (!shown || shown->list != state.look.list) return {};
    return state.filled.entries[row.facts.first].substr(0, row.consumed);
}

void draw_row_bar(const LabState& state, const Row& row, const Columns& columns, ImVec2 at, Intents& out) {
    const std::string place = "call[" + std::to_string(state.look.list) + "].iov[" + std::to_string(row.line) + "]";
    if (const Problem* problem = state.problems.under(place)) {
        const ui::FontScope font(Font::Small);
        const float y = at.y + (row_height() - ImGui::GetTextLineHeight()) / 2;
        const std::string what = as_sentence(problem->what);
        const std::string_view words = ui::fit(what, columns.left - columns.bar);
        put({at.x + columns.bar, y}, words, readable(theme().error, theme().panel));
        return;
    }
    ui::ByteBar bar;
    bar.bad = row.entry.bad != BadBase::None && row.entry.bad != BadBase::Crossing;
    bar.fill = row.facts.buffer ? buffer_fill(*row.facts.buffer) : other_fill();
    bar.length = row.facts.total;
    bar.consumed = row.consumed;
    // The other way round: what came in is full. Before a run every entry is still to be filled.
    bar.fills = reads(state.call().op);
    const std::string came = came_in(state, row);
    bar.label = came;
    if (row.consumed > 0 && row.consumed < row.facts.total) bar.cut = row.consumed;
    if (row.entry.bad == BadBase::Crossing) bar.readable = row.entry.good;
    if (row.facts.buffer && row.entry.times == 1) {
        const std::uint64_t size = state.derived.buffers[*row.facts.buffer].size;
        if (row.facts.length > size) bar.readable = size;
    }
    const std::vector<ui::LitRange> lit = lit_in_line(state, state.look.list, row.line);
    bar.lit = lit;
    const float height = ui::px(16);
    ImGui::SetCursorScreenPos({std::round(at.x + columns.bar), at.y + (row_height() - height) / 2});
    // No wider than what is drawn: beside the bar the pointer is on the row.
    const BarSpan span = bar_span(state.list(), row.line, at.x + columns.bar, columns.bar_width);
    if (span.bytes < bar.length) bar.scale = span.bytes;
    if (bar.length == 0) return;
    const ui::BarHover hover =
        ui::byte_bar("entry." + std::to_string(row.line) + ".bar", bar, {span.width, height}, kRowHint);
    const auto spot = hover.byte ? spot_in(state, row.facts, *hover.byte) : std::nullopt;
    if (spot) out.push_back(HoverByte{spot});
    if (hover.clicked) {
        if (spot && !points_at_cut(state)) out.push_back(SelectBytes{spot, ImGui::GetIO().KeyShift});
        const std::uint64_t edge = span.edge(ImGui::GetIO().MousePos.x, bar.length);
        points_at_cut(state) ? out.push_back(PointAtCut{row.facts.start + edge})
                             : out.push_back(OpenEntry{row.line});
    }
    offer_drag(state, row.line);
    accept_drop(state, row.line, at, {at.x + columns.width, at.y + row_height()}, out);
}

void draw_row(const LabState& state, std::size_t line, const Columns& columns, std::optional<Cursor> cursor,
              Intents& out) {
    const ListFacts& list = state.list();
    const Row row{line, state.call().iov[line], list.lines[line], cursor ? list.consumed(line, *cursor) : 0,
                  cursor.has_value()};
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const bool open = state.look.open_entry == line;
    const bool chosen =
        state.look.chosen.now.has(Rows::Of::Entries, line) && state.look.chosen.now.list == state.look.list;
    if (ui::selectable("entry." + std::to_string(line), "", open || chosen, kRowHint,
                       {columns.width, row_height()})) {
        const How how = ImGui::GetIO().KeyShift ? How::Extend : ImGui::GetIO().KeyCtrl ? How::Toggle : How::Only;
        out.push_back(ChooseRow{Rows::Of::Entries, line, how});
        if (how == How::Only) out.push_back(OpenEntry{open ? std::nullopt : std::optional(line)});
    }
    if (cx::nav_just_came() && ImGui::GetIO().KeyShift)
        out.push_back(ChooseRow{Rows::Of::Entries, line, How::Extend});
    offer_drag(state, line);
    accept_drop(state, line, at, {at.x + columns.width, at.y + row_height()}, out);
    const ImVec2 after = ImGui::GetCursorScreenPos();
    draw_row_texts(state, row, columns, at);
    draw_row_bar(state, row, columns, at, out);
    draw_length_in_place(state, line, {at.x + columns.length, at.y},
                         {columns.bar - columns.length - ui::px(6), row_height()}, out);
    offer_drag(state, line);
    accept_drop(state, line, at, {at.x + columns.width, at.y + row_height()}, out);
    ImGui::SetCursorScreenPos(after);
    ImDrawList& draw = *ImGui::GetWindowDrawList();
    if (!open)
        draw.AddRectFilled({at.x, at.y + row_height() - ui::line_width()},
                           {at.x + columns.width, at.y + row_height()}, mix(theme().panel, theme().line, 0.55F));
}

void draw_rows(const LabState& state, float max_height, Intents& out) {
    const std::size_t lines = state.call().iov.size();
    const float wanted = static_cast<float>(lines) * row_height();
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {0, 0});
    if (cx::begin_part("rows", {0, std::min(wanted, max_height)})) {
        const Columns columns = columns_of(state, ImGui::GetContentRegionAvail().x);
        const std::optional<Cursor> cursor = cursor_shown(state);
        BarRows rows{ImGui::GetCursorScreenPos(), row_height(), 0, columns.bar_width, 0, 0, 0};
        rows.bar_left = rows.origin.x + columns.bar;
        rows.right = rows.origin.x + columns.width;
        rows.first = static_cast<int>(lines);
        ImGuiListClipper clipper;
        clipper.Begin(static_cast<int>(lines), row_height());
        while (clipper.Step()) {
            rows.first = std::min(rows.first, clipper.DisplayStart);
            rows.last = std::max(rows.last, clipper.DisplayEnd);
            for (int line = clipper.DisplayStart; line < clipper.DisplayEnd; ++line) {
                draw_row(state, static_cast<std::size_t>(line), columns, cursor, out);
            }
        }
        if (course_obstacle(state.course).empty()) draw_cut(state, rows, out);
    }
    ImGui::EndChild();
    ImGui::PopStyleVar();
}

}  // namespace

void draw_entries(const LabState& state, float max_height, bool cut_line, Intents& out) {
    ImGui::AlignTextToFramePadding();
    draw_signature(state);
    draw_entry_adding(state, out);
    draw_calls_to_choose(state, out);
    if (state.call().iov.empty()) {
        ui::gap(1);
        ui::wrapped_text(std::string("The list is empty: ") + to_string(state.call().op) +
                             " would return 0 without looking at anything. Add an entry.",
                         theme().dim);
    } else {
        draw_head(state, columns_of(state, ImGui::GetContentRegionAvail().x));
        draw_rows(state, max_height, out);
        const bool open = !course_obstacle(state.course).empty();  // the line says what the call will ask for
        if (!open && (cut_line || cut_of(state).at)) draw_cut_line(state, out);
    }
    ui::problem_exactly_at(state.problems, "call[" + std::to_string(state.look.list) + "].iov");
    if (state.look.open_entry) draw_entry_editor(state, out);
}

}  // namespace iovlab
