#include "app/window/imgui_compat.h"

#include <imgui_internal.h>

namespace iovlab::cx {

bool input_pending() {
#if IMGUI_VERSION_NUM >= 18700
    return GImGui->InputEventsQueue.Size > 0;
#else
    return false;
#endif
}

bool plain_button(const char* id, ImVec2 size) {
#if IMGUI_VERSION_NUM >= 19150
    ImGui::SetNextItemAllowOverlap();
    return ImGui::InvisibleButton(id, size, ImGuiButtonFlags_EnableNav);
#elif IMGUI_VERSION_NUM >= 19000
    ImGui::SetNextItemAllowOverlap();
    return ImGui::InvisibleButton(id, size);
#else
    // Without the flag it would take the click before the item on top of it is even asked.
    const bool pressed = ImGui::InvisibleButton(id, size, ImGuiButtonFlags_AllowItemOverlap);
    ImGui::SetItemAllowOverlap();
    return pressed;
#endif
}

bool nav_highlights_last_item() {
    const ImGuiContext& g = *GImGui;
#if IMGUI_VERSION_NUM >= 19140
    return g.NavId == g.LastItemData.ID && g.NavCursorVisible && g.NavId != 0;
#else
    return g.NavId == g.LastItemData.ID && !g.NavDisableHighlight && g.NavId != 0;
#endif
}

bool nav_just_came() {
    const ImGuiContext& g = *GImGui;
    return g.NavJustMovedToId != 0 && g.NavJustMovedToId == g.LastItemData.ID;
}

void tab_stop(const char* id, ImVec2 size) {
    ImGuiWindow* window = ImGui::GetCurrentWindow();
    const ImGuiID item = window->GetID(id);
    const ImVec2 min = window->DC.CursorPos;
    const ImRect box(min, {min.x + size.x, min.y + size.y});
    ImGui::ItemSize(size);
    if (!ImGui::ItemAdd(box, item, nullptr, ImGuiItemFlags_Inputable)) return;
    bool hovered = false;
    bool held = false;
    ImGui::ButtonBehavior(box, item, &hovered, &held);
}

void focus_last_item() {
    ImGui::SetFocusID(GImGui->LastItemData.ID, ImGui::GetCurrentWindow());
#if IMGUI_VERSION_NUM >= 19140
    GImGui->NavCursorVisible = true;
#else
    GImGui->NavDisableHighlight = false;
#endif
}

void keep_arrow_keys() {
    ImGui::NavMoveRequestCancel();
}

}  // namespace iovlab::cx
