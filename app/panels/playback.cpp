#include "app/panels/playback.h"

#include "app/lab/actions.h"
#include "app/lab/call_text.h"
#include "app/widgets/controls.h"
#include "app/widgets/layout.h"
#include "app/widgets/registry.h"
#include "app/widgets/slider.h"
#include "app/window/fonts.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

namespace iovlab {

namespace {

struct Speed {
    unsigned factor;  ///< steps a second
    std::string_view label;
};
constexpr std::array<Speed, 5> kSpeeds = {{{1, "1×"}, {2, "2×"}, {4, "4×"}, {16, "16×"}, {64, "64×"}}};

void icon_button(const LabState& state, const char* name, const char* id, ui::Icon icon, Intents& out) {
    const Action& act = action(id);
    const std::string obstacle = act.obstacle(state);
    const std::string keys = to_string(act.chord);
    const ui::Hint hint{act.tip, "", keys, obstacle};
    if (ui::button(name, "", hint, {ui::ButtonKind::Quiet, icon, 0})) out.push_back(act.intent(state));
    ImGui::SameLine(0, ui::px(2));
}

void draw_speed(const LabState& state, float width, Intents& out) {
    std::array<std::string_view, kSpeeds.size()> labels;
    int index = -1;
    for (std::size_t i = 0; i < kSpeeds.size(); ++i) {
        labels[i] = kSpeeds[i].label;
        if (kSpeeds[i].factor == state.look.speed) index = static_cast<int>(i);
    }
    const ui::Hint hint{"How fast Play goes: at 1× a step a second.", "", "", ""};
    if (ui::combo("look.speed", labels, index, hint, width) && index >= 0)
        out.push_back(SetSpeed{kSpeeds[static_cast<std::size_t>(index)].factor});
}

std::string where_words(std::uint64_t at, std::uint64_t last) {
    return "step " + grouped(at + 1) + " of " + grouped(last + 1);
}

}  // namespace

void draw_playback(const LabState& state, Intents& out) {
    const RunView& run = state.run;
    if (run.steps.size() < 2) return;
    icon_button(state, "look.first", "look.first", ui::Icon::Rewind, out);
    icon_button(state, "look.back", "look.back", ui::Icon::StepBack, out);
    icon_button(state, "look.play", "look.play", state.look.playing ? ui::Icon::Pause : ui::Icon::Play, out);
    icon_button(state, "look.last", "look.last", ui::Icon::FastForward, out);
    const std::uint64_t last = run.steps.size() - 1;
    std::uint64_t at = run.looking_back() ? *run.selected : last;
    const float speed = ui::em(4.4F);
    const std::string widest = where_words(last, last);
    const float words = [&] {
        const ui::FontScope font(Font::Small);
        return ui::text_size(widest).x;
    }();
    const float room = ImGui::GetContentRegionAvail().x - speed - words - 3 * ui::px(8);
    const ui::Hint hint{"The whole run. Drag, or use the arrow keys: nothing is made again, this is the record.",
                        "", "", ""};
    if (ui::slider("look.slider", at, last, hint, std::max(room, ui::em(4)))) out.push_back(SelectStep{at});
    ImGui::SameLine(0, ui::px(8));
    ImGui::AlignTextToFramePadding();
    {
        const ui::FontScope font(Font::Small);
        const ImVec2 from = ImGui::GetCursorScreenPos();
        const std::string where = where_words(at, last);
        ui::dim_text(where);
        ui::registry().record_item("look.where", where, true);
        ImGui::SameLine();
        ImGui::SetCursorScreenPos({from.x + words + ui::px(8), from.y});
    }
    draw_speed(state, speed, out);
}

void draw_looking_back(const LabState& state) {
    if (!state.run.looking_back()) return;
    const ui::FontScope font(Font::Small);
    ui::colored_text("Looking back: no call is made again.", readable(theme().accent, theme().panel));
}

}  // namespace iovlab
