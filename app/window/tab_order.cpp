#include "app/window/tab_order.h"

#include "app/widgets/layout.h"

#include <imgui_internal.h>
#include <optional>
#include <vector>

namespace iovlab::cx {
namespace {

struct Stop {
    ImGuiID id = 0;
    ImGuiWindow* window = nullptr;
    ImRect rect;
    bool text = false;  ///< a field that is typed in at once
};
std::vector<Stop> g_stops;                // of the last whole frame
std::optional<bool> g_panel;              // asked for; true: backwards
const ImGuiContext* g_context = nullptr;  // that the stops belong to

/// The card that a window is part of, or the window that fills the screen.
const ImGuiWindow* panel_of(const ImGuiWindow* window) {
    for (; window->ParentWindow != nullptr && (window->Flags & ImGuiWindowFlags_ChildWindow) != 0;
         window = window->ParentWindow) {
#if IMGUI_VERSION_NUM >= 19000
        if ((window->ChildFlags & ImGuiChildFlags_AlwaysUseWindowPadding) != 0) return window;
#else
        if ((window->Flags & ImGuiWindowFlags_AlwaysUseWindowPadding) != 0) return window;
#endif
    }
    return window;
}

/// What hangs over the rest keeps the cursor: only its own stops count.
std::vector<Stop> stops_in_reach() {
    const ImGuiContext& g = *GImGui;
    const ImGuiWindow* over = g.OpenPopupStack.empty() ? nullptr : g.OpenPopupStack.back().Window;
    std::vector<Stop> stops;
    for (const Stop& stop : g_stops)
        if (over == nullptr || stop.window->RootWindow == over->RootWindow) stops.push_back(stop);
    return stops;
}

std::size_t here(const std::vector<Stop>& stops) {
    const ImGuiContext& g = *GImGui;
    const ImGuiID id = g.ActiveId != 0 ? g.ActiveId : g.NavId;
    for (std::size_t i = 0; i < stops.size(); ++i)
        if (stops[i].id == id) return i;
    return stops.size();
}

void go_to(const Stop& stop) {
    ImGuiContext& g = *GImGui;
    ImGui::NavMoveRequestCancel();
    if (g.ActiveId != 0) ImGui::ClearActiveID();  // a field gives its value when it is left
    ImGui::SetFocusID(stop.id, stop.window);
    stop.window->NavRectRel[0] = ImGui::WindowRectAbsToRel(stop.window, stop.rect);
#if IMGUI_VERSION_NUM >= 19140
    g.NavCursorVisible = true;
    g.NavHighlightItemUnderNav = true;
#else
    g.NavDisableHighlight = false;
    g.NavDisableMouseHover = true;
#endif
    // With some of what lies around it, so that the next stop is drawn, too.
    ImRect seen = stop.rect;
    seen.Expand({0, ui::em(3)});
    ImGui::ScrollToRect(stop.window, seen, ImGuiScrollFlags_KeepVisibleEdgeY);
    if (!stop.text) return;
    g.NavNextActivateId = stop.id;
#if IMGUI_VERSION_NUM >= 18600
    g.NavNextActivateFlags = ImGuiActivateFlags_PreferInput;
#endif
}

void go_to_panel(const std::vector<Stop>& stops, bool back) {
    const std::size_t at = here(stops);
    const ImGuiWindow* panel = at < stops.size() ? panel_of(stops[at].window) : nullptr;
    std::vector<Stop> firsts;  // of each panel
    std::size_t own = 0;
    for (const Stop& stop : stops) {
        const ImGuiWindow* of = panel_of(stop.window);
        bool known = false;
        for (const Stop& first : firsts) known = known || panel_of(first.window) == of;
        if (known) continue;
        if (of == panel) own = firsts.size() + 1;
        firsts.push_back(stop);
    }
    const std::size_t next =
        own == 0 ? (back ? firsts.size() - 1 : 0) : (own - 1 + (back ? firsts.size() - 1 : 1)) % firsts.size();
    go_to(firsts[next]);
}

void go_to_next(const std::vector<Stop>& stops, bool back) {
    const std::size_t at = here(stops);
    if (at == stops.size()) return go_to(back ? stops.back() : stops.front());
    go_to(stops[(at + (back ? stops.size() - 1 : 1)) % stops.size()]);
}

}  // namespace

void join_tab_order(bool text) {
    const ImGuiContext& g = *GImGui;
    const ImGuiID id = g.LastItemData.ID;
#if IMGUI_VERSION_NUM >= 19140
    const ImGuiItemFlags flags = g.LastItemData.ItemFlags;
#else
    const ImGuiItemFlags flags = g.LastItemData.InFlags;
#endif
    if (id == 0 || (flags & ImGuiItemFlags_Disabled) != 0) return;
    if (!g_stops.empty() && g_stops.back().id == id) return;
    g_stops.push_back({id, g.CurrentWindow, g.LastItemData.Rect, text});
}

void request_panel(bool back) {
    g_panel = back;
}

void go_by_tab() {
    ImGuiContext& g = *GImGui;
    std::vector<Stop> stops;
    if (g_context == &g) stops = stops_in_reach();
    g_context = &g;
    g_stops.clear();
    const std::optional<bool> panel = g_panel;
    g_panel.reset();
#if IMGUI_VERSION_NUM >= 18700
    const bool tab = ImGui::IsKeyPressed(ImGuiKey_Tab, true);
#else
    const bool tab = ImGui::IsKeyPressed(ImGui::GetKeyIndex(ImGuiKey_Tab), true);
#endif
    if (tab && g.IO.KeyCtrl) g.NavWindowingTarget = nullptr;  // the window list of Dear ImGui
    if (stops.empty()) return;
    if (panel) return go_to_panel(stops, *panel);
    if (tab && !g.IO.KeyCtrl && !g.IO.KeyAlt) go_to_next(stops, g.IO.KeyShift);
}

}  // namespace iovlab::cx
