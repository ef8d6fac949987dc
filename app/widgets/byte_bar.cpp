#include "app/widgets/byte_bar.h"

#include "app/widgets/draw.h"
#include "app/widgets/layout.h"
#include "app/widgets/registry.h"
#include "app/window/fonts.h"
#include "app/window/imgui_compat.h"

#include <algorithm>
#include <cmath>

namespace iovlab::ui {
namespace {

float rounding() {
    return px(4);
}

/// Bytes to pixels and back. Doubles: a length may be SIZE_MAX.
class Scale {
public:
    Scale(ImVec2 min, float width, std::uint64_t scale, std::uint64_t length) : left_(min.x) {
        const double whole = static_cast<double>(std::max<std::uint64_t>(scale, 1));
        torn_ = static_cast<double>(length) > whole;
        bytes_ = torn_ ? whole : static_cast<double>(std::max<std::uint64_t>(length, 1));
        const auto wanted = static_cast<float>(static_cast<double>(length) / whole);
        bar_ = length == 0 ? 0.0F : std::min(width, std::max(smallest(), std::min(wanted, 1.0F) * width));
    }

    float x(std::uint64_t byte) const {
        const auto part = static_cast<float>(std::min(1.0, static_cast<double>(byte) / bytes_));
        return std::round(left_ + part * bar_);
    }
    std::uint64_t byte(float at, std::uint64_t length) const {
        const double part = std::clamp(static_cast<double>((at - left_) / bar_), 0.0, 1.0);
        const double byte = part * bytes_;
        return byte >= static_cast<double>(length) ? length - 1 : static_cast<std::uint64_t>(byte);
    }
    float right() const { return std::round(left_ + bar_); }
    bool torn() const { return torn_; }

private:
    /// Wide enough to point at, and for a hatch to be told from a fill.
    static float smallest() { return px(10); }

    float left_;
    double bytes_ = 1;
    float bar_ = 0;
    bool torn_ = false;
};

/// `whole`: it is all of the bar; `right`: it ends where the bar does.
void draw_consumed(ImDrawList& draw, const ByteBar& bar, ImVec2 min, ImVec2 max, bool whole, bool right = false) {
    if (max.x <= min.x) return;
    const ImDrawFlags corners = whole   ? ImDrawFlags_RoundCornersAll
                                : right ? ImDrawFlags_RoundCornersRight
                                        : ImDrawFlags_RoundCornersLeft;
    const ImU32 dark = mix(bar.fill.color, IM_COL32(0, 0, 0, 255), 0.55F);
    draw.AddRectFilled(min, max, dark, rounding(), corners);
    // A pixel inside, so that the stripes keep off the rounded corners.
    hatch(draw, {min.x + 1, min.y + 1}, {max.x - (whole ? 1 : 0), max.y - 1}, mix(bar.fill.color, dark, 0.35F));
}

/// The right end of a bar that goes on beyond what fits: a zigzag in the panel's colour.
void draw_torn_edge(ImDrawList& draw, float right, float top, float bottom) {
    const float tooth = px(4);
    for (float y = top; y < bottom; y += 2 * tooth)
        draw.AddTriangleFilled({right, y}, {right, y + 2 * tooth}, {right - tooth, y + tooth}, theme().panel);
}

void draw_unreadable(ImDrawList& draw, ImVec2 min, ImVec2 max) {
    if (max.x <= min.x) return;
    draw.AddRectFilled(min, max, tint(theme().error, 0.25F));
    hatch(draw, min, max, with_alpha(theme().error, 0.7F), px(6));
    dashed_rect(draw, min, max, theme().error);
}

void draw_marks(ImDrawList& draw, const ByteBar& bar, const Scale& scale, ImVec2 min, ImVec2 max) {
    if (bar.cut && *bar.cut <= bar.length) {
        const float half = std::max(1.0F, px(1));
        const float x = scale.x(*bar.cut);
        draw.AddRectFilled({x - half, min.y - px(1)}, {x + half, max.y + px(1)}, theme().text);
    }
    for (const LitRange& range : bar.lit) {
        if (range.begin >= bar.length || range.end <= range.begin) continue;
        const float left = std::min(scale.x(range.begin), scale.right() - 1);
        draw_lit(draw, range, {left, min.y}, {std::max(left + 1, scale.x(std::min(range.end, bar.length))), max.y});
    }
}

void draw_label(ImDrawList& draw, const ByteBar& bar, ImVec2 min, ImVec2 max) {
    const FontScope font(Font::MonoSmall);
    const ImVec2 text = text_size(bar.label.substr(0, 200));
    if (bar.label.empty() || text.x + 2 * px(6) > max.x - min.x) return;
    const ImVec2 at{min.x + px(6), std::floor((min.y + max.y - text.y) / 2)};
    draw.AddText(at, label_on(bar.fill.color), bar.label.data(),
                 bar.label.data() + std::min<std::size_t>(bar.label.size(), 200));
}

void draw_bar(const ByteBar& bar, const Scale& scale, ImVec2 min, ImVec2 max) {
    ImDrawList& draw = *ImGui::GetWindowDrawList();
    const float right = scale.right();
    if (bar.bad) {
        draw_unreadable(draw, min, {right, max.y});
    } else {
        const std::uint64_t good = std::min(bar.readable.value_or(bar.length), bar.length);
        const std::uint64_t consumed = std::min(bar.consumed, good);
        const float good_x = good == bar.length ? right : scale.x(good);
        const float consumed_x = consumed == bar.length && consumed > 0 ? right : scale.x(consumed);
        fill_rect(draw, min, {good_x, max.y}, bar.fill, rounding());
        if (bar.fills) {
            draw_consumed(draw, bar, {consumed > 0 ? consumed_x : min.x, min.y}, {good_x, max.y}, consumed == 0,
                          true);
            if (consumed > 0) draw_label(draw, bar, min, {consumed_x, max.y});
        } else {
            draw_consumed(draw, bar, min, {consumed_x, max.y}, consumed_x >= good_x);
            if (consumed == 0) draw_label(draw, bar, min, {good_x, max.y});
        }
        if (good < bar.length) draw_unreadable(draw, {good_x, min.y}, {right, max.y});
    }
    if (scale.torn()) draw_torn_edge(draw, right, min.y, max.y);
    draw_marks(draw, bar, scale, min, max);
}

}  // namespace

BarHover byte_bar(std::string_view name, const ByteBar& bar, ImVec2 size, const Hint& hint) {
    if (size.x <= 0) size.x = std::max(1.0F, ImGui::GetContentRegionAvail().x);
    if (size.y <= 0) size.y = fonts()->size(Font::MonoSmall) + px(3);
    ImGui::PushID(name.data(), name.data() + name.size());
    const bool clicked = cx::plain_button("##bar", size);
    ImGui::PopID();
    const ImVec2 min = ImGui::GetItemRectMin();
    const ImVec2 max = ImGui::GetItemRectMax();
    const Scale scale(min, size.x, bar.scale == 0 ? bar.length : bar.scale, bar.length);
    BarHover hover;
    if (ImGui::IsItemVisible()) draw_bar(bar, scale, min, max);
    const float pointer = ImGui::GetIO().MousePos.x;
    if (bar.length > 0 && ImGui::IsItemHovered() && pointer <= scale.right()) {
        hover.byte = scale.byte(pointer, bar.length);
        hover.clicked = clicked;
    }
    if (bar.selects && bar.length > 0) {
        hover.touch = touch_by_mouse(scale.byte(pointer, bar.length), bar.caret);
        if (ImGui::IsItemFocused() && !hover.touch.chosen) hover.touch = touch_by_keys(bar.caret, bar.length, 0, 0);
        if (clicked && !hover.byte && !hover.touch.chosen) hover.touch.chosen = bar.caret.value_or(0);  // Space
    }
    registry().record_item(name, bar.label, true);
    hover_hint(hint);
    return hover;
}

void share_bracket(const Fill& fill, std::uint64_t begin, std::uint64_t end, std::uint64_t scale, float width) {
    if (width <= 0) width = std::max(1.0F, ImGui::GetContentRegionAvail().x);
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const Scale x(at, width, scale, scale);
    const float height = px(7);
    const float stroke = std::max(1.0F, px(2));
    const float left = x.x(begin);
    const float right = std::max(left + 2 * stroke, x.x(end));
    ImDrawList& draw = *ImGui::GetWindowDrawList();
    draw.AddRectFilled({left, at.y}, {left + stroke, at.y + height}, fill.color);
    draw.AddRectFilled({right - stroke, at.y}, {right, at.y + height}, fill.color);
    draw.AddRectFilled({left, at.y + height - stroke}, {right, at.y + height}, fill.color);
    ImGui::Dummy({width, height});
}

}  // namespace iovlab::ui
