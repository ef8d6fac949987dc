#include "app/widgets/press_row.h"

#include "app/widgets/layout.h"
#include "app/widgets/registry.h"
#include "app/window/imgui_compat.h"

#include <algorithm>
#include <string>

namespace iovlab::ui {

RowPress press_row(std::string_view name, std::string_view text, const RowLook& look, const Hint& hint,
                   const std::function<void(float width)>& inside) {
    const ImVec2 min = ImGui::GetCursorScreenPos();
    const float width = ImGui::GetContentRegionAvail().x;
    const float pad = px(10), above = px(7);
    ImDrawList& draw = *ImGui::GetWindowDrawList();
    ImDrawListSplitter layers;  // the ground lies behind what is inside, whose height is known only afterwards
    layers.Split(&draw, 2);
    layers.SetCurrentChannel(&draw, 1);
    ImGui::SetCursorScreenPos({min.x + pad, min.y + above});
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {px(6), px(2)});
    ImGui::BeginGroup();
    inside(std::max(em(4), width - 2 * pad - look.right));
    ImGui::EndGroup();
    ImGui::PopStyleVar();
    const ImVec2 max{min.x + width, ImGui::GetItemRectMax().y + above};
    ImGui::SetCursorScreenPos(min);
    ImGui::PushID(name.data(), name.data() + name.size());
    RowPress press;
    const bool enabled = hint.disabled.empty();
    press.pressed = cx::plain_button("##row", {width - look.right, max.y - min.y}) && enabled;
    press.focused = ImGui::IsItemFocused();
    const bool hovered = ImGui::IsItemHovered() && enabled;
    if (ImGui::IsItemActive()) {
        const float y = ImGui::GetIO().MousePos.y;
        press.dragged = y < min.y ? y - min.y : std::max(0.0F, y - max.y);
    }
    ImGui::PopID();
    press.min = min, press.max = max;
    layers.SetCurrentChannel(&draw, 0);
    const ImU32 ground = look.ground != 0 ? look.ground : theme().panel;
    draw.AddRectFilled(min, max, hovered ? theme().hovered : ground, px(6));
    const bool marked = look.on || cx::nav_highlights_last_item();
    const ImU32 edge = look.edge != 0 ? look.edge : marked ? theme().accent : theme().line;
    cx::add_rect(draw, min, max, edge, px(6), marked || look.edge != 0 ? 2 * line_width() : line_width());
    layers.Merge(&draw);
    registry().record_item(name, text, enabled, 0, look.on);
    hover_hint(hint);
    return press;
}

}  // namespace iovlab::ui
