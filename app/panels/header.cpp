#include "app/panels/header.h"

#include "app/lab/actions.h"
#include "app/widgets/controls.h"
#include "app/widgets/layout.h"
#include "app/widgets/registry.h"
#include "app/window/fonts.h"

#include <array>
#include <cmath>
#include <string>

namespace iovlab {

namespace {

constexpr std::array kMenus = {Menu::File, Menu::Edit, Menu::Run, Menu::View, Menu::Help};

/// One line of a menu: title, and its shortcut at the right.
void draw_item(const std::string& name, const std::string& title, const std::string& keys, const ui::Hint& hint,
               float width, const Intent& intent, Intents& out) {
    const ImVec2 at = ImGui::GetCursorScreenPos();
    if (ui::selectable(name, title, false, hint, {width, 0})) {
        out.push_back(intent);
        ImGui::CloseCurrentPopup();
    }
    const ImVec2 max = ImGui::GetItemRectMax();
    const ui::FontScope font(Font::Small);
    const float y = std::round((at.y + max.y - ImGui::GetTextLineHeight()) / 2);
    ImGui::GetWindowDrawList()->AddText({max.x - ui::px(8) - ui::text_size(keys).x, y}, theme().dim, keys.data(),
                                        keys.data() + keys.size());
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
    return std::min(width, ui::em(30));
}

/// The wrong loops stand beside the rest: one below the other they would be higher than a small window.
void draw_examples(const LabState& state, float width, Intents& out) {
    if (state.examples.empty()) return;
    ui::separator();
    ImGui::BeginGroup();
    ui::dim_text("Examples");
    for (std::size_t i = 0; i < state.examples.size(); ++i) {
        const Example& example = state.examples[i];
        if (example.wrong && i > 0 && !state.examples[i - 1].wrong) {
            ImGui::EndGroup();
            ImGui::SameLine(0, ui::em(1));
            ImGui::BeginGroup();
            ui::dim_text("Wrong loops, as others shipped them");
        }
        const ui::Hint hint{example.path, "", "", ""};
        draw_item("menu.example." + std::to_string(i), example.title, "", hint, width, OpenFile{example.path}, out);
    }
    ImGui::EndGroup();
}

void draw_menu(const LabState& state, Menu menu, Intents& out) {
    const float width = menu_width(state, menu);
    for (const Action& one : actions()) {
        if (one.menu != menu) continue;
        const std::string obstacle = one.obstacle(state);
        const ui::Hint hint{one.tip, "", "", obstacle};
        draw_item(std::string("menu.") + one.id, title_of(one, state), to_string(one.chord), hint, width,
                  one.intent(state), out);
    }
    if (menu == Menu::File) draw_examples(state, width, out);
}

void draw_menus(const LabState& state, Intents& out) {
    for (const Menu menu : kMenus) {
        const std::string title = to_string(menu);
        const std::string popup = "##menu." + title;
        ImGui::SameLine(0, 0);
        if (ui::button("menu." + title, title, {}, {ui::ButtonKind::Quiet, ui::Icon::None, 0}))
            ImGui::OpenPopup(popup.c_str());
        const ImVec2 min = ImGui::GetItemRectMin();
        ImGui::SetNextWindowPos({min.x, ImGui::GetItemRectMax().y + ui::px(4)});
        if (!ImGui::BeginPopup(popup.c_str())) continue;
        draw_menu(state, menu, out);
        ImGui::EndPopup();
    }
}

/// The window's rooms; where the bar is too narrow for them, the View menu has them too.
void draw_screens(const LabState& state, Intents& out) {
    if (ImGui::GetContentRegionAvail().x < ui::em(62)) return;
    for (const char* id : {"view.bench", "view.atlas"}) {
        const Action& one = action(id);
        const Intent intent = one.intent(state);
        const std::string tip = std::string(one.tip) + " " + to_string(one.chord);
        const bool here = std::get<ShowScreen>(intent).screen == state.look.screen;
        const ui::ButtonStyle style{here ? ui::ButtonKind::Normal : ui::ButtonKind::Quiet, ui::Icon::None, 0};
        ImGui::SameLine(0, id == std::string_view("view.bench") ? ui::px(14) : ui::px(2));
        if (ui::button(std::string("screen.") + id, one.title, {tip, "", "", ""}, style)) {
            out.push_back(intent);
        }
    }
}

std::string document_words(const LabState& state) {
    if (state.opening) return "opening…";
    if (state.saving) return state.document.name() + " · being saved…";
    return state.document.name() + (state.document.dirty() ? " · not saved" : "");
}

struct Zoomer {
    std::string percent;
    float width = 0;
};

Zoomer zoomer_of(const LabState& state) {
    Zoomer zoomer;
    zoomer.percent = std::to_string(static_cast<int>(std::lround(state.look.zoom * 100))) + " %";
    const ui::ButtonStyle quiet{ui::ButtonKind::Quiet, ui::Icon::None, 0};
    zoomer.width = ui::button_width("A-", {}, quiet) + ui::button_width("A+", {}, quiet) +
                   ui::button_width(zoomer.percent, {}, quiet);
    return zoomer;
}

void draw_zoom(const LabState& state, const Zoomer& zoomer, Intents& out) {
    const ui::ButtonStyle quiet{ui::ButtonKind::Quiet, ui::Icon::None, 0};
    const Action& smaller = action("view.zoom_out");
    const Action& larger = action("view.zoom_in");
    const Action& normal = action("view.zoom_reset");
    if (ui::button("zoom.out", "A\xE2\x88\x92", {smaller.tip, to_string(smaller.chord), "", ""}, quiet))
        out.push_back(smaller.intent(state));
    ImGui::SameLine(0, 0);
    if (ui::button("zoom.reset", zoomer.percent, {normal.tip, to_string(normal.chord), "", ""}, quiet))
        out.push_back(normal.intent(state));
    ImGui::SameLine(0, 0);
    if (ui::button("zoom.in", "A+", {larger.tip, to_string(larger.chord), "", ""}, quiet))
        out.push_back(larger.intent(state));
}

void draw_right(const LabState& state, float room, Intents& out) {
    const std::string kernel = "real kernel " + state.kernel;
    const Zoomer zoomer = zoomer_of(state);
    const std::string other = state.look.dark ? "Light" : "Dark";
    const Action& theme_action = action("view.theme");
    const float theme_width = ui::pill_width(other, false);
    const float gap = ui::px(10);
    float width = ui::pill_width(kernel, true) + gap + zoomer.width + gap + theme_width;
    const bool with_kernel = width < room;
    if (!with_kernel) width -= ui::pill_width(kernel, true) + gap;
    ui::right_align(width + ui::px(14));
    const float top = ImGui::GetCursorPosY();
    const float pill_top = top + std::floor((ImGui::GetFrameHeight() - ImGui::GetTextLineHeight() - ui::px(9)) / 2);
    if (with_kernel) {
        ImGui::SetCursorPosY(pill_top);
        const ui::Hint hint{"Every call is made for real: the results come from this machine's kernel.", "uname(2)",
                            "", ""};
        ui::pill("kernel", kernel, theme().complete, true, hint);
        ImGui::SameLine(0, gap);
        ImGui::SetCursorPosY(top);
    }
    draw_zoom(state, zoomer, out);
    ImGui::SameLine(0, gap);
    ImGui::SetCursorPosY(pill_top);
    if (ui::pill("theme", other, theme().dim, false, {theme_action.tip, "", "", ""}, true))
        out.push_back(theme_action.intent(state));
}

}  // namespace

void draw_header(const LabState& state, Intents& out) {
    {
        const ImVec2 at = ImGui::GetCursorScreenPos();
        const float height = ImGui::GetFrameHeight();
        const ui::FontScope font(Font::BodyStrong);
        const float y = std::round(at.y + (height - ImGui::GetTextLineHeight()) / 2);
        const float first = ui::text_size("iov").x;
        ImDrawList& draw = *ImGui::GetWindowDrawList();
        draw.AddText({at.x, y}, theme().text, "iov");
        draw.AddText({at.x + first, y}, readable(theme().accent, theme().background), "lab");
        ImGui::Dummy({first + ui::text_size("lab").x, height});
    }
    draw_screens(state, out);
    ImGui::SameLine(0, ui::px(14));
    draw_menus(state, out);
    ImGui::SameLine(0, ui::px(14));
    const std::string words = document_words(state);
    const float room = ImGui::GetContentRegionAvail().x;
    const float shown = std::min(room * 0.45F, ui::text_size(words).x);
    const ImU32 ink = state.document.dirty() ? readable(theme().short_write, theme().background) : theme().dim;
    ImGui::AlignTextToFramePadding();
    ui::colored_text(ui::fit(words, shown), ink);
    ui::registry().record_item("document", words, true);
    ui::hover_hint({state.document.path().empty() ? "Not in a file yet. Ctrl+S saves it." : state.document.path(),
                    "", "", ""});
    draw_right(state, room - shown - ui::px(30), out);
}

}  // namespace iovlab
