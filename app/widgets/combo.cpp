#include "app/widgets/controls.h"
#include "app/widgets/layout.h"
#include "app/widgets/registry.h"
#include "app/window/fonts.h"

#include <algorithm>
#include <cmath>

namespace iovlab::ui {
namespace {

std::string_view item_at(std::span<const std::string_view> items, int index, std::string_view otherwise) {
    const bool inside = index >= 0 && static_cast<std::size_t>(index) < items.size();
    return inside ? items[static_cast<std::size_t>(index)] : otherwise;
}

void list_head(std::string_view head, bool first) {
    if (!first) separator();
    const FontScope font(Font::Small);
    dim_text(head);
}

/// Grey alone would not say it to everybody, nor why.
void why_not(std::string_view item, std::string_view reason, float width) {
    const FontScope font(Font::Small);
    ImGui::Indent(px(8));
    rich_text(reason, theme().dim, width - 2 * px(8));
    ImGui::Unindent(px(8));
    registry().record_item(std::string(item) + ".why", reason, true);
}

bool list_items(std::string_view name, std::span<const std::string_view> items,
                std::span<const std::string_view> heads, std::span<const std::string_view> hindered, int& index,
                float width) {
    bool changed = false;
    for (std::size_t i = 0; i < items.size(); ++i) {
        if (i < heads.size() && !heads[i].empty()) list_head(heads[i], i == 0);
        const bool chosen = index == static_cast<int>(i);
        const std::string item_name = std::string(name) + "." + std::to_string(i);
        const std::string_view reason = i < hindered.size() ? hindered[i] : std::string_view();
        const bool pressed = selectable(item_name, items[i], chosen, {"", "", "", reason}, {width, 0});
        if (chosen && ImGui::IsWindowAppearing()) ImGui::SetItemDefaultFocus();
        if (!reason.empty()) why_not(item_name, reason, width);
        if (!pressed) continue;
        changed = !chosen;
        index = static_cast<int>(i);
        ImGui::CloseCurrentPopup();
    }
    // While its size is not known yet, Dear ImGui scrolls the chosen item to the top, and hides those above it.
    constexpr int kSurelySeen = 8;
    if (ImGui::IsWindowAppearing() && index < kSurelySeen) ImGui::SetScrollY(0);
    return changed;
}

float widest(std::span<const std::string_view> items) {
    float width = 0;
    for (std::string_view item : items) width = std::max(width, text_size(item).x);
    return width;
}

}  // namespace

bool combo(std::string_view name, std::span<const std::string_view> items, int& index, const Hint& hint,
           float width, std::string_view placeholder, std::span<const std::string_view> heads,
           std::span<const std::string_view> hindered) {
    const bool enabled = hint.disabled.empty();
    if (width <= 0) width = std::max(em(4), ImGui::GetContentRegionAvail().x);
    const std::string_view shown = item_at(items, index, placeholder);
    const float room = width - 2 * px(10) - px(16);
    const std::string preview(fit(shown, room));
    ImGui::PushID(name.data(), name.data() + name.size());
    ImGui::SetNextItemWidth(width);
    ImGui::BeginDisabled(!enabled);
    const bool open =
        ImGui::BeginCombo("##combo", preview.c_str(), ImGuiComboFlags_NoArrowButton | ImGuiComboFlags_HeightLarge);
    bool changed = false;
    if (open) {
        const float list_width =
            std::max({width, std::min(widest(items), em(30)) + 2 * px(10), widest(hindered) > 0 ? em(22) : 0});
        changed =
            list_items(name, items, heads, hindered, index, list_width - 2 * ImGui::GetStyle().WindowPadding.x);
        ImGui::EndCombo();
    }
    const float size = std::round(ImGui::GetFontSize() * 0.8F);
    const ImVec2 max = ImGui::GetItemRectMax();
    const float middle = (ImGui::GetItemRectMin().y + max.y) / 2;
    draw_icon(*ImGui::GetWindowDrawList(), Icon::ChevronDown,
              {max.x - px(10) - size, std::round(middle - size / 2)}, size, ImGui::GetColorU32(theme().dim));
    ImGui::EndDisabled();
    ImGui::PopID();
    registry().record_item(name, item_at(items, index, placeholder), enabled, text_size(shown).x + width - room);
    if (!open) hover_hint(hint);
    return changed;
}

}  // namespace iovlab::ui
