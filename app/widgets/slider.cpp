#include "app/widgets/slider.h"

#include "app/widgets/layout.h"
#include "app/widgets/registry.h"
#include "app/window/imgui_compat.h"
#include "app/window/keys.h"

#include <algorithm>
#include <cmath>

namespace iovlab::ui {
namespace {

std::uint64_t under_pointer(float left, float right, std::uint64_t max) {
    const double part = (static_cast<double>(ImGui::GetIO().MousePos.x) - left) / std::max(1.0F, right - left);
    return static_cast<std::uint64_t>(std::llround(std::clamp(part, 0.0, 1.0) * static_cast<double>(max)));
}

std::uint64_t by_keys(std::uint64_t value, std::uint64_t max) {
    if (!ImGui::IsItemFocused()) return value;
    const bool less = take({Key::Left}, true);
    const bool more = take({Key::Right}, true);
    if (less || more) cx::keep_arrow_keys();
    if (less && value > 0) return value - 1;
    return more && value < max ? value + 1 : value;
}

}  // namespace

bool slider(std::string_view name, std::uint64_t& value, std::uint64_t max, const Hint& hint, float width) {
    const ImVec2 size{width > 0 ? width : std::max(em(4), ImGui::GetContentRegionAvail().x),
                      ImGui::GetFrameHeight()};
    const bool enabled = hint.disabled.empty() && max > 0;
    ImGui::PushID(name.data(), name.data() + name.size());
    ImGui::BeginDisabled(!enabled);
    cx::tab_stop("##slider", size);
    ImGui::EndDisabled();
    ImGui::PopID();
    const ImVec2 min = ImGui::GetItemRectMin();
    const ImVec2 end = ImGui::GetItemRectMax();
    const float radius = px(7);
    const float left = min.x + radius;
    const float right = end.x - radius;
    std::uint64_t now = std::min(value, max);
    if (enabled && ImGui::IsItemActive() && ImGui::IsMouseDown(ImGuiMouseButton_Left))
        now = under_pointer(left, right, max);
    if (enabled) now = by_keys(now, max);
    const bool changed = now != value;
    value = now;
    ImDrawList& draw = *ImGui::GetWindowDrawList();
    const float y = std::round((min.y + end.y) / 2);
    const float half = std::max(1.0F, px(2));
    const double part = max > 0 ? static_cast<double>(value) / static_cast<double>(max) : 1.0;
    const float x = std::round(left + static_cast<float>(part) * (right - left));
    draw.AddRectFilled({left, y - half}, {right, y + half}, theme().line, half);
    draw.AddRectFilled({left, y - half}, {x, y + half}, theme().accent, half);
    draw.AddCircleFilled({x, y}, radius, enabled ? theme().accent : theme().line);
    if (cx::nav_highlights_last_item()) cx::add_rect(draw, min, end, theme().accent, px(6), line_width());
    registry().record_item(name, std::to_string(value), enabled);
    hover_hint(hint);
    return changed;
}

}  // namespace iovlab::ui
