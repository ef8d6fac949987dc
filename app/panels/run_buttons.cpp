// The buttons that run things: declared in panels/calls.h.
#include "app/lab/actions.h"
#include "app/panels/calls.h"
#include "app/widgets/controls.h"
#include "app/widgets/layout.h"
#include "app/widgets/registry.h"
#include "app/window/fonts.h"

#include <string>

namespace iovlab {

namespace {

struct RunButton {
    const char* name;
    const char* action;
    ui::ButtonStyle style;
};

}  // namespace

void draw_run_buttons(const LabState& state, Intents& out) {
    const bool starts = !state.run.busy() || state.run.paused();
    const RunButton buttons[] = {
        {"run", "run.start", {ui::ButtonKind::Primary, ui::Icon::Play, 0}},
        {"step", "run.step", {ui::ButtonKind::Normal, ui::Icon::Step, 0}},
        {"pause", "run.pause", {ui::ButtonKind::Normal, ui::Icon::Pause, 0}},
        {"stop", "run.stop", {ui::ButtonKind::Normal, ui::Icon::Stop, 0}},
    };
    bool first = true;
    for (const RunButton& one : buttons) {
        const Action& act = action(one.action);
        const std::string obstacle = act.obstacle(state);
        const std::string keys = to_string(act.chord);
        const std::string title = title_of(act, state);
        const ui::Hint hint{act.tip, "", keys, obstacle};
        if (!first) ui::flow(ui::button_width(title, hint, one.style));
        first = false;
        if (ui::button(one.name, title, hint, one.style)) out.push_back(act.intent(state));
    }
    const Action& copy = action("run.copy");
    const std::string no_copy = copy.obstacle(state);
    const ui::Hint hint{copy.tip, "strace(1)", "", no_copy};
    ImGui::SameLine();
    const float width = ui::button_width(copy.title, hint);
    const float room = ImGui::GetContentRegionAvail().x;
    if (room >= width) {  // where it does not fit, the menu has it
        ImGui::SetCursorPosX(ImGui::GetCursorPosX() + room - width);
        if (ui::button("copy", copy.title, hint)) out.push_back(copy.intent(state));
    } else {
        ImGui::NewLine();
    }
    const std::string obstacle = state.run_obstacle();
    if (!starts || obstacle.empty()) return;
    const ui::FontScope font(Font::Small);
    ui::wrapped_text(obstacle, readable(theme().error, theme().panel));
    ui::registry().record_item("run.obstacle", obstacle, true);
}

}  // namespace iovlab
