#include "app/widgets/splitter.h"

#include "app/widgets/controls.h"
#include "app/widgets/layout.h"
#include "app/widgets/registry.h"
#include "app/window/imgui_compat.h"
#include "app/window/keys.h"

#include <cmath>

namespace iovlab::ui {

Split splitter(std::string_view name, float width, float height) {
    Split split;
    ImGui::PushID(name.data(), name.data() + name.size());
    cx::tab_stop("##splitter", {width, height});
    ImGui::PopID();
    const bool hovered = ImGui::IsItemHovered();
    const bool active = ImGui::IsItemActive();
    const bool focused = cx::nav_highlights_last_item();
    if (hovered || active) ImGui::SetMouseCursor(ImGuiMouseCursor_ResizeEW);
    if (active && ImGui::IsMouseDragging(ImGuiMouseButton_Left, 0)) split.by = ImGui::GetIO().MouseDelta.x;
    if (hovered && ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left)) split.reset = true;
    if (ImGui::IsItemFocused()) {
        const bool left = take({Key::Left}, true);
        const bool right = take({Key::Right}, true);
        if (left || right) cx::keep_arrow_keys();
        if (left != right) split.by = em(right ? 1 : -1);
        if (take({Key::Delete})) split.reset = true;
    }
    split.moved = split.by != 0 && !split.reset;
    const ImVec2 min = ImGui::GetItemRectMin();
    const ImVec2 max = ImGui::GetItemRectMax();
    if (hovered || active || focused) {
        const float middle = std::floor((min.x + max.x - px(3)) / 2);
        ImGui::GetWindowDrawList()->AddRectFilled({middle, min.y + px(8)}, {middle + px(3), max.y - px(8)},
                                                  active || focused ? theme().accent : theme().line, px(2));
    }
    registry().record_item(name, "", true);
    if (!active)
        hover_hint({"Drag it to make the column wider or narrower. A double click puts it back.", "", "", ""});
    return split;
}

}  // namespace iovlab::ui
