// A socket's stream on one bar: declared in panels/kernel.h.
#include "app/lab/origin.h"
#include "app/panels/kernel.h"
#include "app/widgets/controls.h"
#include "app/widgets/draw.h"
#include "app/widgets/layout.h"
#include "app/widgets/lit.h"
#include "app/widgets/registry.h"
#include "app/window/fonts.h"
#include "core/experiment/text.h"

#include <algorithm>
#include <cmath>
#include <string>

namespace iovlab {

namespace {

/// Bytes of the stream on the screen.
struct Bar {
    ImVec2 min, max;
    std::uint64_t whole = 1;

    float x(std::uint64_t at) const {
        const double part = static_cast<double>(std::min(at, whole)) / static_cast<double>(whole);
        return min.x + static_cast<float>(part) * (max.x - min.x);
    }
    std::uint64_t byte(float x) const {
        const double part = static_cast<double>(x - min.x) / static_cast<double>(std::max(max.x - min.x, 1.0F));
        return static_cast<std::uint64_t>(std::clamp(part, 0.0, 1.0) * static_cast<double>(whole));
    }
};

void draw_colours(const LabState& state, const Bar& bar, std::uint64_t put) {
    ImDrawList& draw = *ImGui::GetWindowDrawList();
    float drawn = bar.min.x;
    for (const ColourRun& run : colour_runs(state.run.pipe.stream, state.run_derived, 0, put)) {
        const float right = bar.x(run.end());
        if (right < drawn + 0.5F) continue;  // thinner than a pixel
        const Fill fill = run.kind == ColourRun::Kind::Buffer ? buffer_fill(run.buffer) : other_fill();
        ui::fill_rect(draw, {bar.x(run.at), bar.min.y}, {right, bar.max.y}, fill);
        drawn = right;
    }
}

void point(const LabState& state, const Bar& bar, std::uint64_t put, Intents& out) {
    for (const ui::LitRange& lit : state.lighting.stream) {
        if (lit.begin >= put) break;
        const float left = std::min(std::floor(bar.x(lit.begin)), bar.max.x - 1);
        ui::draw_lit(*ImGui::GetWindowDrawList(), lit, {left, bar.min.y},
                     {std::max(left + 1, bar.x(lit.end)), bar.max.y});
    }
    const std::uint64_t at = bar.byte(ImGui::GetIO().MousePos.x);
    if (!ImGui::IsItemHovered() || at >= put) return;
    const ByteSpot spot{ByteSpot::In::Sink, 0, at};
    out.push_back(HoverByte{spot});
    if (ImGui::IsMouseClicked(ImGuiMouseButton_Left)) out.push_back(SelectBytes{spot, ImGui::GetIO().KeyShift});
}

}  // namespace

void draw_stream_bar(const LabState& state, std::uint64_t queued, Intents& out) {
    const Step* step = state.run.target_shown();
    const std::uint64_t put = step ? step->put : 0;
    const std::uint64_t read = put - std::min(queued, put);
    Bar bar;
    bar.min = ImGui::GetCursorScreenPos();
    bar.max = {bar.min.x + ImGui::GetContentRegionAvail().x, bar.min.y + ui::px(20)};
    bar.whole = std::max<std::uint64_t>({asked_in_all(state), put, 1});
    ImDrawList& draw = *ImGui::GetWindowDrawList();
    draw.AddRectFilled(bar.min, bar.max, theme().raised, ui::px(4));
    draw_colours(state, bar, put);
    const ImU32 veil = (theme().panel & ~IM_COL32_A_MASK) | (ImU32{160} << IM_COL32_A_SHIFT);
    if (read > 0) draw.AddRectFilled(bar.min, {bar.x(read), bar.max.y}, veil);
    if (put > 0) draw.AddRectFilled({bar.x(put) - 1, bar.min.y}, {bar.x(put) + 1, bar.max.y}, theme().text);
    ImGui::Dummy({bar.max.x - bar.min.x, bar.max.y - bar.min.y});
    draw_motion(state, {{0, bar.whole, bar.min, bar.max, false}});
    point(state, bar, put, out);
    const std::string words = "The stream: " + grouped(read) + " B are read and pale, " + grouped(put - read) +
                              " B wait, " + grouped(bar.whole - put) + " B are still to come.";
    ui::registry().record_item("kernel.stream", words, true);
    const ui::FontScope font(Font::Small);
    ui::wrapped_text(
        step ? words : "The stream, once there is one: what is read, what waits, what is still to come.",
        theme().dim);
}

}  // namespace iovlab
