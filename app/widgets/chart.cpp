#include "app/widgets/chart.h"

#include "app/widgets/layout.h"
#include "app/widgets/numbers.h"
#include "app/widgets/registry.h"
#include "app/window/fonts.h"
#include "app/window/imgui_compat.h"
#include "app/window/theme.h"

#include <algorithm>
#include <cmath>

namespace iovlab::ui {
namespace {

/// Data to pixels. All of it in logarithms.
struct Axes {
    double x0 = 0, x1 = 1, y0 = 0, y1 = 1;  // logarithms
    ImVec2 min, max;

    float x(double value) const {
        const double part = x1 > x0 ? (std::log(value) - x0) / (x1 - x0) : 0.5;
        return min.x + static_cast<float>(part) * (max.x - min.x);
    }
    float y(double value) const {
        const double part = (std::log(std::max(value, 1e-9)) - y0) / (y1 - y0);
        return std::clamp(max.y - static_cast<float>(part) * (max.y - min.y), min.y, max.y);
    }
    ImVec2 at(const ChartPoint& point) const { return {x(point.x), y(point.y)}; }
};

constexpr double kSteps[] = {0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5,  1,
                             2,     5,     10,    20,   50,   100,  200, 500, 1000, 2000};

void put(ImDrawList& draw, ImVec2 at, ImU32 color, std::string_view text) {
    draw.AddText({std::round(at.x), std::round(at.y)}, color, text.data(), text.data() + text.size());
}

std::string step_text(double step) {
    std::string text = std::to_string(step);
    text.erase(text.find_last_not_of('0') + 1);
    if (text.back() == '.') text.pop_back();
    return text + "×";
}

/// From the data, always with 1 and some room at both ends.
void find_range(const Chart& chart, Axes& scale) {
    double low = 0.6, high = 1.7;
    double first = 1e300, last = 0;
    for (const ChartLine& line : chart.lines) {
        for (const ChartPoint& point : line.points) {
            low = std::min(low, std::max(point.low * 0.85, 1e-6));  // 0 has no logarithm
            high = std::max(high, point.high * 1.18);
            first = std::min(first, point.x);
            last = std::max(last, point.x);
        }
    }
    for (const auto& [x, text] : chart.ticks) {
        first = std::min(first, x);
        last = std::max(last, x);
    }
    scale.y0 = std::log(low);
    scale.y1 = std::log(high);
    scale.x0 = std::log(first);
    scale.x1 = std::log(std::max(last, first));
}

void draw_grid(ImDrawList& draw, const Chart& chart, const Axes& scale) {
    const FontScope font(Font::MonoSmall);
    const float height = ImGui::GetTextLineHeight();
    float last = 1e9F;
    for (const double step : kSteps) {
        if (std::log(step) < scale.y0 || std::log(step) > scale.y1) continue;
        const float y = std::round(scale.y(step));
        const bool one = step == 1;
        draw.AddRectFilled({scale.min.x, y}, {scale.max.x, y + (one ? 2 : 1) * line_width()},
                           one ? theme().dim : theme().line);
        if (!one && (last - y < height || std::abs(y - scale.y(1)) < height)) continue;
        last = y;
        const std::string text = step_text(step);
        put(draw, {scale.min.x - px(8) - text_size(text).x, y - height / 2}, one ? theme().text : theme().dim,
            text);
    }
    float free = -1e9F;
    for (const auto& [x, text] : chart.ticks) {
        const float width = text_size(text).x, left = scale.x(x) - width / 2;
        draw.AddRectFilled({std::round(scale.x(x)), scale.max.y},
                           {std::round(scale.x(x)) + line_width(), scale.max.y + px(4)}, theme().dim);
        if (left < free) continue;
        put(draw, {left, scale.max.y + px(6)}, theme().dim, text);
        free = left + width + px(6);
    }
}

void draw_sides(ImDrawList& draw, const Chart& chart, const Axes& scale) {
    const FontScope font(Font::Small);
    const float height = ImGui::GetTextLineHeight();
    put(draw, {(scale.min.x + scale.max.x - text_size(chart.x_title).x) / 2, scale.max.y + px(8) + height},
        theme().dim, chart.x_title);
    // In the corners: near the line that they are about, the data would cross them out.
    const float one = scale.y(1);
    const float right = scale.max.x - px(6);
    if (one - scale.min.y > 2 * height)
        put(draw, {right - text_size(chart.above).x, scale.min.y + px(2)}, theme().dim, chart.above);
    if (scale.max.y - one > 2 * height)
        put(draw, {right - text_size(chart.below).x, scale.max.y - height - px(2)}, theme().dim, chart.below);
}

void draw_band(ImDrawList& draw, const ChartLine& line, const Axes& scale) {
    const ImU32 color = with_alpha(line.color, 0.16F);
    for (std::size_t i = 1; i < line.points.size(); ++i) {
        const ChartPoint &a = line.points[i - 1], &b = line.points[i];
        draw.AddQuadFilled({scale.x(a.x), scale.y(a.high)}, {scale.x(b.x), scale.y(b.high)},
                           {scale.x(b.x), scale.y(b.low)}, {scale.x(a.x), scale.y(a.low)}, color);
    }
}

void draw_line(ImDrawList& draw, std::size_t index, const ChartLine& line, const Axes& scale) {
    std::vector<ImVec2> places;
    for (const ChartPoint& point : line.points) places.push_back(scale.at(point));
    if (places.empty()) return;
    const ImU32 ink = readable(line.color, theme().panel);
    cx::add_polyline(draw, places.data(), static_cast<int>(places.size()), ink, px(2));
    for (std::size_t i = 0; i < places.size(); ++i) {
        // Its spread at the point itself: a band alone is lost where two lines cross.
        const ChartPoint& point = line.points[i];
        draw.AddLine({places[i].x, scale.y(point.low)}, {places[i].x, scale.y(point.high)}, with_alpha(ink, 0.7F),
                     line_width());
        chart_marker(draw, index, places[i], px(4.5F), ink, point.sure);
    }
}

/// Names at the lines' ends, moved apart where two would lie on one another.
void draw_names(ImDrawList& draw, const Chart& chart, const Axes& scale) {
    const float height = ImGui::GetTextLineHeight() + px(2);
    std::vector<std::pair<float, std::size_t>> ends;
    for (std::size_t i = 0; i < chart.lines.size(); ++i) {
        if (!chart.lines[i].points.empty()) ends.emplace_back(scale.y(chart.lines[i].points.back().y), i);
    }
    std::sort(ends.begin(), ends.end());
    for (std::size_t i = 1; i < ends.size(); ++i)
        ends[i].first = std::max(ends[i].first, ends[i - 1].first + height);
    const float over = ends.empty() ? 0 : std::max(0.0F, ends.back().first + height / 2 - scale.max.y);
    for (const auto& [y, index] : ends) {
        const ChartLine& line = chart.lines[index];
        const ImU32 ink = readable(line.color, theme().panel);
        const float x = scale.max.x + px(14);
        chart_marker(draw, index, {x, y - over}, px(4), ink, true);
        put(draw, {x + px(10), y - over - ImGui::GetTextLineHeight() / 2}, ink, line.name);
    }
}

void draw_mark(ImDrawList& draw, const ChartMark& mark, const Axes& scale, float top) {
    const float x = std::round(scale.x(mark.x));
    const float low = std::clamp(scale.x(mark.low), scale.min.x, scale.max.x);
    const float high = std::clamp(scale.x(mark.high), scale.min.x, scale.max.x);
    draw.AddRectFilled({low, scale.min.y}, {high, scale.max.y}, with_alpha(theme().text, 0.06F));
    for (float y = scale.min.y - px(4); y < scale.max.y; y += px(8))
        draw.AddRectFilled({x, y}, {x + line_width(), std::min(y + px(4), scale.max.y)}, theme().text);
    const float width = text_size(mark.text).x;
    const float right = scale.max.x + px(8);
    const float left = x + px(6) + width <= right ? x + px(6) : std::max(scale.min.x, x - px(6) - width);
    put(draw, {left, top}, theme().text, mark.text);
}

std::optional<ChartPlace> nearest(const Chart& chart, const Axes& scale, ImVec2 pointer) {
    std::optional<ChartPlace> found;
    float best = px(22) * px(22);
    for (std::size_t i = 0; i < chart.lines.size(); ++i) {
        for (std::size_t j = 0; j < chart.lines[i].points.size(); ++j) {
            const ImVec2 at = scale.at(chart.lines[i].points[j]);
            const float distance =
                (at.x - pointer.x) * (at.x - pointer.x) + (at.y - pointer.y) * (at.y - pointer.y);
            if (distance >= best) continue;
            best = distance;
            found = ChartPlace{i, j};
        }
    }
    return found;
}

/// What a reader without eyes, or a test, gets: every line in numbers.
std::string spoken(const Chart& chart) {
    std::string text;
    for (const ChartLine& line : chart.lines) {
        text += (text.empty() ? "" : "; ") + line.name + ":";
        for (const ChartPoint& point : line.points) {
            const std::string value = std::to_string(point.y);
            text += " " + value.substr(0, value.find('.') + 3);
        }
    }
    return chart.mark ? text + "; " + chart.mark->text : text;
}

}  // namespace

void chart_marker(ImDrawList& draw, std::size_t line, ImVec2 centre, float radius, ImU32 color, bool filled) {
    constexpr int kSides[] = {0, 4, 3, 4};  // circle, square, triangle, diamond
    const int sides = kSides[line % 4];
    const float r = sides == 0 ? radius : radius * 1.25F;
    const float turn = line % 4 == 1 ? 0.785398F : line % 4 == 2 ? -1.570796F : 0.0F;
    const int segments = sides == 0 ? 16 : sides;
    for (const bool hole : {false, true}) {
        if (hole && filled) return;
        const float size = hole ? r - px(1.6F) : r;
        draw.PathClear();
        for (int i = 0; i < segments; ++i) {
            const float angle = turn + 6.283185F * static_cast<float>(i) / static_cast<float>(segments);
            draw.PathLineTo({centre.x + size * std::cos(angle), centre.y + size * std::sin(angle)});
        }
        draw.PathFillConvex(hole ? theme().panel : color);
    }
}

ChartUse chart(std::string_view name, const Chart& chart, ImVec2 size) {
    ImGui::PushID(name.data(), name.data() + name.size());
    cx::plain_button("##chart", size);
    ImGui::PopID();
    ChartUse use;
    const bool hovered = ImGui::IsItemHovered();
    const ImVec2 min = ImGui::GetItemRectMin(), max = ImGui::GetItemRectMax();
    const float line = ImGui::GetTextLineHeight();
    float names = 0;
    for (const ChartLine& one : chart.lines) names = std::max(names, text_size(one.name).x);
    Axes scale;
    scale.min = {min.x + em(3.4F), min.y + (chart.mark ? line + px(8) : px(6))};
    scale.max = {max.x - names - px(30), max.y - 2 * line - px(10)};
    find_range(chart, scale);
    ImDrawList& draw = *ImGui::GetWindowDrawList();
    draw.PushClipRect(min, max, true);
    draw_grid(draw, chart, scale);
    draw_sides(draw, chart, scale);
    for (const ChartLine& one : chart.lines) draw_band(draw, one, scale);
    if (chart.mark) draw_mark(draw, *chart.mark, scale, min.y);
    for (std::size_t i = 0; i < chart.lines.size(); ++i) draw_line(draw, i, chart.lines[i], scale);
    draw_names(draw, chart, scale);
    if (hovered) use.hovered = nearest(chart, scale, ImGui::GetIO().MousePos);
    if (use.hovered) {
        const ImVec2 at = scale.at(chart.lines[use.hovered->line].points[use.hovered->point]);
        draw.AddCircle(at, px(9), theme().text, 24, line_width());
        use.pressed = ImGui::IsMouseReleased(ImGuiMouseButton_Left);
    }
    draw.PopClipRect();
    registry().record_item(name, spoken(chart), true);
    return use;
}

}  // namespace iovlab::ui
