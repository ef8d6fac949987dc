#include "app/widgets/markdown.h"

#include "app/widgets/layout.h"
#include "app/window/fonts.h"
#include "app/window/imgui_compat.h"
#include "app/window/theme.h"

#include <algorithm>
#include <cmath>
#include <string>

namespace iovlab::ui {
namespace {

void draw_block(const MdBlock& block);

void draw_heading(const MdBlock& block) {
    const FontScope font(block.level <= 2 ? Font::Title : Font::BodyStrong);
    wrapped_text(plain_text(block.spans), theme().text);
}

/// A mark in the margin, and beside it what belongs to it.
void draw_item(const MdBlock& item, const std::string& mark, float margin) {
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float line = std::round(ImGui::GetFontSize() * kWrappedLine);
    const float x = at.x + margin - text_size(mark).x - px(8);
    const float y = at.y + std::round((line - ImGui::GetFontSize()) / 2);
    ImGui::GetWindowDrawList()->AddText({x, y}, theme().dim, mark.data(), mark.data() + mark.size());
    ImGui::Indent(margin);
    if (item.children.empty()) ImGui::Dummy({0, line});
    for (const MdBlock& child : item.children) draw_block(child);
    ImGui::Unindent(margin);
}

void draw_list(const MdBlock& list) {
    const float margin = list.level == 0 ? px(20) : text_size("00.").x + px(8);
    unsigned number = list.level;
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {ImGui::GetStyle().ItemSpacing.x, px(4)});
    for (const MdBlock& item : list.children) {
        draw_item(item, list.level == 0 ? "•" : std::to_string(number++) + ".", margin);
    }
    ImGui::PopStyleVar();
}

/// How wide the columns would like to be; too wide ones give way until they fit `room`.
std::vector<float> column_widths(const MdBlock& table, float room) {
    std::vector<float> widths;
    for (const MdBlock& row : table.children) {
        widths.resize(std::max(widths.size(), row.children.size()));
        for (std::size_t i = 0; i < row.children.size(); ++i) {
            widths[i] = std::max(widths[i], text_size(plain_text(row.children[i].spans)).x * 1.12F + px(14));
        }
    }
    float sum = 0;
    for (const float width : widths) sum += width;
    const float even = room / static_cast<float>(std::max<std::size_t>(widths.size(), 1));
    for (int round = 0; round < 4 && sum > room; ++round) {
        float wide = 0;
        for (const float width : widths) wide += width > even ? width - even : 0;
        const float share = std::min(1.0F, (sum - room) / std::max(wide, 1.0F));
        sum = 0;
        for (float& width : widths) sum += width = width > even ? width - (width - even) * share : width;
    }
    return widths;
}

void draw_table(const MdBlock& table) {
    const ImVec2 start = ImGui::GetCursorScreenPos();
    const float room = ImGui::GetContentRegionAvail().x;
    const std::vector<float> widths = column_widths(table, room);
    float whole = 0;
    for (const float width : widths) whole += width;
    float y = start.y;
    for (const MdBlock& row : table.children) {
        float x = start.x, height = 0;
        const FontScope font(row.head ? Font::Strong : Font::Label);
        for (std::size_t i = 0; i < row.children.size(); ++i) {
            const MdBlock& cell = row.children[i];
            const float inner = widths[i] - px(10);
            const float slack = inner - text_size(plain_text(cell.spans)).x * 1.12F;
            const float shift = cell.align == MdAlign::Right ? std::max(0.0F, slack) : 0;
            ImGui::SetCursorScreenPos({x + px(2) + shift, y + px(2)});
            height = std::max(height, rich_spans(cell.spans, row.head ? theme().dim : theme().text, inner - shift));
            x += widths[i];
        }
        y += height + px(5);
        ImGui::GetWindowDrawList()->AddRectFilled({start.x, y - line_width()}, {start.x + whole, y}, theme().line);
    }
    ImGui::SetCursorScreenPos(start);
    ImGui::Dummy({std::min(whole, room), y - start.y});
}

void draw_quote(const MdBlock& quote) {
    const ImVec2 at = ImGui::GetCursorScreenPos();
    ImGui::Indent(px(14));
    for (const MdBlock& child : quote.children) draw_block(child);
    ImGui::Unindent(px(14));
    const float bottom = ImGui::GetCursorScreenPos().y - ImGui::GetStyle().ItemSpacing.y;
    ImGui::GetWindowDrawList()->AddRectFilled(at, {at.x + px(3), bottom}, theme().line);
}

void draw_block(const MdBlock& block) {
    switch (block.kind) {
        case MdKind::Paragraph:
            rich_spans(block.spans, theme().text);
            break;
        case MdKind::Heading:
            draw_heading(block);
            break;
        case MdKind::List:
            draw_list(block);
            break;
        case MdKind::Code:
            code_block(block.text);
            break;
        case MdKind::Quote:
            draw_quote(block);
            break;
        case MdKind::Rule:
            separator();
            break;
        case MdKind::Table:
            draw_table(block);
            break;
        case MdKind::Item:
        case MdKind::Row:
        case MdKind::Cell:
            break;
    }
}

/// Where `line` must break to fit `width`, in a font whose letters are all alike.
std::size_t fitting(std::string_view line, float width) {
    std::size_t letters = 0, at = 0;
    const auto most = static_cast<std::size_t>(std::max(8.0F, width / text_size("0").x));
    while (at < line.size()) {
        std::size_t next = at + 1;
        while (next < line.size() && (static_cast<unsigned char>(line[next]) & 0xc0U) == 0x80U) ++next;
        if (++letters > most) return at;
        at = next;
    }
    return line.size();
}

/// Draws a line of code and returns how high it turned out.
float set_code(std::string_view rest, ImVec2 at, float width) {
    const float line = std::round(ImGui::GetFontSize() * 1.3F);
    const std::size_t indent = std::min(rest.find_first_not_of(' '), rest.size());
    float height = 0;
    for (bool first = true; first || !rest.empty(); first = false) {
        const float hang = first ? 0 : text_size(std::string(std::min<std::size_t>(indent, 12) + 2, ' ')).x;
        const std::size_t end = fitting(rest, width - hang);
        ImGui::GetWindowDrawList()->AddText({at.x + hang, at.y + height}, theme().text, rest.data(),
                                            rest.data() + end);
        rest.remove_prefix(end);
        height += line;
    }
    return height;
}

}  // namespace

float code_line(std::string_view line, float width) {
    const float height = set_code(line, ImGui::GetCursorScreenPos(), width);
    ImGui::Dummy({width, height});
    return height;
}

void code_block(std::string_view code) {
    const FontScope font(Font::MonoSmall);
    const float pad = px(10);
    const ImVec2 start = ImGui::GetCursorScreenPos();
    const float width = ImGui::GetContentRegionAvail().x;
    ImDrawList& draw = *ImGui::GetWindowDrawList();
    ImDrawListSplitter layers;  // the ground lies behind lines that are counted only while they are set
    layers.Split(&draw, 2);
    layers.SetCurrentChannel(&draw, 1);
    float y = start.y + px(8);
    while (!code.empty()) {
        const std::string_view line = code.substr(0, code.find('\n'));
        code.remove_prefix(std::min(line.size() + 1, code.size()));
        y += set_code(line, {start.x + pad, y}, width - 2 * pad);
    }
    const float bottom = y + px(6);
    layers.SetCurrentChannel(&draw, 0);
    draw.AddRectFilled(start, {start.x + width, bottom}, theme().raised, px(6));
    layers.Merge(&draw);
    ImGui::Dummy({width, bottom - start.y});
}

void markdown(const std::vector<MdBlock>& blocks) {
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {ImGui::GetStyle().ItemSpacing.x, px(9)});
    {
        const FontScope font(Font::Body);
        for (const MdBlock& block : blocks) draw_block(block);
    }
    ImGui::PopStyleVar();
}

void markdown(std::string_view text) {
    if (const auto blocks = parse_markdown(text)) markdown(*blocks);
}

}  // namespace iovlab::ui
