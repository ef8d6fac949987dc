#include "app/widgets/heat_map.h"

#include "app/widgets/controls.h"
#include "app/widgets/layout.h"
#include "app/widgets/registry.h"
#include "app/window/fonts.h"
#include "app/window/imgui_compat.h"
#include "app/window/theme.h"

#include <algorithm>
#include <cmath>
#include <imgui.h>

namespace iovlab::ui {
namespace {

constexpr std::size_t kOrange = 0, kBlue = 1;  // of the buffers' colours

void centred(ImDrawList& draw, ImVec2 min, ImVec2 max, ImU32 color, std::string_view text) {
    const ImVec2 size = text_size(text);
    draw.AddText({std::round((min.x + max.x - size.x) / 2), std::round((min.y + max.y - size.y) / 2)}, color,
                 text.data(), text.data() + text.size());
}

ImU32 fill_of(const HeatCell& cell) {
    if (!cell.there) return theme().raised;
    const ImU32 color = buffer_fill(cell.ratio >= 1 ? kOrange : kBlue).color;
    const double factor = std::max(cell.ratio, 1 / std::max(cell.ratio, 1e-9));
    const double depth = std::clamp(std::log(factor) / std::log(4.0), 0.0, 1.0);
    const float part = 0.16F + 0.84F * static_cast<float>(depth);
    return mix(theme().raised, color, cell.sure ? part : part * 0.3F);
}

struct Layout {
    float label = 0, cell = 0, row = 0, gap = 0;
};

Layout lay_out(const HeatMap& map, float height) {
    Layout layout;
    layout.gap = px(4);
    for (const std::string& row : map.rows) layout.label = std::max(layout.label, text_size(row).x);
    layout.label += px(22);
    const auto columns = static_cast<float>(std::max<std::size_t>(map.columns.size(), 1));
    const auto rows = static_cast<float>(std::max<std::size_t>(map.rows.size(), 1));
    const float width = ImGui::GetContentRegionAvail().x - layout.label;
    layout.cell = std::max(std::floor(width / columns) - layout.gap, text_size("~0.00").x + px(6));
    const float share = (height - ImGui::GetTextLineHeight() - px(4)) / rows - layout.gap;
    layout.row = std::clamp(std::floor(share), ImGui::GetTextLineHeight() + px(4), px(44));
    return layout;
}

/// One cell, or a row's label, as a button that the keyboard reaches.
bool pressed_at(const std::string& name, ImVec2 at, ImVec2 size, const std::string& text, bool enabled) {
    ImGui::SetCursorScreenPos(at);
    ImGui::PushID(name.c_str());
    const bool pressed = cx::plain_button("##cell", size) && enabled;
    ImGui::PopID();
    registry().record_item(name, text, enabled, text_size(text).x);
    return pressed;
}

void draw_cell(const HeatCell& cell, ImVec2 min, ImVec2 max) {
    ImDrawList& draw = *ImGui::GetWindowDrawList();
    const ImU32 fill = fill_of(cell);
    draw.AddRectFilled(min, max, fill, px(3));
    if (cell.there && ImGui::IsItemHovered()) cx::add_rect(draw, min, max, theme().text, px(3), line_width());
    const std::string text = !cell.there ? "–" : cell.sure ? cell.text : "~" + cell.text;
    centred(draw, min, max, cell.there ? readable(label_on(fill), fill) : theme().dim, text);
}

bool draw_row_label(std::string_view name, const HeatMap& map, std::size_t row, ImVec2 at, const Layout& layout) {
    const bool marked = map.row == row;
    const std::string id = std::string(name) + "." + map.row_names[row];
    const ImVec2 size{layout.label - px(6), layout.row};
    const bool pressed = pressed_at(id, at, size, map.rows[row], true);
    ImDrawList& draw = *ImGui::GetWindowDrawList();
    if (ImGui::IsItemHovered() || marked)
        draw.AddRectFilled(at, {at.x + size.x, at.y + size.y}, marked ? theme().selected : theme().hovered, px(3));
    hover_hint({"Shows this row in the chart.", "", "", ""});
    const float width = text_size(map.rows[row]).x;
    draw.AddText(
        {std::round(at.x + size.x - px(6) - width), std::round(at.y + (size.y - ImGui::GetTextLineHeight()) / 2)},
        marked ? theme().text : theme().dim, map.rows[row].c_str());
    return pressed;
}

}  // namespace

HeatUse heat_map(std::string_view name, const HeatMap& map, float height) {
    const FontScope font(Font::MonoSmall);
    const Layout layout = lay_out(map, height);
    const ImVec2 origin = ImGui::GetCursorScreenPos();
    ImDrawList& draw = *ImGui::GetWindowDrawList();
    HeatUse use;
    for (std::size_t row = 0; row < map.rows.size(); ++row) {
        const float y = origin.y + static_cast<float>(row) * (layout.row + layout.gap);
        if (draw_row_label(name, map, row, {origin.x, y}, layout)) use.row = row;
        for (std::size_t column = 0; column < map.columns.size(); ++column) {
            const std::size_t index = row * map.columns.size() + column;
            const HeatCell& cell = map.cells[index];
            const float x = origin.x + layout.label + static_cast<float>(column) * (layout.cell + layout.gap);
            const std::string id = std::string(name) + "." + map.row_names[row] + "." + map.column_names[column];
            const bool pressed = pressed_at(id, {x, y}, {layout.cell, layout.row}, cell.text, cell.there);
            if (pressed) use.pressed = index;
            if (cell.there && ImGui::IsItemHovered()) use.hovered = index;
            if (use.hovered == index && map.tip) {
                const std::string tip = map.tip(index);
                hover_hint({tip, "", "", ""});
            }
            draw_cell(cell, {x, y}, {x + layout.cell, y + layout.row});
        }
    }
    const float below = origin.y + static_cast<float>(map.rows.size()) * (layout.row + layout.gap);
    for (std::size_t column = 0; column < map.columns.size(); ++column) {
        const float x = origin.x + layout.label + static_cast<float>(column) * (layout.cell + layout.gap);
        centred(draw, {x, below}, {x + layout.cell, below + ImGui::GetTextLineHeight()}, theme().dim,
                map.columns[column]);
    }
    const float width = layout.label + static_cast<float>(map.columns.size()) * (layout.cell + layout.gap);
    ImGui::SetCursorScreenPos({origin.x, below});
    ImGui::Dummy({width, ImGui::GetTextLineHeight() + px(2)});
    return use;
}

}  // namespace iovlab::ui
