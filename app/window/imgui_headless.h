#pragma once

#include <imgui.h>

/// Dear ImGui without a window: input and textures that a test or a picture supplies itself, on 1.86 and current
/// releases.
namespace iovlab::cx {

inline void prepare_headless_keys([[maybe_unused]] ImGuiIO& io) {
#if IMGUI_VERSION_NUM < 18700
    for (int key = 0; key < ImGuiKey_COUNT; ++key) io.KeyMap[key] = key;
#endif
}

inline void key(ImGuiIO& io, ImGuiKey key, bool down) {
#if IMGUI_VERSION_NUM < 18700
    io.KeysDown[io.KeyMap[key]] = down;
#else
    io.AddKeyEvent(key, down);
#endif
}

inline void modifiers(ImGuiIO& io, bool ctrl, bool shift, bool alt) {
#if IMGUI_VERSION_NUM < 18700
    io.KeyCtrl = ctrl;
    io.KeyShift = shift;
    io.KeyAlt = alt;
#elif IMGUI_VERSION_NUM < 18900
    io.AddKeyEvent(ImGuiKey_ModCtrl, ctrl);
    io.AddKeyEvent(ImGuiKey_ModShift, shift);
    io.AddKeyEvent(ImGuiKey_ModAlt, alt);
#else
    io.AddKeyEvent(ImGuiMod_Ctrl, ctrl);
    io.AddKeyEvent(ImGuiMod_Shift, shift);
    io.AddKeyEvent(ImGuiMod_Alt, alt);
#endif
}

inline void mouse_position(ImGuiIO& io, float x, float y) {
#if IMGUI_VERSION_NUM < 18700
    io.MousePos = {x, y};
#else
    io.AddMousePosEvent(x, y);
#endif
}

inline void mouse_button(ImGuiIO& io, int button, bool down) {
#if IMGUI_VERSION_NUM < 18700
    io.MouseDown[button] = down;
#else
    io.AddMouseButtonEvent(button, down);
#endif
}

inline void mouse_wheel(ImGuiIO& io, float lines) {
#if IMGUI_VERSION_NUM < 18700
    io.MouseWheel = lines;
#else
    io.AddMouseWheelEvent(0, lines);
#endif
}

/// Where nothing is drawn: fonts are made all the same, so that text has its size.
inline void prepare_headless_fonts(ImGuiIO& io) {
    io.BackendFlags |= ImGuiBackendFlags_RendererHasVtxOffset;
#if IMGUI_VERSION_NUM >= 19200
    io.BackendFlags |= ImGuiBackendFlags_RendererHasTextures;
#endif
}

inline void build_headless_fonts([[maybe_unused]] ImGuiIO& io) {
#if IMGUI_VERSION_NUM < 19200
    unsigned char* pixels = nullptr;
    int width = 0;
    int height = 0;
    io.Fonts->GetTexDataAsAlpha8(&pixels, &width, &height);
#endif
}

inline void answer_texture_requests([[maybe_unused]] ImDrawData* data) {
#if IMGUI_VERSION_NUM >= 19200
    if (data->Textures == nullptr) return;
    for (ImTextureData* texture : *data->Textures) {
        if (texture->Status == ImTextureStatus_WantDestroy) {
            texture->SetTexID(ImTextureID_Invalid);
            texture->SetStatus(ImTextureStatus_Destroyed);
        } else if (texture->Status != ImTextureStatus_Destroyed) {
            texture->SetTexID(1);
            texture->SetStatus(ImTextureStatus_OK);
        }
    }
#endif
}

}  // namespace iovlab::cx
