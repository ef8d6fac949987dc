#include "app/panels/faults.h"

#include "app/lab/faults.h"
#include "app/panels/fields.h"
#include "app/widgets/draw.h"
#include "app/widgets/layout.h"
#include "app/widgets/registry.h"
#include "app/window/fonts.h"
#include "app/window/imgui_compat.h"
#include "app/window/keys.h"
#include "core/experiment/vocabulary.h"
#include "core/kernel/names.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <string_view>
#include <vector>

namespace iovlab {

namespace {

constexpr const char* kDraggedFault = "iovlab.fault";

using Steps = std::vector<FaultStep>;

/// A chip whose step moved under the keyboard's cursor takes the cursor along, in the frame after.
struct Follow {
    std::size_t chip = 0;
    int frame = -1;
};
Follow g_follow;

void change(const LabState& state, const Steps& steps, const std::string& what, Intents& out) {
    out.push_back(SetFaults{with_steps(state.experiment().faults, steps), what, false});
}

void move_step(const LabState& state, Steps steps, std::size_t from, std::size_t to, Intents& out) {
    if (from == to || from >= steps.size() || to >= steps.size()) return;
    const FaultStep step = steps[from];
    steps.erase(steps.begin() + static_cast<std::ptrdiff_t>(from));
    steps.insert(steps.begin() + static_cast<std::ptrdiff_t>(to), step);
    change(state, steps, "move " + to_text(step), out);
    if (state.look.open_fault == from) out.push_back(OpenFault{to});
}

void remove_step(const LabState& state, Steps steps, std::size_t index, Intents& out) {
    const std::string what = "remove " + to_text(steps[index]);
    steps.erase(steps.begin() + static_cast<std::ptrdiff_t>(index));
    change(state, steps, what, out);
    out.push_back(OpenFault{});
}

ImU32 color_of(FaultKind kind) {
    switch (kind) {
        case FaultKind::Short:
            return theme().short_write;
        case FaultKind::Error:
            return theme().error;
        case FaultKind::Real:
            break;
    }
    return theme().dim;
}

std::string tip_of(const FaultStep& step) {
    switch (step.kind) {
        case FaultKind::Short:
            return "The kernel is really asked for only the first bytes of the list: the result is marked "
                   "`capped`.";
        case FaultKind::Error:
            return "No call is made, and " + errno_name(step.error) + " is reported: marked `injected`.";
        case FaultKind::Real:
            break;
    }
    return "The call as it stands.";
}

/// Outlined in dashes where the kernel would not say it by itself; filled when it decided the call on show.
void draw_chip_face(const FaultStep& step, const std::string& text, bool applied, bool open, ImVec2 min,
                    ImVec2 max) {
    ImDrawList& draw = *ImGui::GetWindowDrawList();
    const ImU32 color = color_of(step.kind);
    ImU32 fill = ImGui::IsItemHovered() ? theme().hovered : theme().raised;
    if (applied) fill = tint(color, 0.3F);
    draw.AddRectFilled(min, max, fill, ui::px(6));
    if (step.kind == FaultKind::Real) {
        cx::add_rect(draw, min, max, theme().line, ui::px(6), ui::line_width());
    } else {
        ui::dashed_rect(draw, min, max, color, ui::px(3));
    }
    if (open || cx::nav_highlights_last_item()) {
        const float off = ui::px(2);
        cx::add_rect(draw, {min.x - off, min.y - off}, {max.x + off, max.y + off}, theme().accent, ui::px(7),
                     ui::line_width());
    }
    float x = min.x + ui::px(9);
    if (applied) {
        const float radius = ui::px(3);
        draw.AddCircleFilled({x + radius, std::round((min.y + max.y) / 2)}, radius, readable(color, fill));
        x += 2 * radius + ui::px(5);
    }
    const float y = std::round((min.y + max.y - ImGui::GetFontSize()) / 2);
    draw.AddText({x, y}, readable(step.kind == FaultKind::Real ? theme().text : color, fill), text.data(),
                 text.data() + text.size());
}

void chip_keys(const LabState& state, const Steps& steps, std::size_t index, Intents& out) {
    if (!ImGui::IsItemFocused()) return;
    if (take({Key::Delete})) return remove_step(state, steps, index, out);
    const bool earlier = take({Key::Left, true, false, false}, true);
    const bool later = take({Key::Right, true, false, false}, true);
    if (!earlier && !later) return;
    cx::keep_arrow_keys();
    const std::size_t to =
        earlier ? index - std::min<std::size_t>(index, 1) : std::min(index + 1, steps.size() - 1);
    if (to == index) return;
    move_step(state, steps, index, to, out);
    g_follow = {to, ImGui::GetFrameCount() + 1};
}

void chip_drag(const LabState& state, const Steps& steps, std::size_t index, ImVec2 min, ImVec2 max, Intents& out) {
    if (ImGui::BeginDragDropSource(ImGuiDragDropFlags_SourceNoHoldToOpenOthers)) {
        ImGui::SetDragDropPayload(kDraggedFault, &index, sizeof index);
        ui::text(chip_text(steps[index]));
        ImGui::EndDragDropSource();
    }
    if (!ImGui::BeginDragDropTarget()) return;
    constexpr ImGuiDragDropFlags kFlags =
        ImGuiDragDropFlags_AcceptBeforeDelivery | ImGuiDragDropFlags_AcceptNoDrawDefaultRect;
    if (const ImGuiPayload* payload = ImGui::AcceptDragDropPayload(kDraggedFault, kFlags)) {
        const std::size_t from = *static_cast<const std::size_t*>(payload->Data);
        const bool before = ImGui::GetIO().MousePos.x < (min.x + max.x) / 2;
        const std::size_t gap = index + (before ? 0 : 1);
        const float x = before ? min.x - ui::px(3) : max.x + ui::px(3);
        ImGui::GetForegroundDrawList()->AddRectFilled({x - ui::px(1), min.y}, {x + ui::px(1), max.y},
                                                      theme().accent);
        if (payload->IsDelivery()) move_step(state, steps, from, gap > from ? gap - 1 : gap, out);
    }
    ImGui::EndDragDropTarget();
}

void draw_chip(const LabState& state, const Steps& steps, std::size_t index, bool applied, Intents& out) {
    const ui::FontScope font(Font::MonoSmall);
    const std::string text = chip_text(steps[index]);
    const float dot = applied ? ui::px(11) : 0;
    const ImVec2 size{ui::text_size(text).x + 2 * ui::px(9) + dot, ImGui::GetFontSize() + ui::px(10)};
    if (index > 0) ui::flow(size.x);
    const std::string name = "fault." + std::to_string(index);
    ImGui::PushID(name.c_str());
    const bool open = state.look.open_fault == index;
    if (cx::plain_button("##chip", size)) out.push_back(OpenFault{open ? std::nullopt : std::optional(index)});
    ImGui::PopID();
    if (g_follow.chip == index && g_follow.frame == ImGui::GetFrameCount()) cx::focus_last_item();
    const ImVec2 min = ImGui::GetItemRectMin();
    const ImVec2 max = ImGui::GetItemRectMax();
    draw_chip_face(steps[index], text, applied, open, min, max);
    ui::registry().record_item(name, text, true, ui::text_size(text).x, applied);
    const std::string tip = tip_of(steps[index]) + (applied ? " It decided the call on show." : "") +
                            " Click: its fields. Drag, or Ctrl with an arrow: another place. Del: remove.";
    ui::hover_hint({tip, "", "", ""});
    chip_keys(state, steps, index, out);
    chip_drag(state, steps, index, min, max, out);
}

void draw_adding(const LabState& state, const Steps& steps, Intents& out) {
    const auto add = [&](const FaultStep& step) {
        Steps more = steps;
        more.push_back(step);
        change(state, more, "add " + to_text(step), out);
        out.push_back(OpenFault{steps.size()});
    };
    const ui::ButtonStyle plus{ui::ButtonKind::Normal, ui::Icon::Plus, 0};
    const ui::Hint cut{"The next call in line is cut short: the kernel is really asked for fewer bytes.",
                       "write(2)", "", ""};
    if (ui::button("faults.add.short", "Short", cut, plus)) {
        const std::uint64_t half = std::max<std::uint64_t>(state.list().asked / 2, 1);
        add({FaultKind::Short, state.list().asked == 0 ? 1 : half, 0, 1, 100});
    }
    int index = -1;
    std::vector<std::string_view> names;
    for (const std::string& name : common_errnos()) names.push_back(name);
    const float width = ui::em(6.2F);
    ui::flow(width);
    const ui::Hint fail{"The next call in line is not made: this errno is reported instead.", "errno(3)", "", ""};
    if (ui::combo("faults.add.errno", names, index, fail, width, "+ errno") && index >= 0)
        add({FaultKind::Error, 0, *errno_from(common_errnos()[static_cast<std::size_t>(index)]), 1, 100});
    if (steps.empty()) return;
    const ui::Hint real{"The next call in line is made as it stands.", "", "", ""};
    ui::flow(ui::button_width("Real", real, plus));
    if (ui::button("faults.add.real", "Real", real, plus)) add({});
}

void draw_around(const LabState& state, Intents& out) {
    FaultSpec faults = state.experiment().faults;
    ui::checkbox_field("", "start again after the last");
    const ui::Hint again{"After its last step the script starts again; otherwise all later calls are real.", "", "",
                         ""};
    if (ui::checkbox("faults.repeat", "start again after the last", faults.repeat, again))
        out.push_back(SetFaults{faults, "change the repeat of the faults", false});
    std::optional<std::uint64_t> seed = state.experiment().seed;
    std::string problem;
    const auto draft = state.drafts.find("seed");
    if (draft != state.drafts.end()) problem = draft->second.what;
    const std::string before = problem;
    const ui::Hint hint{"Steps with a chance are decided by it: the same seed, the same faults.", "", "", ""};
    if (ui::optional_number_field("faults.seed", "seed", seed, "0", hint, problem)) out.push_back(SetSeed{seed});
    if (problem != before) out.push_back(Draft{{"seed"}, "", problem});
    ui::problem_at(state.problems, "seed");
}

/// A script from somebody's hand that makes no sense: mended as text, or thrown away.
void draw_unreadable(const LabState& state, Intents& out) {
    FaultSpec faults = state.experiment().faults;
    ui::InputStyle style;
    style.wrong = true;
    const ui::Hint hint{"The script as it stands in the file, such as `short 3 -> EAGAIN`.", "", "", ""};
    if (ui::input_text("faults.script", faults.script, hint, style))
        out.push_back(SetFaults{faults, "change the fault script", false});
    ui::problem_at(state.problems, "faults.script");
    const ui::ButtonStyle danger{ui::ButtonKind::Danger, ui::Icon::Cross, 0};
    if (ui::button("faults.clear", "No faults", {"Throws the script away.", "", "", ""}, danger))
        out.push_back(SetFaults{FaultSpec{}, "remove the fault script", false});
}

std::string remark_of(const FaultScript& script) {
    if (!script.problem.empty()) return "cannot be read";
    if (script.steps.empty()) return "off";
    return std::to_string(script.steps.size()) + (script.steps.size() == 1 ? " step" : " steps");
}

}  // namespace

void draw_faults(const LabState& state, Intents& out) {
    const FaultScript script = parse_fault_script(state.experiment().faults.script);
    ui::heading("Faults", remark_of(script));
    if (!script.problem.empty()) return draw_unreadable(state, out);
    if (script.steps.empty()) {
        const ui::FontScope font(Font::Small);
        ui::wrapped_text("Cut a call short, or let it fail with any errno. What is injected is always marked.",
                         theme().dim);
    }
    const std::optional<std::size_t> applied = step_of_shown_call(state);
    constexpr std::size_t kMostChips = 64;  // a script may have thousands of steps
    const std::size_t shown = std::min(script.steps.size(), kMostChips);
    for (std::size_t i = 0; i < shown; ++i) draw_chip(state, script.steps, i, applied == i, out);
    if (shown < script.steps.size())
        ui::dim_text("and " + std::to_string(script.steps.size() - shown) + " more steps");
    if (state.look.open_fault && *state.look.open_fault < script.steps.size())
        draw_fault_editor(state, *state.look.open_fault, out);
    draw_adding(state, script.steps, out);
    if (!script.steps.empty() || state.experiment().seed) draw_around(state, out);
}

}  // namespace iovlab
