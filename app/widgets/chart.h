#pragma once

#include <cstddef>
#include <imgui.h>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Lines over a logarithmic x axis with a logarithmic y axis: equal steps are equal factors on both.
namespace iovlab::ui {

struct ChartPoint {
    double x = 0, y = 0;
    double low = 0, high = 0;  ///< the spread, drawn as a band
    bool sure = true;          ///< false: an open marker
};
struct ChartLine {
    std::string name;  ///< at its end; each line has a marker shape of its own too, by its place in the list
    ImU32 color = 0;
    std::vector<ChartPoint> points;  ///< by ascending x
};
/// A place on the x axis that means something: a dashed line, the range in which it may lie, and why.
struct ChartMark {
    double x = 0, low = 0, high = 0;
    std::string text;
};
struct Chart {
    std::vector<ChartLine> lines;
    std::optional<ChartMark> mark;
    std::vector<std::pair<double, std::string>> ticks;  ///< of the x axis
    std::string x_title;
    std::string above, below;  ///< what it means to lie above y = 1, and below
};

struct ChartPlace {
    std::size_t line = 0, point = 0;
};
struct ChartUse {
    std::optional<ChartPlace> hovered;  ///< the nearest point, when the pointer is near one
    bool pressed = false;               ///< and the mouse was pressed on it
};
/// Draws it as one item called `name`.
ChartUse chart(std::string_view name, const Chart& chart, ImVec2 size);

/// The marker of line number `line`, as in the chart.
void chart_marker(ImDrawList& draw, std::size_t line, ImVec2 centre, float radius, ImU32 color, bool filled);

}  // namespace iovlab::ui
