#include "app/widgets/draw.h"

#include "app/widgets/layout.h"

#include <algorithm>
#include <cmath>

namespace iovlab::ui {

void fill_rect(ImDrawList& draw, ImVec2 min, ImVec2 max, const Fill& fill, float rounding, ImDrawFlags corners) {
    if (max.x <= min.x || max.y <= min.y) return;
    draw.AddRectFilled(min, max, fill.color, rounding, corners);
    if (!fill.hatched) return;
    // Away from the label's colour, so that a label on the stripes is still read.
    const ImU32 away = label_on(label_on(fill.color));
    hatch(draw, min, max, mix(fill.color, away, 0.35F), px(8));
}

void hatch(ImDrawList& draw, ImVec2 min, ImVec2 max, ImU32 color, float spacing) {
    // Only what can be seen: a bar may be as wide as its panel is scrolled.
    const ImVec2 clip_min = draw.GetClipRectMin();
    const ImVec2 clip_max = draw.GetClipRectMax();
    const ImVec2 low{std::max(min.x, clip_min.x), std::max(min.y, clip_min.y)};
    const ImVec2 high{std::min(max.x, clip_max.x), std::min(max.y, clip_max.y)};
    if (high.x <= low.x || high.y <= low.y) return;
    if (spacing <= 0) spacing = px(10);
    const float height = max.y - min.y;
    const float thickness = std::max(1.0F, std::round(spacing * 0.35F));
    // Stripes keep their places whatever part is in sight.
    const float first = min.x + std::floor((low.x - min.x - height) / spacing) * spacing;
    draw.PushClipRect(low, high, true);
    for (float x = first; x < high.x + height; x += spacing)
        draw.AddLine({x, max.y + thickness}, {x + height + 2 * thickness, min.y - thickness}, color, thickness);
    draw.PopClipRect();
}

namespace {

void dashes(ImDrawList& draw, ImVec2 from, ImVec2 to, ImU32 color, float dash, float thickness) {
    const float dx = to.x - from.x;
    const float dy = to.y - from.y;
    const float length = std::abs(dx) + std::abs(dy);  // sides are level or upright
    if (length <= 0) return;
    const ImVec2 across = dx != 0 ? ImVec2{0, thickness} : ImVec2{thickness, 0};
    for (float at = 0; at < length; at += 2 * dash) {
        const float end = std::min(length, at + dash);
        draw.AddRectFilled({from.x + dx * at / length, from.y + dy * at / length},
                           {from.x + dx * end / length + across.x, from.y + dy * end / length + across.y}, color);
    }
}

}  // namespace

void dashed_rect(ImDrawList& draw, ImVec2 min, ImVec2 max, ImU32 color, float rounding) {
    const float dash = px(4);
    const float thickness = line_width();
    const ImVec2 last{max.x - thickness, max.y - thickness};
    dashes(draw, {min.x + rounding, min.y}, {max.x - rounding, min.y}, color, dash, thickness);
    dashes(draw, {min.x + rounding, last.y}, {max.x - rounding, last.y}, color, dash, thickness);
    dashes(draw, {min.x, min.y + rounding}, {min.x, max.y - rounding}, color, dash, thickness);
    dashes(draw, {last.x, min.y + rounding}, {last.x, max.y - rounding}, color, dash, thickness);
}

void lit_rect(ImDrawList& draw, ImVec2 min, ImVec2 max) {
    const float w = std::max(2.0F, px(2));
    const ImU32 color = theme().text;
    draw.AddRectFilled({min.x - w, min.y - w}, {max.x + w, min.y}, color);
    draw.AddRectFilled({min.x - w, max.y}, {max.x + w, max.y + w}, color);
    draw.AddRectFilled({min.x - w, min.y}, {min.x, max.y}, color);
    draw.AddRectFilled({max.x, min.y}, {max.x + w, max.y}, color);
}

}  // namespace iovlab::ui
