#include "app/widgets/controls.h"
#include "app/widgets/draw.h"
#include "app/widgets/layout.h"
#include "app/widgets/registry.h"
#include "app/window/fonts.h"
#include "app/window/imgui_compat.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace iovlab::ui {
namespace {

float dot_size() {
    return px(9);
}

/// What card_begin() and card_end() have to tell one another.
struct OpenCard {
    ImGuiID id = 0;
    bool fits_content = false;
    std::string name;
    bool visible = true;
};
std::vector<OpenCard> g_open;
std::map<ImGuiID, float> g_heights;  // of the cards that are as high as their content

}  // namespace

float pill_width(std::string_view label, bool dot) {
    const FontScope font(Font::Label);
    return text_size(label).x + 2 * px(12) + (dot ? dot_size() + px(7) : 0);
}

bool pill(std::string_view name, std::string_view label, ImU32 color, bool dot, const Hint& hint, bool clickable) {
    const FontScope font(Font::Label);
    const bool enabled = hint.disabled.empty();
    const ImVec2 size{pill_width(label, dot), ImGui::GetTextLineHeight() + px(9)};
    bool pressed = false;
    ImGui::PushID(name.data(), name.data() + name.size());
    if (clickable) {
        pressed = cx::plain_button("##pill", size) && enabled;
    } else {
        ImGui::Dummy(size);
    }
    ImGui::PopID();
    const ImVec2 min = ImGui::GetItemRectMin();
    const ImVec2 max = ImGui::GetItemRectMax();
    ImDrawList& draw = *ImGui::GetWindowDrawList();
    const float rounding = std::floor(size.y / 2);
    if (clickable && ImGui::IsItemHovered()) draw.AddRectFilled(min, max, theme().hovered, rounding);
    const bool focused = clickable && cx::nav_highlights_last_item();
    const ImU32 edge = focused ? theme().accent : (dot ? color : theme().line);
    cx::add_rect(draw, min, max, edge, rounding, line_width());
    float x = min.x + px(12);
    if (dot) {
        draw.AddCircleFilled({x + dot_size() / 2, (min.y + max.y) / 2}, dot_size() / 2, color);
        x += dot_size() + px(7);
    }
    const float y = std::round((min.y + max.y - ImGui::GetFontSize()) / 2);
    draw.AddText({x, y}, readable(color, theme().background), label.data(), label.data() + label.size());
    registry().record_item(name, label, enabled, text_size(label).x);
    hover_hint(hint);
    return pressed;
}

float badge_width(std::string_view label) {
    const FontScope font(Font::MonoSmall);
    return text_size(label).x + 2 * px(8);
}

void badge(std::string_view name, std::string_view label, ImU32 color, const Hint& hint, bool dashed) {
    const FontScope font(Font::MonoSmall);
    const ImVec2 text = text_size(label);
    ImGui::Dummy({text.x + 2 * px(8), text.y + px(2)});
    const ImVec2 min = ImGui::GetItemRectMin();
    const ImVec2 max = ImGui::GetItemRectMax();
    ImDrawList& draw = *ImGui::GetWindowDrawList();
    if (dashed) {
        dashed_rect(draw, min, max, color, px(3));
    } else {
        draw.AddRectFilled(min, max, color, px(4));
    }
    const ImU32 ink = dashed ? readable(color, theme().panel) : label_on(color);
    draw.AddText({min.x + px(8), min.y + px(1)}, ink, label.data(), label.data() + label.size());
    registry().record_item(name, label, true, text.x);
    hover_hint(hint);
}

void heading(std::string_view title, std::string_view remark) {
    if (!title.empty()) {
        const FontScope font(Font::Strong);
        colored_text(title, theme().dim);
    }
    if (remark.empty()) return;
    const FontScope font(Font::Small);
    if (!title.empty()) ImGui::SameLine();
    const std::string_view shown = fit(remark, ImGui::GetContentRegionAvail().x);
    const float start = ImGui::GetContentRegionAvail().x - text_size(shown).x;
    ImGui::SetCursorPosX(ImGui::GetCursorPosX() + std::max(0.0F, start));
    dim_text(shown);
}

bool card_begin(std::string_view name, std::string_view title, std::string_view remark, ImVec2 size) {
    ImGui::PushID(name.data(), name.data() + name.size());
    const ImGuiID id = ImGui::GetID("##card");
    const bool fits_content = size.y < 0;
    if (fits_content) {
        const auto known = g_heights.find(id);
        size.y = known == g_heights.end() ? em(8) : known->second;
    }
    g_open.push_back({id, fits_content, std::string(name), true});
    const ImGuiWindowFlags flags =
        fits_content ? ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoScrollWithMouse : 0;
    const bool visible = cx::begin_card("##card", size, flags);
    g_open.back().visible = visible;
    if (!title.empty() || !remark.empty()) heading(title, remark);
    return visible;
}

void card_end() {
    const OpenCard card = g_open.back();
    g_open.pop_back();
    if (card.fits_content && card.visible) {  // out of sight nothing is laid out: keep the height it had
        const float bottom = ImGui::GetCursorPosY() + ImGui::GetScrollY() - ImGui::GetStyle().ItemSpacing.y;
        g_heights[card.id] = std::ceil(bottom + ImGui::GetStyle().WindowPadding.y);
    }
    resume_at(ImGui::GetCursorScreenPos());
    ImGui::EndChild();
    registry().record_item(card.name, "", true);
    ImGui::PopID();
}

}  // namespace iovlab::ui
