#include "app/window/gui.h"

#include "app/widgets/layout.h"
#include "app/widgets/registry.h"
#include "app/window/imgui_compat.h"
#include "app/window/keys.h"
#include "app/window/tab_order.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>

namespace iovlab {
namespace {

constexpr float kSmallestZoom = 0.8F;
constexpr float kLargestZoom = 3.0F;
constexpr std::array<float, 12> kZoomSteps{0.8F,  0.9F, 1.0F,  1.1F, 1.25F, 1.5F,
                                           1.75F, 2.0F, 2.25F, 2.5F, 2.75F, 3.0F};

/// Eight bytes a step: a frame of 40,000 vertices costs a quarter of a millisecond, painting it a hundred times
/// that.
std::uint64_t hash_bytes(std::uint64_t hash, const void* data, std::size_t size) {
    constexpr std::uint64_t kPrime = 0x9E37'79B9'7F4A'7C15ULL;
    const auto* bytes = static_cast<const unsigned char*>(data);
    while (size >= sizeof(std::uint64_t)) {
        std::uint64_t word = 0;
        std::memcpy(&word, bytes, sizeof word);
        hash = (hash ^ word) * kPrime;
        hash ^= hash >> 32;
        bytes += sizeof word;
        size -= sizeof word;
    }
    for (; size > 0; --size) hash = (hash ^ *bytes++) * kPrime;
    return hash;
}

}  // namespace

float next_zoom(float zoom) {
    for (float step : kZoomSteps)
        if (step > zoom + 0.01F) return step;
    return kLargestZoom;
}

float previous_zoom(float zoom) {
    for (auto step = kZoomSteps.rbegin(); step != kZoomSteps.rend(); ++step)
        if (*step < zoom - 0.01F) return *step;
    return kSmallestZoom;
}

std::uint64_t hash_of(const ImDrawData& data) {
    std::uint64_t hash = hash_bytes(1, &data.DisplaySize, sizeof data.DisplaySize);
    for (int i = 0; i < data.CmdListsCount; ++i) {
        const ImDrawList& list = *data.CmdLists[i];
        hash = hash_bytes(hash, list.VtxBuffer.Data, static_cast<std::size_t>(list.VtxBuffer.size_in_bytes()));
        hash = hash_bytes(hash, list.IdxBuffer.Data, static_cast<std::size_t>(list.IdxBuffer.size_in_bytes()));
        // Field by field: the structure has padding.
        for (const ImDrawCmd& command : list.CmdBuffer) {
            hash = hash_bytes(hash, &command.ClipRect, sizeof command.ClipRect);
            hash = hash_bytes(hash, &command.ElemCount, sizeof command.ElemCount);
        }
    }
    return hash;
}

Gui::Gui(const WindowOptions& options)
    : context_(ImGui::CreateContext()),
      fonts_(options.font_folders.empty() ? Fonts::default_folders() : options.font_folders),
      zoom_(std::clamp(options.zoom, kSmallestZoom, kLargestZoom)) {
    iovlab::set_theme(options.theme);
    set_fonts(&fonts_);
    ImGuiIO& io = ImGui::GetIO();
    io.IniFilename = nullptr;
    io.LogFilename = nullptr;
    io.ConfigFlags |= ImGuiConfigFlags_NavEnableKeyboard;
    io.ConfigInputTextCursorBlink = options.animate_caret;
    io.ConfigWindowsMoveFromTitleBarOnly = true;
}

Gui::~Gui() {
    set_fonts(nullptr);
    ImGui::DestroyContext(context_);
}

void Gui::set_zoom(float zoom) {
    zoom_ = std::clamp(zoom, kSmallestZoom, kLargestZoom);
    stale_ = true;
}

void Gui::set_theme(ThemeName name) {
    iovlab::set_theme(name);
    stale_ = true;
}

void Gui::set_fixed_scale(float scale) {
    if (std::abs(scale - fixed_scale_) < 0.005F) return;
    fixed_scale_ = scale;
    stale_ = true;
}

void Gui::set_content_scale(float scale) {
    if (std::abs(scale - content_scale_) < 0.01F) return;
    content_scale_ = scale;
    stale_ = true;
}

bool Gui::prepare() {
    if (!stale_) return false;
    stale_ = false;
    const float zoom = scale();
    ImGuiIO& io = ImGui::GetIO();
    fonts_.build(*io.Fonts, zoom);
    io.FontDefault = fonts_.face(Font::Label);
    apply_theme(ImGui::GetStyle(), zoom);
#if IMGUI_VERSION_NUM >= 19200
    ImGui::GetStyle().FontSizeBase = fonts_.size(Font::Label);
#endif
    ui::set_zoom_in_force(zoom);
    return !cx::kDynamicFonts;
}

void Gui::build_frame(const Backend::Draw& draw) {
    ImGui::NewFrame();
    cx::go_by_tab();
    ui::registry().begin_frame();
    draw();
    ui::registry().end_frame();
    forget_presses();
    ImGui::Render();
}

bool Gui::changed() {
    const ImDrawData* data = ImGui::GetDrawData();
    const std::uint64_t hash = hash_of(*data) + static_cast<std::uint64_t>(theme().name);
    const bool changed = hash != last_hash_ || cx::textures_pending(data);
    last_hash_ = hash;
    return changed;
}

}  // namespace iovlab
