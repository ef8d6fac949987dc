// The menus of the bar: declared in panels/header.h.
#include "app/lab/actions.h"
#include "app/panels/header.h"
#include "app/widgets/controls.h"
#include "app/widgets/layout.h"
#include "app/window/fonts.h"

#include <algorithm>
#include <array>
#include <cfloat>
#include <cmath>
#include <string>

namespace iovlab {

namespace {

constexpr std::array kMenus = {Menu::File, Menu::Edit, Menu::Run, Menu::View, Menu::Help};
constexpr const char* kFolded = "Menu";

/// One line of a menu: title, and its shortcut at the right. True when it was chosen.
bool draw_item(const std::string& name, const std::string& title, const std::string& keys, const ui::Hint& hint,
               float width, const Intent& intent, Intents& out) {
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const bool chosen = ui::selectable(name, title, false, hint, {width, 0});
    if (chosen) {
        out.push_back(intent);
        ImGui::CloseCurrentPopup();
    }
    const ImVec2 max = ImGui::GetItemRectMax();
    const ui::FontScope font(Font::Small);
    const float y = std::round((at.y + max.y - ImGui::GetTextLineHeight()) / 2);
    ImGui::GetWindowDrawList()->AddText({max.x - ui::px(8) - ui::text_size(keys).x, y}, theme().dim, keys.data(),
                                        keys.data() + keys.size());
    return chosen;
}

float menu_width(const LabState& state, Menu menu) {
    float width = ui::em(12);
    for (const Action& one : actions()) {
        if (one.menu != menu) continue;
        width = std::max(width,
                         ui::text_size(title_of(one, state)).x + ui::text_size(to_string(one.chord)).x + ui::em(3));
    }
    if (menu == Menu::File) {
        for (const Example& example : state.examples)
            width = std::max(width, ui::text_size(example.title).x + ui::em(2));
    }
    // Three columns of examples stand side by side in a usual window.
    return std::min({width, ui::em(22), ImGui::GetMainViewport()->Size.x - ui::px(40)});
}

bool draw_recent(const LabState& state, float width, Intents& out) {
    constexpr std::size_t kShown = 5;  // the palette has them all
    const std::vector<std::string>& recent = state.shell.history.recent;
    if (recent.empty()) return false;
    bool chosen = false;
    ui::separator();
    ui::dim_text("Recent files");
    for (std::size_t i = 0; i < std::min(recent.size(), kShown); ++i) {
        const std::string name = recent[i].substr(recent[i].rfind('/') + 1);
        chosen |= draw_item("menu.recent." + std::to_string(i), name, "", {recent[i], "", "", ""}, width,
                            OpenFile{recent[i]}, out);
    }
    return chosen;
}

/// The examples and the wrong loops beside the actions, in as many columns as it takes to stay in the window; below
/// them, to be scrolled to, where there is no room for columns.
bool draw_examples(const LabState& state, float width, Intents& out) {
    if (state.examples.empty()) return false;
    const ImVec2 screen = ImGui::GetMainViewport()->Size;
    const bool beside = screen.x > 3 * width + ui::px(80);
    beside ? ImGui::SameLine(0, ui::em(1)) : ui::separator();
    const float row = ImGui::GetTextLineHeight() + ui::px(8) + ImGui::GetStyle().ItemSpacing.y;
    const float below = screen.y - ImGui::GetCursorScreenPos().y - ui::px(40);
    const auto rows = static_cast<std::size_t>(std::max(4.0F, std::floor(below / row)));
    bool chosen = false;
    std::size_t shown = 0;
    const auto next = [&] {
        if (shown > 0 && shown % rows == 0 && beside) {
            ImGui::EndGroup();
            ImGui::SameLine(0, ui::px(8));
            ImGui::BeginGroup();
        }
        ++shown;
    };
    ImGui::BeginGroup();
    for (const bool wrong : {false, true}) {
        next();
        ui::dim_text(wrong ? "Wrong loops, as others wrote them" : "Examples");
        for (std::size_t i = 0; i < state.examples.size(); ++i) {
            const Example& example = state.examples[i];
            if (example.wrong != wrong) continue;
            next();
            chosen |= draw_item("menu.example." + std::to_string(i), example.title, "", {example.path, "", "", ""},
                                width, OpenFile{example.path}, out);
        }
    }
    ImGui::EndGroup();
    return chosen;
}

/// What hangs down from a menu's button. True when something was chosen.
bool draw_popup(const LabState& state, Menu menu, ImVec2 at, Intents& out) {
    const std::string popup = std::string("##menu.") + to_string(menu);
    const ImVec2 screen = ImGui::GetMainViewport()->Size;
    // Below its button, but never over the window's right edge; how wide it is, the frame before knows.
    ImGuiStorage& widths = *ImGui::GetStateStorage();
    const ImGuiID id = ImGui::GetID(popup.c_str());
    const float right = screen.x - widths.GetFloat(id, 0) - ui::px(8);
    ImGui::SetNextWindowPos({std::max(std::min(at.x, right), ui::px(8)), at.y});
    ImGui::SetNextWindowSizeConstraints({0, 0}, {FLT_MAX, std::max(ui::em(8), screen.y - at.y - ui::px(8))});
    if (!ImGui::BeginPopup(popup.c_str())) return false;
    widths.SetFloat(id, ImGui::GetWindowWidth());
    const float width = menu_width(state, menu);
    bool chosen = false;
    ImGui::BeginGroup();
    for (const Action& one : actions()) {
        if (one.menu != menu) continue;
        const std::string obstacle = one.obstacle(state);
        const ui::Hint hint{one.tip, "", "", obstacle};
        chosen |= draw_item(std::string("menu.") + one.id, title_of(one, state), to_string(one.chord), hint, width,
                            one.intent(state), out);
    }
    if (menu == Menu::File) chosen |= draw_recent(state, width, out);
    ImGui::EndGroup();
    if (menu == Menu::File) chosen |= draw_examples(state, width, out);
    ImGui::EndPopup();
    return chosen;
}

ui::ButtonStyle quiet() {
    return {ui::ButtonKind::Quiet, ui::Icon::None, 0};
}

}  // namespace

float menus_width() {
    float width = 0;
    for (const Menu menu : kMenus) width += ui::button_width(to_string(menu), {}, quiet());
    return width;
}

void draw_menus(const LabState& state, Intents& out) {
    for (const Menu& menu : kMenus) {
        const std::string title = to_string(menu);
        if (&menu != &kMenus.front()) ImGui::SameLine(0, 0);
        if (ui::button("menu." + title, title, {}, quiet())) ImGui::OpenPopup(("##menu." + title).c_str());
        draw_popup(state, menu, {ImGui::GetItemRectMin().x, ImGui::GetItemRectMax().y + ui::px(4)}, out);
    }
}

float folded_menus_width() {
    return ui::button_width(kFolded, {}, quiet());
}

void draw_folded_menus(const LabState& state, Intents& out) {
    if (ui::button("menu.all", kFolded, {"File, Edit, Run, View and Help.", "", "", ""}, quiet()))
        ImGui::OpenPopup("##menu.all");
    const ImVec2 below{ImGui::GetItemRectMin().x, ImGui::GetItemRectMax().y + ui::px(4)};
    ImGui::SetNextWindowPos(below);
    if (!ImGui::BeginPopup("##menu.all")) return;
    bool chosen = false;
    for (const Menu menu : kMenus) {
        const std::string title = to_string(menu);
        if (ui::selectable("menu." + title, title, false, {}, {ui::em(6), 0}))
            ImGui::OpenPopup(("##menu." + title).c_str());
        // On top of the one it hangs from, so that it has the window's whole height.
        chosen |= draw_popup(state, menu, below, out);
    }
    if (chosen) ImGui::CloseCurrentPopup();
    ImGui::EndPopup();
}

}  // namespace iovlab
