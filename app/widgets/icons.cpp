#include "app/widgets/icons.h"

#include "app/widgets/layout.h"
#include "app/widgets/registry.h"
#include "app/window/imgui_compat.h"
#include "app/window/theme.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace iovlab::ui {
namespace {

/// Shapes in a unit square, drawn at the size and place asked for.
class Pen {
public:
    Pen(ImDrawList& draw, ImVec2 min, float size, ImU32 color)
        : draw_(draw), min_(min), size_(size), color_(color), stroke_(std::max(1.0F, std::round(size * 0.1F))) {}

    void triangle(ImVec2 a, ImVec2 b, ImVec2 c) { draw_.AddTriangleFilled(at(a), at(b), at(c), color_); }
    void box(ImVec2 a, ImVec2 b) { draw_.AddRectFilled(at(a), at(b), color_, size_ * 0.08F); }
    void disc(ImVec2 centre, float radius) { draw_.AddCircleFilled(at(centre), radius * size_, color_); }
    void ring(ImVec2 centre, float radius) { draw_.AddCircle(at(centre), radius * size_, color_, 0, stroke_); }
    void stroke(ImVec2 a, ImVec2 b) { draw_.AddLine(at(a), at(b), color_, stroke_); }
    void strokes(ImVec2 a, ImVec2 b, ImVec2 c) {
        const std::array<ImVec2, 3> points{at(a), at(b), at(c)};
        cx::add_polyline(draw_, points.data(), 3, color_, stroke_ * 1.2F);
    }

private:
    ImVec2 at(ImVec2 unit) const { return {min_.x + unit.x * size_, min_.y + unit.y * size_}; }

    ImDrawList& draw_;
    ImVec2 min_;
    float size_;
    ImU32 color_;
    float stroke_;
};

void draw_transport(Pen& pen, Icon icon) {
    switch (icon) {
        case Icon::Play:
            return pen.triangle({0.22F, 0.14F}, {0.86F, 0.5F}, {0.22F, 0.86F});
        case Icon::Step:
            pen.triangle({0.16F, 0.18F}, {0.66F, 0.5F}, {0.16F, 0.82F});
            return pen.box({0.7F, 0.18F}, {0.84F, 0.82F});
        case Icon::StepBack:
            pen.triangle({0.84F, 0.18F}, {0.84F, 0.82F}, {0.34F, 0.5F});
            return pen.box({0.16F, 0.18F}, {0.3F, 0.82F});
        case Icon::Rewind:
            pen.triangle({0.5F, 0.2F}, {0.5F, 0.8F}, {0.06F, 0.5F});
            return pen.triangle({0.94F, 0.2F}, {0.94F, 0.8F}, {0.5F, 0.5F});
        case Icon::FastForward:
            pen.triangle({0.06F, 0.2F}, {0.5F, 0.5F}, {0.06F, 0.8F});
            return pen.triangle({0.5F, 0.2F}, {0.94F, 0.5F}, {0.5F, 0.8F});
        case Icon::Pause:
            pen.box({0.24F, 0.16F}, {0.42F, 0.84F});
            return pen.box({0.58F, 0.16F}, {0.76F, 0.84F});
        case Icon::Stop:
            return pen.box({0.2F, 0.2F}, {0.8F, 0.8F});
        default:
            return;
    }
}

void draw_sign(Pen& pen, Icon icon) {
    switch (icon) {
        case Icon::Plus:
            pen.stroke({0.5F, 0.2F}, {0.5F, 0.8F});
            return pen.stroke({0.2F, 0.5F}, {0.8F, 0.5F});
        case Icon::Minus:
            return pen.stroke({0.2F, 0.5F}, {0.8F, 0.5F});
        case Icon::Cross:
            pen.stroke({0.24F, 0.24F}, {0.76F, 0.76F});
            return pen.stroke({0.24F, 0.76F}, {0.76F, 0.24F});
        case Icon::Check:
            return pen.strokes({0.16F, 0.54F}, {0.4F, 0.78F}, {0.84F, 0.24F});
        case Icon::Dot:
            return pen.disc({0.5F, 0.5F}, 0.32F);
        case Icon::Ring:
            return pen.ring({0.5F, 0.5F}, 0.34F);
        case Icon::RadioOn:
            pen.ring({0.5F, 0.5F}, 0.38F);
            return pen.disc({0.5F, 0.5F}, 0.2F);
        case Icon::ChevronDown:
            return pen.strokes({0.24F, 0.4F}, {0.5F, 0.66F}, {0.76F, 0.4F});
        case Icon::ChevronUp:
            return pen.strokes({0.24F, 0.62F}, {0.5F, 0.36F}, {0.76F, 0.62F});
        case Icon::ChevronRight:
            return pen.strokes({0.4F, 0.24F}, {0.66F, 0.5F}, {0.4F, 0.76F});
        default:
            return;
    }
}

void draw_mark(Pen& pen, Icon icon) {
    switch (icon) {
        case Icon::Grip:
            for (float y : {0.24F, 0.5F, 0.76F}) {
                pen.disc({0.36F, y}, 0.07F);
                pen.disc({0.64F, y}, 0.07F);
            }
            return;
        case Icon::Warning:
            pen.strokes({0.5F, 0.14F}, {0.08F, 0.86F}, {0.92F, 0.86F});
            pen.stroke({0.92F, 0.86F}, {0.5F, 0.14F});
            pen.stroke({0.5F, 0.4F}, {0.5F, 0.62F});
            return pen.disc({0.5F, 0.74F}, 0.05F);
        case Icon::Info:
            pen.ring({0.5F, 0.5F}, 0.42F);
            pen.disc({0.5F, 0.3F}, 0.06F);
            return pen.stroke({0.5F, 0.46F}, {0.5F, 0.74F});
        case Icon::Asleep:  // a Z: what a sleeping caller says
            pen.strokes({0.26F, 0.22F}, {0.74F, 0.22F}, {0.26F, 0.78F});
            return pen.stroke({0.26F, 0.78F}, {0.74F, 0.78F});
        default:
            return;
    }
}

}  // namespace

void draw_icon(ImDrawList& draw, Icon icon, ImVec2 min, float size, ImU32 color) {
    Pen pen(draw, min, size, color);
    draw_transport(pen, icon);
    draw_sign(pen, icon);
    draw_mark(pen, icon);
}

void icon(Icon icon, ImU32 color) {
    const float size = ImGui::GetTextLineHeight();
    draw_icon(*ImGui::GetWindowDrawList(), icon, ImGui::GetCursorScreenPos(), size, color);
    ImGui::Dummy({size, size});
}

void check_row(std::string_view name, Icon icon, ImU32 color, std::string_view text) {
    ImGui::BeginGroup();
    const float start = ImGui::GetCursorPosY();
    // Wrapped text stands in taller lines than the sign.
    ImGui::SetCursorPosY(start + std::round(ImGui::GetFontSize() * (kWrappedLine - 1) / 2));
    ui::icon(icon, color);
    ImGui::SameLine(0, px(6));
    ImGui::SetCursorPosY(start);
    wrapped_text(text, theme().text);
    ImGui::EndGroup();
    registry().record_item(name, text, true);
}

}  // namespace iovlab::ui
