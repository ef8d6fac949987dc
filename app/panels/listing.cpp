// The loop's program: declared in panels/loop.h.
#include "app/lab/call_text.h"
#include "app/panels/loop.h"
#include "app/widgets/controls.h"
#include "app/widgets/layout.h"
#include "app/widgets/registry.h"
#include "app/window/fonts.h"
#include "app/window/imgui_compat.h"
#include "core/kernel/names.h"

#include <algorithm>
#include <cmath>
#include <string>

namespace iovlab {

namespace {

constexpr std::size_t kIndent = 4;  // of the listings; shown by half, because panels are narrow

/// A listing's line as it is drawn: its front is indented, and what does not fit goes on below.
struct VisualLine {
    std::size_t line = 0;
    std::size_t begin = 0;
    std::size_t end = 0;
    std::size_t column = 0;  ///< where it is put
};

std::vector<VisualLine> wrapped_lines(const Listing& listing, std::size_t columns) {
    std::vector<VisualLine> rows;
    for (std::size_t i = 0; i < listing.lines.size(); ++i) {
        const std::string& text = listing.lines[i];
        std::size_t begin = std::min(text.find_first_not_of(' '), text.size());
        const std::size_t indent = begin / 2;
        std::size_t column = indent;
        do {
            const std::size_t room = std::max<std::size_t>(columns > column ? columns - column : 0, 8);
            std::size_t end = text.size();
            if (end - begin > room) {
                end = text.find_last_of(' ', begin + room);
                if (end == std::string::npos || end <= begin) end = begin + room;
            }
            rows.push_back({i, begin, end, column});
            begin = std::min(text.find_first_not_of(' ', end), text.size());
            column = indent + kIndent / 2;
        } while (begin < text.size());
    }
    return rows;
}

/// What lies behind the line where the loop stands.
ImU32 lit_ground() {
    return tint(theme().short_write, 0.2F);
}

ImU32 color_of(CodeKind kind, ImU32 ground) {
    const Theme& t = theme();
    switch (kind) {
        case CodeKind::Keyword:
            return readable(t.accent, ground);
        case CodeKind::Text:
            return readable(t.complete, ground);
        case CodeKind::Comment:
            break;
    }
    return readable(t.dim, ground);
}

/// Characters [from, to) of a line, each in the colour of its token.
void put_code(ImVec2 at, float cell, const std::string& line, const std::vector<CodeToken>& tokens,
              const VisualLine& row, ImU32 ground) {
    ImDrawList& draw = *ImGui::GetWindowDrawList();
    std::size_t from = row.begin;
    const auto put = [&](std::size_t to, ImU32 color) {
        to = std::min(to, row.end);
        if (to <= from) return;
        const auto column = static_cast<float>(row.column + from - row.begin);
        draw.AddText({at.x + column * cell, at.y}, color, line.data() + from, line.data() + to);
        from = to;
    };
    for (const CodeToken& token : tokens) {
        put(token.begin, theme().text);
        if (token.end > from) put(token.end, color_of(token.kind, ground));
    }
    put(line.size(), theme().text);
}

std::string lit_place(const LabState& state) {
    const RunView& run = state.run;
    const SleepStep* sleep = run.selected ? nullptr : run.sleeping();
    if (sleep && !sleep->polling) return "call";
    const Thought* thought = state.thinking.chosen();
    return thought ? thought->place : "";
}

/// The result beside the lit line, as a comment.
std::string ghost(const LabState& state) {
    const CallStep* call = state.run.shown_call();
    if (!call || !call->outcome.result) return {};
    return "n = " + std::to_string(*call->outcome.result);
}

void follow(LoopSeen& seen, const void* listing, std::size_t line, float top, float bottom, float step) {
    const float height = ImGui::GetWindowHeight();
    const bool same = seen.listing == listing && seen.line == line && seen.height == height;
    seen.listing = listing;
    seen.line = line;
    seen.height = height;
    if (same) return;
    // A few lines of what leads to it stay in sight.
    const float before = std::clamp(std::floor((height - (bottom - top)) / 3 / step) * step, 0.0F, top);
    if (top - before < ImGui::GetScrollY() || bottom > ImGui::GetScrollY() + height)
        ImGui::SetScrollY(std::max(0.0F, top - before));
}

/// Where the lines of a program stand.
struct Page {
    ImVec2 origin;
    float width = 0, cell = 0, step = 0;
};

void light(const Page& page, ImVec2 at) {
    ImDrawList& draw = *ImGui::GetWindowDrawList();
    const float right = page.origin.x + page.width;
    draw.AddRectFilled({page.origin.x, at.y}, {right, at.y + page.step}, lit_ground());
    draw.AddRectFilled({page.origin.x, at.y}, {page.origin.x + ui::px(3), at.y + page.step}, theme().short_write);
}

/// `beside` stands at the right of a lit line if there is room.
void draw_row(const Page& page, const ShownListing& shown, const VisualLine& row, ImVec2 at, bool lit,
              const std::string& beside) {
    const std::string& line = shown.listing.lines[row.line];
    if (lit) light(page, at);
    const float end = at.x + static_cast<float>(row.column + row.end - row.begin + 2) * page.cell;
    const float left = page.origin.x + page.width - ui::text_size(beside).x - ui::px(6);
    if (lit && !beside.empty() && row.end == line.size() && end <= left)
        ImGui::GetWindowDrawList()->AddText({left, at.y + ui::px(1)}, readable(theme().dim, lit_ground()),
                                            beside.c_str());
    put_code({at.x, at.y + ui::px(1)}, page.cell, line, shown.tokens[row.line], row,
             lit ? lit_ground() : theme().panel);
}

void draw_program(const LabState& state, const ShownListing& shown, const std::vector<std::size_t>& lit, float step,
                  LoopSeen& seen) {
    const float cell = ui::text_size("0000000000").x / 10;
    const Page page{ImGui::GetCursorScreenPos(), ImGui::GetContentRegionAvail().x, cell, step};
    const auto columns = static_cast<std::size_t>(std::max(1.0F, (page.width - ui::px(8)) / cell));
    const std::vector<VisualLine> rows = wrapped_lines(shown.listing, columns);
    const std::size_t wanted = lit.empty() ? shown.listing.loop_begin : lit.front();
    const std::string beside = ghost(state);
    float top = 0;
    float bottom = ImGui::GetWindowHeight();
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const float down = static_cast<float>(i) * step;
        if (rows[i].line == wanted) {
            if (rows[i].begin == 0 || i == 0 || rows[i - 1].line != wanted) top = down;
            bottom = down + step;
        }
        const ImVec2 at{page.origin.x + ui::px(8), std::round(page.origin.y + down)};
        if (!ImGui::IsRectVisible(at, {at.x + page.width, at.y + step})) continue;
        const bool is_lit = std::find(lit.begin(), lit.end(), rows[i].line) != lit.end();
        draw_row(page, shown, rows[i], at, is_lit, rows[i].line == wanted ? beside : std::string());
    }
    ImGui::Dummy({page.width, static_cast<float>(rows.size()) * step});
    if (lit.empty()) bottom = top + ImGui::GetWindowHeight();  // the loop from its beginning
    follow(seen, &shown, wanted, top, bottom, step);
}

}  // namespace

void draw_listing(const LabState& state, LoopSeen& seen, float height) {
    if (const Op op = state.call().op; reads(op)) {
        ui::wrapped_text(
            std::string("These programs write, and ") + to_string(op) +
                " reads, so none of them stands here. A reading loop goes on after a short read until the "
                "list is full, or until a call returns 0: the end of file.",
            theme().dim);
        return;
    }
    const auto found = state.listings.find({state.experiment().loop.kind, state.look.language});
    if (found == state.listings.end()) {
        ui::wrapped_text("The loops' programs (assets/loops) are not installed here.", theme().dim);
        return;
    }
    const ShownListing& shown = found->second;
    const std::vector<std::size_t> lit = shown.listing.lines_of(lit_place(state));
    const ui::FontScope font(Font::MonoSmall);
    const float step = std::round(ImGui::GetFontSize() * 1.15F);
    if (cx::begin_part("listing", {0, std::max(std::floor(height / step), 3.0F) * step}))  // whole lines
        draw_program(state, shown, lit, step, seen);
    ImGui::EndChild();
    ui::registry().record_item("listing", lit.empty() ? std::string() : shown.listing.lines[lit.front()], true);
}

}  // namespace iovlab
