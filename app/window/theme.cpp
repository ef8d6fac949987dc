#include "app/window/theme.h"

#include <algorithm>
#include <cmath>

namespace iovlab {
namespace {

constexpr ImU32 rgb(std::uint32_t hex) {
    return IM_COL32((hex >> 16) & 0xFF, (hex >> 8) & 0xFF, hex & 0xFF, 0xFF);
}

constexpr Theme kDark{
    .name = ThemeName::Dark,
    .background = rgb(0x15181D),
    .panel = rgb(0x1D2127),
    .raised = rgb(0x242932),
    .hovered = rgb(0x2E3540),
    .pressed = rgb(0x1F242C),
    .line = rgb(0x343B46),
    .text = rgb(0xE8EAEE),
    .dim = rgb(0x9AA3B0),
    .accent = rgb(0x56B4E9),
    .primary = rgb(0x1F6FA8),
    .selected = rgb(0x283342),
    .complete = rgb(0x3ECF8E),
    .short_write = rgb(0xF0B429),
    .error = rgb(0xFF6B4A),
    .signal = rgb(0xC58AF9),
};

constexpr Theme kLight{
    .name = ThemeName::Light,
    .background = rgb(0xEEF0F3),
    .panel = rgb(0xFFFFFF),
    .raised = rgb(0xF3F5F8),
    .hovered = rgb(0xE3E7ED),
    .pressed = rgb(0xD6DBE3),
    .line = rgb(0xCDD3DC),
    .text = rgb(0x15181D),
    .dim = rgb(0x566070),
    .accent = rgb(0x0072B2),
    .primary = rgb(0x1F6FA8),
    .selected = rgb(0xE1ECF7),
    .complete = rgb(0x1F9D63),
    .short_write = rgb(0xB97800),
    .error = rgb(0xC8401D),
    .signal = rgb(0x7A2FB5),
};

// Okabe and Ito's colours, in the order of docs/look.md.
constexpr std::array<ImU32, kBufferColors> kPalette{rgb(0xE69F00), rgb(0x56B4E9), rgb(0x009E73), rgb(0xCC79A7),
                                                    rgb(0xF0E442), rgb(0x0072B2), rgb(0xD55E00), rgb(0x999999)};

constexpr float kReadable = 4.5F;  // WCAG 2, AA, for text of any size

const Theme* g_theme = &kDark;

float channel(ImU32 color, int shift) {
    return static_cast<float>((color >> shift) & 0xFFU) / 255.0F;
}

float luminance(ImU32 color) {
    auto linear = [](float c) { return c <= 0.04045F ? c / 12.92F : std::pow((c + 0.055F) / 1.055F, 2.4F); };
    return 0.2126F * linear(channel(color, IM_COL32_R_SHIFT)) + 0.7152F * linear(channel(color, IM_COL32_G_SHIFT)) +
           0.0722F * linear(channel(color, IM_COL32_B_SHIFT));
}

ImVec4 vec(ImU32 color) {
    return ImGui::ColorConvertU32ToFloat4(color);
}

void apply_measures(ImGuiStyle& style) {
    style.WindowPadding = {14, 12};
    style.FramePadding = {12, 6};
    style.ItemSpacing = {8, 8};
    style.ItemInnerSpacing = {6, 4};
    style.CellPadding = {6, 4};
    style.ScrollbarSize = 10;
    style.GrabMinSize = 24;
    style.WindowRounding = 8;
    style.ChildRounding = 8;
    style.PopupRounding = 8;
    style.FrameRounding = 6;
    style.GrabRounding = 5;
    style.ScrollbarRounding = 5;
    style.TabRounding = 6;
    style.WindowBorderSize = 0;
    style.ChildBorderSize = 1;
    style.PopupBorderSize = 1;
    style.FrameBorderSize = 1;
    style.DisabledAlpha = 0.55F;
    // Rounded corners are most of the vertices; a software renderer pays for each.
    style.CircleTessellationMaxError = 0.4F;
}

void apply_colors(ImGuiStyle& style, const Theme& t) {
    auto set = [&style](int index, ImU32 color) { style.Colors[index] = vec(color); };
    set(ImGuiCol_Text, t.text);
    set(ImGuiCol_TextDisabled, t.dim);
    set(ImGuiCol_WindowBg, t.background);
    set(ImGuiCol_ChildBg, t.panel);
    set(ImGuiCol_PopupBg, t.raised);
    set(ImGuiCol_Border, t.line);
    set(ImGuiCol_BorderShadow, 0);
    set(ImGuiCol_FrameBg, t.raised);
    set(ImGuiCol_FrameBgHovered, t.hovered);
    set(ImGuiCol_FrameBgActive, t.pressed);
    set(ImGuiCol_Button, t.raised);
    set(ImGuiCol_ButtonHovered, t.hovered);
    set(ImGuiCol_ButtonActive, t.pressed);
    set(ImGuiCol_Header, t.selected);
    set(ImGuiCol_HeaderHovered, t.hovered);
    set(ImGuiCol_HeaderActive, t.pressed);
    set(ImGuiCol_CheckMark, t.accent);
    set(ImGuiCol_SliderGrab, t.accent);
    set(ImGuiCol_SliderGrabActive, t.accent);
    set(ImGuiCol_ScrollbarBg, 0);
    set(ImGuiCol_ScrollbarGrab, t.line);
    set(ImGuiCol_ScrollbarGrabHovered, mix(t.line, t.dim, 0.4F));
    set(ImGuiCol_ScrollbarGrabActive, t.dim);
    set(ImGuiCol_Separator, t.line);
    set(ImGuiCol_TextSelectedBg, with_alpha(t.accent, 0.35F));
    set(ImGuiCol_DragDropTarget, t.accent);
    set(ImGuiCol_NavHighlight, t.accent);
    set(ImGuiCol_NavWindowingHighlight, t.accent);
    set(ImGuiCol_ModalWindowDimBg, with_alpha(t.background, 0.6F));
}

}  // namespace

const Theme& theme() {
    return *g_theme;
}
void set_theme(ThemeName name) {
    g_theme = &theme_of(name);
}
const Theme& theme_of(ThemeName name) {
    return name == ThemeName::Dark ? kDark : kLight;
}

ImU32 meaning_color(Meaning meaning) {
    const Theme& t = theme();
    switch (meaning) {
        case Meaning::Complete:
            return t.complete;
        case Meaning::Short:
            return t.short_write;
        case Meaning::Errno:
            return t.error;
        case Meaning::Signal:
            return t.signal;
        case Meaning::Asleep:
            return t.accent;
        case Meaning::None:
            break;
    }
    return t.dim;
}

ImU32 tint(ImU32 color, float amount) {
    return mix(theme().panel, color, amount);
}

Fill buffer_fill(std::size_t index) {
    return {kPalette[index % kBufferColors], (index / kBufferColors) % 2 == 1};
}

Fill other_fill() {
    return {mix(theme().panel, theme().dim, 0.45F), false};
}

float contrast(ImU32 a, ImU32 b) {
    const float la = luminance(a);
    const float lb = luminance(b);
    return (std::max(la, lb) + 0.05F) / (std::min(la, lb) + 0.05F);
}

ImU32 label_on(ImU32 fill) {
    return contrast(rgb(0x000000), fill) >= contrast(rgb(0xFFFFFF), fill) ? rgb(0x101215) : rgb(0xFFFFFF);
}

ImU32 readable(ImU32 color, ImU32 background) {
    constexpr int kSteps = 20;
    const ImU32 towards = label_on(background);
    for (int step = 0; step < kSteps; ++step) {
        const ImU32 tried = mix(color, towards, static_cast<float>(step) / kSteps);
        if (contrast(tried, background) >= kReadable) return tried;
    }
    return towards;
}

ImU32 mix(ImU32 a, ImU32 b, float amount) {
    ImU32 mixed = 0;
    for (int shift = 0; shift < 32; shift += 8) {
        const float value = channel(a, shift) + (channel(b, shift) - channel(a, shift)) * amount;
        mixed |= static_cast<ImU32>(std::lround(std::clamp(value, 0.0F, 1.0F) * 255.0F)) << shift;
    }
    return mixed;
}

ImU32 with_alpha(ImU32 color, float alpha) {
    const auto a = static_cast<ImU32>(std::lround(std::clamp(alpha, 0.0F, 1.0F) * 255.0F));
    return (color & ~IM_COL32_A_MASK) | (a << IM_COL32_A_SHIFT);
}

OriginStyle origin_style(Origin origin) {
    switch (origin) {
        case Origin::Kernel:
            return {false, ""};
        case Origin::Capped:
            return {true, "capped"};
        case Origin::Injected:
            return {true, "injected"};
        case Origin::Model:
            return {true, "model"};
    }
    return {};
}

void apply_theme(ImGuiStyle& style, float zoom) {
    style = ImGuiStyle();
    apply_measures(style);
    apply_colors(style, theme());
    style.ScaleAllSizes(zoom);
    // Lines are not scaled by ImGui; thin ones stay crisp on whole pixels.
    const float line = std::max(1.0F, std::floor(zoom * 0.75F));
    style.ChildBorderSize = style.PopupBorderSize = style.FrameBorderSize = line;
}

}  // namespace iovlab
