#include "app/widgets/controls.h"
#include "app/widgets/layout.h"
#include "app/widgets/registry.h"
#include "app/window/fonts.h"
#include "app/window/imgui_compat.h"
#include "app/window/tab_order.h"

#include <algorithm>
#include <cmath>
#include <optional>

namespace iovlab::ui {
namespace {

struct Look {
    ImU32 fill, hovered, pressed, border, text, keys;
};

Look look_of(ButtonKind kind) {
    const Theme& t = theme();
    switch (kind) {
        case ButtonKind::Primary: {
            const ImU32 label = label_on(t.primary);
            return {t.primary,
                    mix(t.primary, label, 0.1F),
                    mix(t.primary, t.background, 0.2F),
                    mix(t.primary, t.accent, 0.5F),
                    label,
                    readable(mix(label, t.primary, 0.25F), t.primary)};
        }
        case ButtonKind::Quiet:
            return {0, t.hovered, t.pressed, 0, t.dim, t.dim};
        case ButtonKind::Danger: {
            const ImU32 text = readable(t.error, t.raised);
            return {t.raised, mix(t.raised, t.error, 0.15F), t.pressed, mix(t.line, t.error, 0.5F), text, t.dim};
        }
        case ButtonKind::Normal:
            break;
    }
    return {t.raised, t.hovered, t.pressed, t.line, t.text, t.dim};
}

/// Sizes of what is written on a button, from left to right.
struct Content {
    float icon = 0, label = 0, keys = 0, gap = 0;

    float width() const {
        const int parts = (icon > 0 ? 1 : 0) + (label > 0 ? 1 : 0) + (keys > 0 ? 1 : 0);
        return icon + label + keys + gap * static_cast<float>(std::max(0, parts - 1));
    }
};

Content content_of(std::string_view label, const Hint& hint, const ButtonStyle& style) {
    Content content;
    content.gap = px(7);
    if (style.icon != Icon::None) content.icon = std::round(ImGui::GetFontSize() * 0.8F);
    content.label = text_size(label).x;
    if (!label.empty()) content.keys = text_size(hint.keys).x;
    return content;
}

void draw_content(const Content& content, std::string_view label, const Hint& hint, const ButtonStyle& style,
                  const Look& look) {
    ImDrawList& draw = *ImGui::GetWindowDrawList();
    const ImVec2 min = ImGui::GetItemRectMin();
    const ImVec2 max = ImGui::GetItemRectMax();
    float x = std::round(min.x + std::max(0.0F, (max.x - min.x - content.width()) / 2));
    const float y = std::round((min.y + max.y - ImGui::GetFontSize()) / 2);
    const ImU32 color = ImGui::GetColorU32(look.text);
    if (content.icon > 0) {
        const float top = std::round((min.y + max.y - content.icon) / 2);
        draw_icon(draw, style.icon, {x, top}, content.icon, color);
        x += content.icon + content.gap;
    }
    if (content.label > 0) {
        draw.AddText({x, y}, color, label.data(), label.data() + label.size());
        x += content.label + content.gap;
    }
    if (content.keys > 0)
        draw.AddText({x, y}, ImGui::GetColorU32(look.keys), hint.keys.data(), hint.keys.data() + hint.keys.size());
}

Font face_of(ButtonKind kind) {
    return kind == ButtonKind::Primary ? Font::Strong : Font::Label;
}

float width_of(const Content& content, const ButtonStyle& style, bool square) {
    if (style.width > 0) return style.width;
    if (square) return ImGui::GetFrameHeight();
    const float padding = style.kind == ButtonKind::Quiet ? px(6) : ImGui::GetStyle().FramePadding.x;
    return content.width() + 2 * padding;
}

}  // namespace

float button_width(std::string_view label, const Hint& hint, const ButtonStyle& style) {
    const FontScope font(face_of(style.kind));
    return width_of(content_of(label, hint, style), style, label.empty());
}

bool button(std::string_view name, std::string_view label, const Hint& hint, const ButtonStyle& style) {
    const FontScope font(face_of(style.kind));
    const bool enabled = hint.disabled.empty();
    const Look look = look_of(style.kind);
    const Content content = content_of(label, hint, style);
    const ImVec2 size{width_of(content, style, label.empty()), ImGui::GetFrameHeight()};
    ImGui::PushID(name.data(), name.data() + name.size());
    ImGui::PushStyleColor(ImGuiCol_Button, look.fill);
    ImGui::PushStyleColor(ImGuiCol_ButtonHovered, look.hovered);
    ImGui::PushStyleColor(ImGuiCol_ButtonActive, look.pressed);
    ImGui::PushStyleColor(ImGuiCol_Border, look.border);
    ImGui::BeginDisabled(!enabled);
    const bool pressed = ImGui::Button("##button", size);
    draw_content(content, label, hint, style, look);
    ImGui::EndDisabled();
    ImGui::PopStyleColor(4);
    ImGui::PopID();
    registry().record_item(name, label, enabled, content.width());
    hover_hint(hint);
    return pressed && enabled;
}

bool checkbox(std::string_view name, std::string_view label, bool& value, const Hint& hint) {
    const bool enabled = hint.disabled.empty();
    ImGui::PushID(name.data(), name.data() + name.size());
    // The box is as high as the text, not as a button.
    ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, ImVec2(px(2), px(2)));
    ImGui::BeginDisabled(!enabled);
    ImGui::BeginGroup();
    bool changed = ImGui::Checkbox("##box", &value);
    cx::join_tab_order();
    if (!label.empty()) {
        ImGui::SameLine(0, px(7));
        ui::text(label);
        if (ImGui::IsItemClicked() && enabled) {
            value = !value;
            changed = true;
        }
    }
    ImGui::EndGroup();
    ImGui::EndDisabled();
    ImGui::PopStyleVar();
    ImGui::PopID();
    registry().record_item(name, label, enabled, 0, value);
    hover_hint(hint);
    return changed;
}

bool selectable(std::string_view name, std::string_view label, bool selected, const Hint& hint, ImVec2 size) {
    const bool enabled = hint.disabled.empty();
    if (size.x <= 0) size.x = std::max(1.0F, ImGui::GetContentRegionAvail().x);
    if (size.y <= 0) size.y = ImGui::GetTextLineHeight() + px(8);
    ImGui::PushID(name.data(), name.data() + name.size());
    ImGui::BeginDisabled(!enabled);
    const bool pressed = cx::plain_button("##row", size);
    const bool hovered = ImGui::IsItemHovered();
    const ImVec2 min = ImGui::GetItemRectMin();
    const ImVec2 max = ImGui::GetItemRectMax();
    ImDrawList& draw = *ImGui::GetWindowDrawList();
    const float rounding = px(6);
    if (selected || hovered) {
        const ImU32 fill = selected ? theme().selected : theme().hovered;
        draw.AddRectFilled(min, max, ImGui::GetColorU32(fill), rounding);
    }
    if (selected || cx::nav_highlights_last_item())
        cx::add_rect(draw, min, max, mix(theme().line, theme().accent, 0.6F), rounding, line_width());
    if (!label.empty()) {
        const std::string_view shown = fit(label, size.x - 2 * px(8));
        const ImVec2 at{min.x + px(8), std::round((min.y + max.y - ImGui::GetFontSize()) / 2)};
        draw.AddText(at, ImGui::GetColorU32(theme().text), shown.data(), shown.data() + shown.size());
    }
    ImGui::EndDisabled();
    ImGui::PopID();
    registry().record_item(name, label, enabled, text_size(label).x, selected);
    hover_hint(hint);
    return pressed && enabled;
}

bool tab(std::string_view name, std::string_view label, bool selected, const Hint& hint) {
    const FontScope font(Font::Body);
    const bool enabled = hint.disabled.empty();
    const ImVec2 text = text_size(label);
    ImGui::PushID(name.data(), name.data() + name.size());
    ImGui::BeginDisabled(!enabled);
    const bool pressed = cx::plain_button("##tab", {text.x + px(28), text.y + px(16)});
    const ImVec2 min = ImGui::GetItemRectMin();
    const ImVec2 max = ImGui::GetItemRectMax();
    const bool hovered = ImGui::IsItemHovered();
    ImDrawList& draw = *ImGui::GetWindowDrawList();
    const ImU32 raised = theme().name == ThemeName::Dark ? theme().raised : theme().hovered;
    if (selected || hovered)
        draw.AddRectFilled(min, max, ImGui::GetColorU32(selected ? raised : mix(theme().background, raised, 0.6F)),
                           px(6));
    if (cx::nav_highlights_last_item()) cx::add_rect(draw, min, max, theme().accent, px(6), line_width());
    draw.AddText({min.x + px(14), min.y + px(8)}, ImGui::GetColorU32(selected ? theme().text : theme().dim),
                 label.data(), label.data() + label.size());
    ImGui::EndDisabled();
    ImGui::PopID();
    registry().record_item(name, label, enabled, text.x, selected);
    hover_hint(hint);
    return pressed && enabled;
}

}  // namespace iovlab::ui
