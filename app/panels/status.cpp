#include "app/panels/status.h"

#include "app/lab/call_text.h"
#include "app/widgets/controls.h"
#include "app/widgets/draw.h"
#include "app/widgets/layout.h"
#include "app/widgets/registry.h"
#include "app/window/fonts.h"
#include "app/window/theme.h"

#include <cmath>
#include <string>

namespace iovlab {

namespace {

/// Words from left to right; what no longer fits is left out whole, the least important last.
class Line {
public:
    Line(ImVec2 at, float right) : at_(at), right_(right) {}

    void swatch(std::size_t buffer) {
        const float side = ui::px(10);
        const float top = std::round(at_.y + (ImGui::GetTextLineHeight() - side) / 2);
        ui::fill_rect(*ImGui::GetWindowDrawList(), {at_.x, top}, {at_.x + side, top + side}, buffer_fill(buffer),
                      ui::px(2));
        at_.x += side + ui::px(7);
    }
    void say(const std::string& words, ImU32 color, Font face) {
        if (words.empty()) return;
        const ui::FontScope font(face);
        const float width = ui::text_size(words).x;
        if (at_.x + width > right_) return;
        ImGui::GetWindowDrawList()->AddText(at_, color, words.data(), words.data() + words.size());
        at_.x += width + ui::px(18);
        said_ += (said_.empty() ? "" : " · ") + words;
    }
    const std::string& said() const { return said_; }

private:
    ImVec2 at_;
    float right_;
    std::string said_;
};

const char* idle_words(const LabState& state) {
    return state.run.exists ? "Point at a byte: it lights up wherever it is. Drag over bytes to select them."
                            : "Point at a byte: it lights up wherever it is, and after a run in what arrived.";
}

/// The buttons at the right; returns where they begin.
float draw_buttons(const LabState& state, float right, float top, Intents& out) {
    const ByteWords& words = state.lighting.words;
    if (!state.lighting.chosen.spot) return right;
    const ui::ButtonStyle quiet{ui::ButtonKind::Quiet, ui::Icon::None, 0};
    const ui::FontScope font(Font::Small);
    const ui::Hint clear{"Nothing is selected any more.", "", "Esc", ""};
    const std::string call = words.call_number ? "Show call " + grouped(*words.call_number) : std::string();
    const ui::Hint show{"Shows the window as it was after the call that carried it.", "", "", ""};
    float left = right - ui::button_width("Clear", clear, quiet);
    ImGui::SetCursorScreenPos({left, top});
    if (ui::button("bytes.clear", "Clear", clear, quiet)) out.push_back(SelectBytes{});
    if (call.empty()) return left;
    left -= ui::button_width(call, show, quiet) + ui::px(6);
    ImGui::SetCursorScreenPos({left, top});
    if (ui::button("bytes.call", call, show, quiet)) out.push_back(SelectCall{*words.call_number});
    return left;
}

}  // namespace

float status_height() {
    return fonts()->size(Font::Small) + ui::px(6);
}

namespace {

/// Returns what was said.
std::string draw_words(const LabState& state, ImVec2 min, float height, float right) {
    const ui::FontScope font(Font::Small);
    const float y = std::round(min.y + (height - ImGui::GetTextLineHeight()) / 2);
    Line line({min.x + ui::px(10), y}, right - ui::px(10));
    const ByteWords& words = state.lighting.words;
    if (words.place.empty()) {
        line.say(idle_words(state), theme().dim, Font::Small);
        return line.said();
    }
    if (words.buffer) line.swatch(*words.buffer);
    line.say(words.place, theme().text, Font::MonoSmall);
    line.say(words.value, theme().text, Font::MonoSmall);
    line.say(words.entry, theme().dim, Font::Small);
    line.say(words.call, theme().dim, Font::Small);
    line.say(words.sink, theme().dim, Font::Small);
    return line.said();
}

}  // namespace

void draw_status(const LabState& state, Intents& out) {
    const ImGuiViewport* viewport = ImGui::GetMainViewport();
    const float height = status_height();
    const ImVec2 min{viewport->Pos.x, viewport->Pos.y + viewport->Size.y - height};
    ImGui::SetNextWindowPos(min);
    ImGui::SetNextWindowSize({viewport->Size.x, height});
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {ui::px(10), 0});
    ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, 0);
    ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, 0);
    ImGui::PushStyleVar(ImGuiStyleVar_WindowMinSize, {1, 1});
    constexpr ImGuiWindowFlags kFlags = ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove |
                                        ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoBringToFrontOnFocus |
                                        ImGuiWindowFlags_NoBackground | ImGuiWindowFlags_NoFocusOnAppearing;
    ImGui::Begin("##status", nullptr, kFlags);
    ImGui::PopStyleVar(4);
    ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, {ui::px(6), 0});
    const float right = draw_buttons(state, min.x + viewport->Size.x - ui::px(10), min.y, out);
    ImGui::PopStyleVar();
    const std::string said = draw_words(state, min, height, right);
    ui::registry().record("status", {.min = min,
                                     .max = {min.x + viewport->Size.x, min.y + height},
                                     .clip_min = min,
                                     .clip_max = {min.x + viewport->Size.x, min.y + height},
                                     .text = said});
    ImGui::End();
}

}  // namespace iovlab
