#include "tests/pictures/examine.h"

#include "app/widgets/registry.h"
#include "app/window/theme.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <imgui_internal.h>
#include <unordered_map>

namespace iovlab::pictures {

namespace {

constexpr float kLetter = 2;           // pixels: side bearings, and the last column of a slanted letter
constexpr std::size_t kLongText = 12;  // a field that holds more than this may scroll it

struct Box {
    ImVec2 min, max;

    bool empty() const { return min.x >= max.x || min.y >= max.y; }
    float area() const { return empty() ? 0 : (max.x - min.x) * (max.y - min.y); }
};

Box common(const Box& a, const Box& b) {
    return {{std::max(a.min.x, b.min.x), std::max(a.min.y, b.min.y)},
            {std::min(a.max.x, b.max.x), std::min(a.max.y, b.max.y)}};
}

Box in_sight(const DrawnText& text) {
    return common({text.min, text.max}, {text.clip_min, text.clip_max});
}

std::string said(const DrawnText& text) {
    return fmt::format("\"{}\" at {:.0f},{:.0f} in {}", text.text, text.min.x, text.min.y, text.window);
}

}  // namespace

std::vector<std::string> clipped_texts(const std::vector<DrawnText>& texts) {
    std::vector<std::string> faults;
    for (const DrawnText& text : texts) {
        const bool typed = text.field && text.color == theme().text;  // and no placeholder
        if (text.covered || (typed && text.text.size() > kLongText)) continue;
        const float line = text.max.y - text.min.y;
        const float slack = line * 0.2F;  // a line is higher than its letters
        const bool above = text.min.y < text.clip_min.y - slack;
        const bool below = text.max.y > text.clip_max.y + slack;
        const bool scrolled = (above && text.scrolls_up) || (below && text.scrolls_down);
        const bool out_of_sight = text.max.y <= text.clip_min.y || text.min.y >= text.clip_max.y;
        if (out_of_sight && scrolled) continue;
        const bool left = text.min.x < text.clip_min.x - kLetter;
        const bool right = text.max.x > text.clip_max.x + kLetter;
        if ((left || right) && !text.scrolls_across)
            faults.push_back(fmt::format("clipped {:.0f} px at the {}: {}",
                                         right ? text.max.x - text.clip_max.x : text.clip_min.x - text.min.x,
                                         right ? "right" : "left", said(text)));
        if ((above || below) && !scrolled)
            faults.push_back(
                fmt::format("clipped {} with nothing to scroll: {}", above ? "above" : "below", said(text)));
    }
    return faults;
}

std::vector<std::string> overlapping_texts(const std::vector<DrawnText>& texts) {
    std::vector<std::string> faults;
    std::vector<Box> boxes;
    for (const DrawnText& text : texts) {
        Box box = in_sight(text);
        const float trim = (box.max.y - box.min.y) * 0.2F;
        box.min.y += trim;
        box.max.y -= trim;
        box.max.x -= kLetter;
        boxes.push_back(text.covered ? Box{} : box);
    }
    for (std::size_t i = 0; i < texts.size(); ++i) {
        for (std::size_t k = i + 1; k < texts.size(); ++k) {
            if (common(boxes[i], boxes[k]).area() < 4) continue;
            const bool again = texts[i].text == texts[k].text && std::abs(texts[i].min.x - texts[k].min.x) < 1;
            if (!again) faults.push_back(fmt::format("{} lies upon {}", said(texts[k]), said(texts[i])));
        }
    }
    return faults;
}

namespace {

bool holds(const Box& outer, const Box& inner) {
    return inner.min.x >= outer.min.x - 1 && inner.min.y >= outer.min.y - 1 && inner.max.x <= outer.max.x + 1 &&
           inner.max.y <= outer.max.y + 1;
}

/// The handle of the cut is drawn over the bars: that is what it is for. Tooltips and popups lie upon everything.
bool lies_upon_others(const std::string& name) {
    return name == "cut" || name == "tooltip" || name == "kernel.motion";
}

/// A popup and the palette lie upon what is below them, and that is as it should be: what is in them is told by its
/// name, "menu.file.open", "palette.3", or "target.kind.2" (and "target.kind.2.why") of the open list
/// "target.kind".
bool in_front(std::string name) {
    constexpr std::string_view kWhy = ".why";
    if (name.ends_with(kWhy)) name.resize(name.size() - kWhy.size());
    if (name.starts_with("palette.")) return true;
    if (ImGui::GetCurrentContext()->OpenPopupStack.Size == 0) return false;
    const std::size_t dot = name.rfind('.');
    const bool numbered =
        dot != std::string::npos && name.find_first_not_of("0123456789", dot + 1) == std::string::npos;
    return name.starts_with("menu.") || (numbered && ui::registry().find(name.substr(0, dot)) != nullptr);
}

}  // namespace

std::vector<std::string> overlapping_controls() {
    std::vector<std::pair<std::string, Box>> controls;
    for (const auto& [name, control] : ui::registry().all()) {
        const Box box = common({control.min, control.max}, {control.clip_min, control.clip_max});
        if (!lies_upon_others(name) && box.area() > 4) controls.emplace_back(name, box);
    }
    std::sort(controls.begin(), controls.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    std::vector<std::string> faults;
    for (std::size_t i = 0; i < controls.size(); ++i) {
        for (std::size_t k = i + 1; k < controls.size(); ++k) {
            const auto& [one, a] = controls[i];
            const auto& [other, b] = controls[k];
            if (in_front(one) != in_front(other)) continue;
            const Box both = common(a, b);
            const bool touch = both.max.x - both.min.x <= 1.5F || both.max.y - both.min.y <= 1.5F;
            if (both.empty() || touch || holds(a, b) || holds(b, a)) continue;
            faults.push_back(fmt::format("{} and {} overlap by {:.0f} x {:.0f} px", one, other,
                                         both.max.x - both.min.x, both.max.y - both.min.y));
        }
    }
    return faults;
}

namespace {

ImU32 color_at(const Picture& picture, int x, int y) {
    const std::size_t at =
        4 * (static_cast<std::size_t>(y) * static_cast<std::size_t>(picture.width) + static_cast<std::size_t>(x));
    return IM_COL32(picture.pixels[at], picture.pixels[at + 1], picture.pixels[at + 2], 255);
}

/// The colours behind a text: those that fill the most of its box. Letters are thin, and their edges are of many
/// shades.
std::vector<ImU32> behind(const DrawnText& text, const Picture& picture) {
    const Box box =
        common(in_sight(text), {{0, 0}, {static_cast<float>(picture.width), static_cast<float>(picture.height)}});
    std::unordered_map<ImU32, int> count;
    int pixels = 0;
    for (int y = static_cast<int>(std::ceil(box.min.y)); y < static_cast<int>(box.max.y); ++y) {
        for (int x = static_cast<int>(std::ceil(box.min.x)); x < static_cast<int>(box.max.x); ++x) {
            ++count[color_at(picture, x, y)];
            ++pixels;
        }
    }
    std::vector<ImU32> most;
    const ImU32 ink = text.color | IM_COL32_A_MASK;
    for (const auto& [color, times] : count) {
        if (times * 4 > pixels && color != ink) most.push_back(color);
    }
    return most;
}

}  // namespace

std::vector<std::string> faint_texts(const std::vector<DrawnText>& texts, const Picture& picture) {
    std::vector<std::string> faults;
    constexpr float kEnough = 4.45F;  // 4.5, and a step of rounding in 8 bits
    for (const DrawnText& text : texts) {
        const bool disabled = (text.color >> IM_COL32_A_SHIFT) < 255;
        const Box box = in_sight(text);
        if (text.covered || disabled || box.max.y - box.min.y < (text.max.y - text.min.y) * 0.6F) continue;
        for (const ImU32 color : behind(text, picture)) {
            const float reached = contrast(text.color, color);
            if (reached < kEnough)
                faults.push_back(fmt::format("{:.2f}:1 is too faint: {}, #{:06x} on #{:06x} (bgr)", reached,
                                             said(text), text.color & 0xFFFFFFU, color & 0xFFFFFFU));
        }
    }
    return faults;
}

}  // namespace iovlab::pictures
