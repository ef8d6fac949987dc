#include "app/panels/header.h"

#include "app/lab/actions.h"
#include "app/lab/screens.h"
#include "app/widgets/controls.h"
#include "app/widgets/layout.h"
#include "app/widgets/registry.h"
#include "app/window/fonts.h"
#include "app/window/imgui_compat.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

namespace iovlab {

namespace {

const ui::ButtonStyle kQuiet{ui::ButtonKind::Quiet, ui::Icon::None, 0};

std::string document_words(const LabState& state) {
    if (state.opening) return "opening…";
    if (state.saving) return state.document.name() + " · being saved…";
    return state.document.name() + (state.document.dirty() ? " · not saved" : "");
}
std::string percent(const LabState& state) {
    return std::to_string(static_cast<int>(std::lround(state.look.zoom * 100))) + " %";
}
std::string kernel_words(const LabState& state) {
    return "real kernel " + state.kernel;
}
std::string seed_words(const LabState& state) {
    return "seed " + std::to_string(state.experiment().seed.value_or(0));
}

std::string present_words() {
    return "Present " + to_string(action("view.present").chord);
}

float tab_gap() {
    return ui::px(2);
}
float piece_gap() {
    return ui::px(10);
}
float tab_height() {
    const ui::FontScope font(Font::Body);
    return ImGui::GetTextLineHeight() + ui::px(16);
}
float pill_height() {
    return ImGui::GetTextLineHeight() + ui::px(9);
}

float logo_width() {
    const ui::FontScope font(Font::BodyStrong);
    return ui::text_size("iovlab").x;
}
float tab_width(std::string_view title) {
    const ui::FontScope font(Font::Body);
    return ui::text_size(title).x + ui::px(28);
}
float tabs_width() {
    float width = 0;
    for (const ScreenInfo& one : screens()) width += tab_width(action(one.action).title) + tab_gap();
    return width - tab_gap();
}
const Action& action_here(const LabState& state) {
    for (const ScreenInfo& one : screens())
        if (one.screen == state.look.screen) return action(one.action);
    return action(screens().front().action);
}
const ui::ButtonStyle kRooms{ui::ButtonKind::Normal, ui::Icon::ChevronDown, 0};

float zoom_width(const LabState& state) {
    return ui::button_width("A-", {}, kQuiet) + ui::button_width(percent(state), {}, kQuiet) +
           ui::button_width("A+", {}, kQuiet) + ui::px(8);
}

/// What of the bar finds room.
struct Bar {
    bool tabs = true, menus = true, kernel = true, seed = true, zoom = true, present = true, theme = true;
    float document = 0;  ///< pixels for the experiment's name

    float width(const LabState& state) const {
        float all = logo_width() + ui::px(18);
        all += tabs ? tabs_width() : ui::button_width(action_here(state).title, {}, kRooms);
        all += ui::px(18) + (menus ? menus_width() : folded_menus_width());
        if (document > 0) all += ui::px(14) + document;
        if (kernel) all += piece_gap() + ui::pill_width(kernel_words(state), true);
        if (seed) all += piece_gap() + ui::pill_width(seed_words(state), false);
        if (zoom) all += piece_gap() + zoom_width(state);
        if (present) all += piece_gap() + ui::pill_width(present_words(), false);
        if (theme) all += piece_gap() + ui::pill_width(state.dark() ? "Light" : "Dark", false);
        return all + ui::px(20);
    }
};

/// Leaves out what can be had elsewhere too, dearest last, until the rest fits.
Bar fitting(const LabState& state, float room) {
    Bar bar;
    const float words = ui::text_size(document_words(state)).x;
    bar.document = words;
    const auto fits = [&] { return bar.width(state) <= room; };
    const auto shorten = [&](float least) {
        if (fits()) return;
        const float spare = room - (bar.width(state) - bar.document);
        bar.document = std::clamp(spare, std::min(least, words), words);
    };
    shorten(ui::em(12));
    if (!fits()) bar.menus = false;
    shorten(ui::em(9));
    if (!fits()) bar.seed = false;
    if (!fits()) bar.theme = false;
    shorten(ui::em(5));
    if (!fits()) bar.tabs = false;
    if (!fits()) bar.present = false;
    if (!fits()) bar.kernel = false;
    if (!fits()) bar.zoom = false;
    shorten(0);
    if (bar.document < std::min(words, ui::em(3))) bar.document = 0;
    if (bar.document > 0) {  // what was left out for a longer name gives it back
        const float spare = room - (bar.width(state) - bar.document);
        bar.document = std::clamp(spare, bar.document, words);
    }
    return bar;
}

/// Goes along the bar, each thing in its middle.
class Pen {
public:
    explicit Pen(ImVec2 at) : at_(at), height_(tab_height()) {}

    void to(float x, float item_height) {
        ImGui::SetCursorScreenPos({x, at_.y + std::floor((height_ - item_height) / 2)});
    }
    float height() const { return height_; }
    ImVec2 origin() const { return at_; }

private:
    ImVec2 at_;
    float height_;
};

void draw_logo(Pen& pen) {
    const ui::FontScope font(Font::BodyStrong);
    pen.to(pen.origin().x, ImGui::GetTextLineHeight());
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float first = ui::text_size("iov").x;
    ImDrawList& draw = *ImGui::GetWindowDrawList();
    draw.AddText(at, theme().text, "iov");
    draw.AddText({at.x + first, at.y}, readable(theme().accent, theme().background), "lab");
}

void draw_tabs(const LabState& state, Pen& pen, float x, Intents& out) {
    for (const ScreenInfo& one : screens()) {
        const Action& room = action(one.action);
        pen.to(x, pen.height());
        const std::string keys = to_string(room.chord);
        const ui::Hint hint{room.tip, "", keys, ""};
        if (ui::tab("screen." + std::string(one.action), room.title, one.screen == state.look.screen, hint))
            out.push_back(room.intent(state));
        x += tab_width(room.title) + tab_gap();
    }
}

/// Where the tabs have no room: the one in force, and the rest hang down from it.
void draw_rooms(const LabState& state, Intents& out) {
    if (ui::button("screen.all", action_here(state).title, {"The other rooms of the window.", "", "", ""}, kRooms))
        ImGui::OpenPopup("##screens");
    ImGui::SetNextWindowPos({ImGui::GetItemRectMin().x, ImGui::GetItemRectMax().y + ui::px(4)});
    if (!ImGui::BeginPopup("##screens")) return;
    for (const ScreenInfo& one : screens()) {
        const Action& room = action(one.action);
        const bool here = one.screen == state.look.screen;
        if (!ui::selectable("screen." + std::string(one.action), room.title, here, {room.tip, "", "", ""},
                            {ui::em(10), 0}))
            continue;
        out.push_back(room.intent(state));
        ImGui::CloseCurrentPopup();
    }
    ImGui::EndPopup();
}

void draw_document(const LabState& state, float width) {
    const std::string words = document_words(state);
    const ImU32 ink = state.document.dirty() ? readable(theme().short_write, theme().background) : theme().dim;
    ui::colored_text(ui::fit(words, width), ink);
    ui::registry().record_item("document", words, true);
    ui::hover_hint({state.document.path().empty() ? "Not in a file yet. Ctrl+S saves it." : state.document.path(),
                    "", "", ""});
}

void draw_zoom(const LabState& state, Intents& out) {
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float height = ImGui::GetFrameHeight();
    const float outline = pill_height();
    const float top = at.y + std::floor((height - outline) / 2);
    cx::add_rect(*ImGui::GetWindowDrawList(), {at.x, top}, {at.x + zoom_width(state), top + outline}, theme().line,
                 std::floor(outline / 2), ui::line_width());
    ImGui::SetCursorScreenPos({at.x + ui::px(4), at.y});
    struct Part {
        const char* name;
        std::string label;
        const char* action;
    };
    for (const Part& part :
         {Part{"zoom.out", "A\xE2\x88\x92", "view.zoom_out"}, Part{"zoom.reset", percent(state), "view.zoom_reset"},
          Part{"zoom.in", "A+", "view.zoom_in"}}) {
        const Action& one = action(part.action);
        const std::string tip = std::string(one.tip) + " " + to_string(one.chord);
        if (std::string_view(part.name) != "zoom.out") ImGui::SameLine(0, 0);
        if (ui::button(part.name, part.label, {tip, "", "", ""}, kQuiet)) out.push_back(one.intent(state));
    }
}

/// From the right edge to the left, drawn from left to right, so that Tab goes along.
void draw_right(const LabState& state, const Bar& bar, Pen& pen, float right, Intents& out) {
    const std::string other = state.dark() ? "Light" : "Dark";
    float x = right;
    const auto place = [&](bool shown, float width) {
        if (shown) x -= width;
        const float left = x;
        if (shown) x -= piece_gap();
        return left;
    };
    const float at_theme = place(bar.theme, ui::pill_width(other, false));
    const float at_present = place(bar.present, ui::pill_width(present_words(), false));
    const float at_zoom = place(bar.zoom, zoom_width(state));
    const float at_seed = place(bar.seed, ui::pill_width(seed_words(state), false));
    const float at_kernel = place(bar.kernel, ui::pill_width(kernel_words(state), true));
    if (bar.kernel) {
        pen.to(at_kernel, pill_height());
        const ui::Hint hint{"Every call is made for real: the results come from this machine's kernel.", "uname(2)",
                            "", ""};
        ui::pill("kernel.chip", kernel_words(state), theme().complete, true, hint);
    }
    if (bar.seed) {
        pen.to(at_seed, pill_height());
        ui::pill("seed", seed_words(state), theme().dim, false,
                 {"Faults with a chance are decided by it: the same seed, the same faults. Set it under Faults.",
                  "", "", ""});
    }
    if (bar.zoom) {
        pen.to(at_zoom, ImGui::GetFrameHeight());
        draw_zoom(state, out);
    }
    const auto chip = [&](const char* name, const std::string& words, const char* id) {
        const Action& one = action(id);
        if (ui::pill(name, words, theme().dim, false, {one.tip, "", "", ""}, true))
            out.push_back(one.intent(state));
    };
    if (bar.present) {
        pen.to(at_present, pill_height());
        chip("present", present_words(), "view.present");
    }
    if (!bar.theme) return;
    pen.to(at_theme, pill_height());
    chip("theme", other, "view.theme");
}

}  // namespace

void draw_header(const LabState& state, Intents& out) {
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float room = ImGui::GetContentRegionAvail().x;
    const Bar bar = fitting(state, room);
    Pen pen({at.x + ui::px(4), at.y});
    draw_logo(pen);
    float x = pen.origin().x + logo_width() + ui::px(14);
    if (bar.tabs) {
        draw_tabs(state, pen, x, out);
        x += tabs_width();
    } else {
        pen.to(x, ImGui::GetFrameHeight());
        draw_rooms(state, out);
        x += ui::button_width(action_here(state).title, {}, kRooms);
    }
    x += ui::px(8);
    const float middle = at.y + std::floor(pen.height() / 2);
    ImGui::GetWindowDrawList()->AddRectFilled({x, middle - ui::px(9)}, {x + ui::line_width(), middle + ui::px(9)},
                                              theme().line);
    x += ui::px(10);
    pen.to(x, ImGui::GetFrameHeight());
    bar.menus ? draw_menus(state, out) : draw_folded_menus(state, out);
    x += bar.menus ? menus_width() : folded_menus_width();
    if (bar.document > 0) {
        pen.to(x + ui::px(14), ImGui::GetTextLineHeight());
        draw_document(state, bar.document);
    }
    draw_right(state, bar, pen, at.x + room - ui::px(4), out);
    ImGui::SetCursorScreenPos(at);
    ImGui::Dummy({room, pen.height()});
}

}  // namespace iovlab
