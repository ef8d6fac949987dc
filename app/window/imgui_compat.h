#pragma once

#include <imgui.h>

/// What differs between Dear ImGui 1.86 (Debian 12) and the current releases, in one place.
namespace iovlab::cx {

/// 1.92 rasterises glyphs when they are needed and takes a font's size where it is used.
inline constexpr bool kDynamicFonts = IMGUI_VERSION_NUM >= 19200;
/// Before 1.87 keys were polled: a tap shorter than a frame was lost unless the backend held it back.
inline constexpr bool kPolledKeys = IMGUI_VERSION_NUM < 18700;

inline void push_font(ImFont* font, [[maybe_unused]] float size) {
#if IMGUI_VERSION_NUM >= 19200
    ImGui::PushFont(font, size);
#else
    ImGui::PushFont(font);
#endif
}

inline void add_rect(ImDrawList& draw, ImVec2 min, ImVec2 max, ImU32 color, float rounding, float thickness) {
#if IMGUI_VERSION_NUM >= 19280
    draw.AddRect(min, max, color, rounding, thickness);
#else
    draw.AddRect(min, max, color, rounding, 0, thickness);
#endif
}

inline void add_polyline(ImDrawList& draw, const ImVec2* points, int count, ImU32 color, float thickness) {
#if IMGUI_VERSION_NUM >= 19280
    draw.AddPolyline(points, count, color, thickness, 0);
#else
    draw.AddPolyline(points, count, color, 0, thickness);
#endif
}

/// A child window with the style's padding and border; the border is in the style. Tab and the arrow keys go in and
/// out of it.
inline bool begin_card(const char* id, ImVec2 size, ImGuiWindowFlags flags) {
#if IMGUI_VERSION_NUM >= 19080
    constexpr ImGuiChildFlags kCard =
        ImGuiChildFlags_Borders | ImGuiChildFlags_AlwaysUseWindowPadding | ImGuiChildFlags_NavFlattened;
    return ImGui::BeginChild(id, size, kCard, flags);
#elif IMGUI_VERSION_NUM >= 19000
    constexpr ImGuiChildFlags kCard = ImGuiChildFlags_Border | ImGuiChildFlags_AlwaysUseWindowPadding;
    return ImGui::BeginChild(id, size, kCard, flags | ImGuiWindowFlags_NavFlattened);
#else
    return ImGui::BeginChild(id, size, true,
                             flags | ImGuiWindowFlags_AlwaysUseWindowPadding | ImGuiWindowFlags_NavFlattened);
#endif
}

/// A part of a panel that scrolls by itself; Tab and the arrow keys go in and out of it.
inline bool begin_part(const char* id, ImVec2 size, ImGuiWindowFlags flags = 0) {
#if IMGUI_VERSION_NUM >= 19080
    return ImGui::BeginChild(id, size, ImGuiChildFlags_NavFlattened, flags);
#else
    return ImGui::BeginChild(id, size, false, ImGuiWindowFlags_NavFlattened | flags);
#endif
}

/// A button without a look of its own, that the keyboard reaches and that other items may lie upon.
bool plain_button(const char* id, ImVec2 size);

/// Where the first line of `text` ends when it is wrapped at `width`, in the font in force.
inline const char* wrap_position(const char* text, const char* end, float width) {
#if IMGUI_VERSION_NUM >= 19200
    return ImGui::GetFont()->CalcWordWrapPosition(ImGui::GetFontSize(), text, end, width);
#else
    return ImGui::GetFont()->CalcWordWrapPositionA(1.0F, text, end, width);
#endif
}

inline bool enter_pressed() {
#if IMGUI_VERSION_NUM < 18700
    return ImGui::IsKeyPressed(ImGui::GetKeyIndex(ImGuiKey_Enter)) ||
           ImGui::IsKeyPressed(ImGui::GetKeyIndex(ImGuiKey_KeyPadEnter));
#else
    return ImGui::IsKeyPressed(ImGuiKey_Enter) || ImGui::IsKeyPressed(ImGuiKey_KeypadEnter);
#endif
}

/// Whether the font in force has a glyph of its own for `sign`.
inline bool has_glyph(ImWchar sign) {
#if IMGUI_VERSION_NUM >= 19200
    return ImGui::GetFont()->IsGlyphInFont(sign);
#else
    return ImGui::GetFont()->FindGlyphNoFallback(sign) != nullptr;
#endif
}

/// The two functions that the clipboard is read and written by, and what they are given first.
#if IMGUI_VERSION_NUM >= 19110
using ClipboardOwner = ImGuiContext*;
inline auto& clipboard_reader() {
    return ImGui::GetPlatformIO().Platform_GetClipboardTextFn;
}
inline auto& clipboard_writer() {
    return ImGui::GetPlatformIO().Platform_SetClipboardTextFn;
}
#else
using ClipboardOwner = void*;
inline auto& clipboard_reader() {
    return ImGui::GetIO().GetClipboardTextFn;
}
inline auto& clipboard_writer() {
    return ImGui::GetIO().SetClipboardTextFn;
}
#endif

/// From 1.87 on input trickles over frames: true while some is still to come.
bool input_pending();

/// Whether the keyboard's cursor is on the last item, and shown.
bool nav_highlights_last_item();

/// Whether the keyboard's cursor came to the last item in this frame.
bool nav_just_came();

/// An item without a look of its own that Tab reaches, too: for what is dragged with the mouse or moved by keys.
void tab_stop(const char* id, ImVec2 size);
/// The keyboard's cursor goes to the last item.
void focus_last_item();
/// The arrow keys pressed in this frame are the last item's own: the keyboard's cursor stays on it.
void keep_arrow_keys();

/// 1.92's textures: true when the renderer has work to do before the frame is whole.
inline bool textures_pending([[maybe_unused]] const ImDrawData* data) {
#if IMGUI_VERSION_NUM >= 19200
    if (data->Textures != nullptr) {
        for (const ImTextureData* texture : *data->Textures)
            if (texture->Status != ImTextureStatus_OK) return true;
    }
#endif
    return false;
}

}  // namespace iovlab::cx
