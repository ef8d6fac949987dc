#include "tests/pictures/drawn_text.h"

#include <algorithm>
#include <cfloat>
#include <imgui_internal.h>

namespace iovlab::pictures {

namespace {

struct Kept {
    DrawnText text;
    const ImGuiWindow* window = nullptr;
};
std::vector<Kept> g_kept;
bool g_watching = false;

bool near(float a, float b) {
    constexpr float kTolerance = 2.5F;  // borders and rounding
    return a > b - kTolerance && a < b + kTolerance;
}

/// An edge of the clip rectangle behind which there is more, which the wheel brings into sight.
void find_scrolling(const ImGuiWindow* window, DrawnText& text) {
    for (; window != nullptr; window = window->ParentWindow) {
        const bool held = (window->Flags & ImGuiWindowFlags_NoScrollWithMouse) != 0 &&
                          (window->Flags & ImGuiWindowFlags_NoScrollbar) != 0;
        if (!held && window->ScrollMax.y > 0) {
            text.scrolls_up = text.scrolls_up || near(text.clip_min.y, window->InnerClipRect.Min.y);
            text.scrolls_down = text.scrolls_down || near(text.clip_max.y, window->InnerClipRect.Max.y);
        }
        text.scrolls_across = text.scrolls_across || (!held && window->ScrollMax.x > 0);
        if ((window->Flags & ImGuiWindowFlags_ChildWindow) == 0) break;
    }
}

void keep(const ImDrawList* list, const ImFont* font, float size, ImVec2 at, ImU32 color, const char* begin,
          const char* end, float wrap, const ImVec4* fine_clip) {
    if (!g_watching || begin == nullptr || font == nullptr) return;
    if (end == nullptr) end = begin + std::char_traits<char>::length(begin);
    if (std::all_of(begin, end, [](char c) { return c == ' '; })) return;
    ImGuiWindow* window = ImGui::GetCurrentWindowRead();
    DrawnText text;
    text.text.assign(begin, end);
    const ImVec2 extent = const_cast<ImFont*>(font)->CalcTextSizeA(size, FLT_MAX, wrap, begin, end, nullptr);
    text.min = at;
    text.max = {at.x + extent.x, at.y + extent.y};
    text.clip_min = list->GetClipRectMin();
    text.clip_max = list->GetClipRectMax();
    if (fine_clip != nullptr) {
        text.field = true;
        text.clip_min = {std::max(text.clip_min.x, fine_clip->x), std::max(text.clip_min.y, fine_clip->y)};
        text.clip_max = {std::min(text.clip_max.x, fine_clip->z), std::min(text.clip_max.y, fine_clip->w)};
    }
    text.color = color;
    const bool in_window = window != nullptr && window->DrawList == list;
    if (in_window) find_scrolling(window, text);
    text.window = in_window ? window->Name : "in front of all";
    g_kept.push_back({text, in_window ? window->RootWindow : nullptr});
}

/// Whether a window in front of `root` lies upon the text.
bool is_covered(const ImGuiWindow* root, const DrawnText& text) {
    if (root == nullptr) return false;
    bool behind = false;
    for (const ImGuiWindow* window : GImGui->Windows) {
        if (window == root) behind = true;
        if (!behind || window->RootWindow == root || !window->WasActive || window->Hidden) continue;
        const ImRect rect = window->Rect();
        if (rect.Min.x < text.max.x && text.min.x < rect.Max.x && rect.Min.y < text.max.y &&
            text.min.y < rect.Max.y)
            return true;
    }
    return false;
}

}  // namespace

void watch_texts() {
    g_kept.clear();
    g_watching = true;
}

std::vector<DrawnText> drawn_texts() {
    g_watching = false;
    std::vector<DrawnText> texts;
    for (Kept& kept : g_kept) {
        kept.text.covered = is_covered(kept.window, kept.text);
        texts.push_back(std::move(kept.text));
    }
    g_kept.clear();
    return texts;
}

}  // namespace iovlab::pictures

// The linker gives us every call from another file under these names (--wrap), and the true one as __real_.
// NOLINTBEGIN: the names are the linker's
extern "C" {
#if IMGUI_VERSION_NUM >= 19200
#define IOVLAB_ADD_TEXT _ZN10ImDrawList7AddTextEP6ImFontfRK6ImVec2jPKcS6_fPK6ImVec4
using FontInCall = ImFont*;
#else
#define IOVLAB_ADD_TEXT _ZN10ImDrawList7AddTextEPK6ImFontfRK6ImVec2jPKcS7_fPK6ImVec4
using FontInCall = const ImFont*;
#endif
#define IOVLAB_JOIN_(a, b) a##b
#define IOVLAB_JOIN(a, b) IOVLAB_JOIN_(a, b)

void IOVLAB_JOIN(__real_, IOVLAB_ADD_TEXT)(ImDrawList*, FontInCall, float, const ImVec2&, ImU32, const char*,
                                           const char*, float, const ImVec4*);
void IOVLAB_JOIN(__wrap_, IOVLAB_ADD_TEXT)(ImDrawList* list, FontInCall font, float size, const ImVec2& at,
                                           ImU32 color, const char* begin, const char* end, float wrap,
                                           const ImVec4* clip) {
    iovlab::pictures::keep(list, font, size, at, color, begin, end, wrap, clip);
    IOVLAB_JOIN(__real_, IOVLAB_ADD_TEXT)(list, font, size, at, color, begin, end, wrap, clip);
}

void __real__ZN10ImDrawList7AddTextERK6ImVec2jPKcS4_(ImDrawList*, const ImVec2&, ImU32, const char*, const char*);
void __wrap__ZN10ImDrawList7AddTextERK6ImVec2jPKcS4_(ImDrawList* list, const ImVec2& at, ImU32 color,
                                                     const char* begin, const char* end) {
    iovlab::pictures::keep(list, ImGui::GetFont(), ImGui::GetFontSize(), at, color, begin, end, 0, nullptr);
    __real__ZN10ImDrawList7AddTextERK6ImVec2jPKcS4_(list, at, color, begin, end);
}
}
// NOLINTEND
