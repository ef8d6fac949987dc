#include "app/panels/atlas.h"

#include "app/lab/atlas.h"
#include "app/widgets/controls.h"
#include "app/widgets/layout.h"
#include "app/widgets/registry.h"
#include "app/window/fonts.h"
#include "core/kernel/names.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <string>

namespace iovlab {

namespace {

/// Where the table's columns stand, from the row's left edge. Those that find no room are left out (0).
struct Columns {
    float number = 0, meaning = 0, where = 0, gone = 0, here = 0, width = 0;
};

Columns columns_of(float width) {
    Columns at;
    const float pad = ui::px(10), between = ui::em(1.4F);
    float name = 0, number = 0, meaning = 0, where = 0, gone = ui::text_size("already gone out").x;
    for (const ErrnoFact& fact : errno_facts()) {
        meaning = std::max(meaning, ui::text_size(fact.meaning).x);
        where = std::max(where, ui::text_size(fact.where).x);
        gone = std::max(gone, ui::text_size(fact.gone_out).x);
    }
    {
        const ui::FontScope font(Font::Mono);
        name = ui::text_size("EDESTADDRREQ").x;
        number = ui::text_size("999").x;
    }
    const float here = ui::badge_width("injected");
    at.width = width;
    at.number = pad + name + between;
    at.meaning = at.number + number + between;
    const float fixed = at.meaning + meaning + between;
    at.here = fixed + here + pad <= width ? width - here - pad : 0;
    const bool with_gone = at.here > 0 && fixed + gone + between + here + pad <= width;
    const bool with_where = with_gone && fixed + where + gone + 2 * between + here + pad <= width;
    if (with_where) at.where = fixed;
    if (with_gone) at.gone = with_where ? fixed + where + between : fixed;
    return at;
}

void put(ImVec2 at, std::string_view text, ImU32 color) {
    ImGui::GetWindowDrawList()->AddText(at, color, text.data(), text.data() + text.size());
}

void draw_heads(const Columns& columns) {
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const auto head = [&](float x, const char* text) {
        if (x > 0) put({at.x + x, at.y}, text, theme().dim);
    };
    head(ui::px(10), "errno");
    head(columns.number, "no.");
    head(columns.meaning, "meaning");
    head(columns.where, "where");
    head(columns.gone, "already gone out");
    head(columns.here, "here");
    ImGui::Dummy({columns.width, ImGui::GetTextLineHeight() + ui::px(4)});
}

void draw_row(const LabState& state, std::size_t index, const Columns& columns, Intents& out) {
    const ErrnoFact& fact = errno_facts()[index];
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float height = ui::px(30);
    const bool chosen = state.look.atlas.chosen == index;
    if (ui::selectable("atlas." + std::string(fact.name), "", chosen, {}, {columns.width, height})) {
        out.push_back(ChooseErrno{index});
    }
    const ImVec2 after = ImGui::GetCursorScreenPos();
    const float y = at.y + std::round((height - ImGui::GetTextLineHeight()) / 2);
    {
        const ui::FontScope font(Font::Mono);
        const float mono = at.y + std::round((height - ImGui::GetTextLineHeight()) / 2);
        const ImU32 ink = chosen ? readable(theme().error, theme().selected) : theme().text;
        put({at.x + ui::px(10), mono}, fact.name, ink);
        put({at.x + columns.number, mono}, std::to_string(fact.number), theme().dim);
    }
    const float room = columns.width - columns.meaning;
    put({at.x + columns.meaning, y}, columns.here > 0 ? fact.meaning : ui::fit(fact.meaning, room), theme().text);
    const ImU32 dim = chosen ? theme().text : theme().dim;
    if (columns.where > 0) put({at.x + columns.where, y}, fact.where, dim);
    if (columns.gone > 0) put({at.x + columns.gone, y}, fact.gone_out, dim);
    if (columns.here > 0) {
        const float tall = ImGui::GetTextLineHeight() + (fact.injected ? ui::px(5) : ui::px(9));
        ImGui::SetCursorScreenPos({at.x + columns.here, at.y + std::floor((height - tall) / 2)});
        const std::string name = "atlas.here." + std::string(fact.name);
        if (fact.injected) {
            ui::badge(name, "injected", theme().dim,
                      {"No kernel says so on request: its experiment reports it without a call.", "", "", ""},
                      true);
        } else {
            ui::pill(name, "real", readable(readable(theme().complete, theme().panel), theme().selected), false,
                     {"Its experiment makes this kernel say so.", "", "", ""});
        }
    }
    ui::resume_at(after);
}

/// "a prefix before" -> "A prefix before."
std::string sentence(std::string words) {
    words[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(words[0])));
    return words.back() == '.' ? words : words + ".";
}

void paragraph(const char* heading, const std::string& text) {
    ui::gap(2);
    ui::heading(heading);
    const ui::FontScope font(Font::Body);
    ui::wrapped_text(text, theme().text);
}

void draw_elsewhere(const ErrnoFact& fact) {
    ui::gap(2);
    ui::heading("Elsewhere");
    const std::string lines[] = {std::string("**Python** ") + fact.python, std::string("**Go** ") + fact.go,
                                 std::string("**Rust** ") + fact.rust};
    for (const std::string& line : lines) ui::rich_text(line, theme().text);
}

void draw_recipes(const LabState& state, const ErrnoFact& fact, Intents& out) {
    ui::gap(2);
    ui::heading("See it", fact.injected ? "reported without a call, and marked so" : "for real");
    const std::string missing =
        state.recipes.empty() ? "The experiments that come with iovlab were not found beside it." : "";
    for (std::size_t i = 0; i < fact.recipes.size(); ++i) {
        const Recipe& recipe = fact.recipes[i];
        const std::string path = state.recipes + "/" + recipe.file + ".toml";
        const std::string name = "atlas.recipe." + std::to_string(i);
        ui::wrapped_text(recipe.cause, theme().text);
        const ui::ButtonStyle first{i == 0 ? ui::ButtonKind::Primary : ui::ButtonKind::Normal, ui::Icon::None, 0};
        if (ui::button(name + ".open", "Open on the bench",
                       {"Puts this experiment onto the bench.", "", "", missing}, first)) {
            out.push_back(OpenRecipe{path, false});
        }
        ui::flow(ui::button_width("Run it now"));
        if (ui::button(name + ".run", "Run it now", {"Puts it onto the bench and runs it.", "", "", missing})) {
            out.push_back(OpenRecipe{path, true});
        }
    }
}

}  // namespace

void draw_atlas_table(const LabState& state, Intents& out) {
    const auto facts = errno_facts();
    const auto real = std::count_if(facts.begin(), facts.end(), [](const ErrnoFact& f) { return !f.injected; });
    ui::heading("Every way that a vectored write can fail",
                std::to_string(facts.size()) + " errnos · " + std::to_string(real) + " for real");
    for (const std::string_view group : atlas_groups()) {
        const ui::ButtonStyle style{
            state.look.atlas.group == group ? ui::ButtonKind::Primary : ui::ButtonKind::Normal, ui::Icon::None, 0};
        if (group != atlas_groups().front()) ui::flow(ui::button_width(group, {}, style));
        if (ui::button("atlas.group." + std::string(group), group, {"Only the errnos of this kind.", "", "", ""},
                       style)) {
            out.push_back(FilterAtlas{state.look.atlas.filter, std::string(group)});
        }
    }
    const float width = std::min(ui::em(16), ImGui::GetContentRegionAvail().x);
    ui::right_align(width);
    std::string filter = state.look.atlas.filter;
    ui::InputStyle style;
    style.width = width;
    style.typing = ui::Typing::Live;
    style.placeholder = "filter…";
    style.mono = false;
    if (ui::input_text("atlas.filter", filter, {"Finds names, numbers, words and places.", "", "", ""}, style)) {
        out.push_back(FilterAtlas{filter, state.look.atlas.group});
    }
    if (!ImGui::BeginChild("atlas.rows", {0, 0}, false)) {
        ImGui::EndChild();
        return;
    }
    const Columns columns = columns_of(ImGui::GetContentRegionAvail().x);
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {0, ui::px(2)});
    draw_heads(columns);
    const std::vector<std::size_t> shown = shown_errnos(state.look.atlas);
    for (const std::size_t index : shown) draw_row(state, index, columns, out);
    if (shown.empty()) ui::wrapped_text("No errno of the atlas is like that. Take the filter away.", theme().dim);
    ImGui::PopStyleVar();
    ImGui::EndChild();
}

void draw_atlas_page(const LabState& state, Intents& out) {
    const ErrnoFact& fact = errno_facts()[state.look.atlas.chosen];
    ui::heading(fact.name, "errno " + std::to_string(fact.number) + " · " + errno_text(fact.number));
    {
        const ui::FontScope font(Font::Title);
        ui::wrapped_text(sentence(fact.meaning), theme().text);
    }
    {
        const ui::FontScope font(Font::Body);
        ui::wrapped_text(fact.cause, theme().text);
    }
    paragraph("What had gone out before", sentence(fact.gone_out));
    paragraph("What a correct program does", fact.remedy);
    draw_elsewhere(fact);
    draw_recipes(state, fact, out);
    ui::gap(2);
    ui::dim_text(fact.pages);
}

}  // namespace iovlab
