#include "app/panels/palette.h"

#include "app/lab/palette.h"
#include "app/widgets/controls.h"
#include "app/widgets/layout.h"
#include "app/widgets/registry.h"
#include "app/window/fonts.h"
#include "app/window/imgui_compat.h"
#include "app/window/keys.h"

#include <algorithm>
#include <cmath>
#include <string>

namespace iovlab {

namespace {

constexpr std::size_t kPage = 8;  // lines that PageUp and PageDown go

float row_height() {
    return ImGui::GetTextLineHeight() + ui::px(10);
}

/// The line that the keys choose; the field keeps the keyboard meanwhile.
std::size_t moved(std::size_t chosen, std::size_t count) {
    const auto down = [&](std::size_t by) { return std::min(chosen + by, count - 1); };
    const auto up = [&](std::size_t by) { return chosen - std::min(by, chosen); };
    if (count == 0) return 0;
    if (pressed_while_typing({Key::Down}, true)) return chosen + 1 < count ? chosen + 1 : 0;
    if (pressed_while_typing({Key::Up}, true)) return chosen > 0 ? chosen - 1 : count - 1;
    if (pressed_while_typing({Key::PageDown}, true)) return down(kPage);
    if (pressed_while_typing({Key::PageUp}, true)) return up(kPage);
    return std::min(chosen, count - 1);
}

void choose(const PaletteItem& item, Intents& out) {
    if (!item.why_not.empty()) return;
    out.push_back(ShowPalette{false});
    out.insert(out.end(), item.intents.begin(), item.intents.end());
}

void draw_item(const PaletteItem& item, std::size_t index, bool chosen, Intents& out) {
    const std::string name = "palette." + std::to_string(index);
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float width = ImGui::GetContentRegionAvail().x;
    if (ui::selectable(name, "", chosen, {"", "", "", item.why_not}, {width, row_height()})) choose(item, out);
    ui::registry().record_item(name, item.title, item.why_not.empty(), 0, chosen);
    const ImVec2 after = ImGui::GetCursorScreenPos();
    ImDrawList& draw = *ImGui::GetWindowDrawList();
    const auto middle = [&] { return at.y + std::round((row_height() - ImGui::GetTextLineHeight()) / 2); };
    const auto put = [&](float x, std::string_view text, ImU32 color) {
        draw.AddText({x, middle()}, color, text.data(), text.data() + text.size());
    };
    const bool able = item.why_not.empty();
    const ImU32 ink = able ? theme().text : theme().dim;
    const float title = at.x + ui::em(6.4F);
    const float room = at.x + width - ui::px(10) - title;
    const float title_width = std::min(ui::text_size(item.title).x, room);
    put(title, ui::fit(item.title, room), ink);
    const ui::FontScope font(Font::Small);
    put(at.x + ui::px(10), item.kind, theme().dim);
    const std::string& said = able ? item.remark : item.why_not;
    const float left = room - title_width - ui::em(1.5F);
    if (left < ui::em(3)) return;
    const std::string_view remark = ui::fit(said, left);
    const ImU32 color = able ? theme().dim : readable(theme().short_write, theme().panel);
    put(at.x + width - ui::px(10) - ui::text_size(remark).x, remark, color);
    ImGui::SetCursorScreenPos(after);
}

void draw_items(const std::vector<PaletteItem>& items, std::size_t chosen, bool moved, Intents& out) {
    if (items.empty()) {
        ui::dim_text("Nothing is called that. Try fewer letters.");
        return;
    }
    const float step = row_height() + ImGui::GetStyle().ItemSpacing.y;
    const float room = ImGui::GetMainViewport()->Size.y * 0.6F;
    const float rows = std::min({static_cast<float>(items.size()), 12.0F, std::max(3.0F, std::floor(room / step))});
    if (cx::begin_part("palette.items", {0, rows * step})) {
        if (moved) {
            const float top = static_cast<float>(chosen) * step;
            const float least = top + step - rows * step;
            ImGui::SetScrollY(std::clamp(ImGui::GetScrollY(), std::max(0.0F, least), top));
        }
        ImGuiListClipper clipper;
        clipper.Begin(static_cast<int>(items.size()), step);
        while (clipper.Step()) {
            for (int i = clipper.DisplayStart; i < clipper.DisplayEnd; ++i) {
                const auto index = static_cast<std::size_t>(i);
                draw_item(items[index], index, index == chosen, out);
            }
        }
    }
    ImGui::EndChild();
}

void draw_inside(const LabState& state, Intents& out) {
    const Shell::Palette& palette = state.shell.palette;
    const std::vector<PaletteItem> items = found(state);
    std::string text = palette.text;
    bool entered = false;
    ui::InputStyle style;
    style.typing = ui::Typing::Live;
    style.placeholder = "an action, a lesson, an experiment, an errno…";
    style.mono = false;
    style.focus = ImGui::IsWindowAppearing();
    style.entered = &entered;
    if (ui::input_text("palette.text", text, {"", "", "", ""}, style)) out.push_back(TypePalette{text});
    const std::size_t before = std::min(palette.chosen, items.empty() ? 0 : items.size() - 1);
    const std::size_t chosen = moved(before, items.size());
    if (chosen != palette.chosen) out.push_back(MovePalette{chosen});
    if (chosen != before) cx::keep_arrow_keys();
    if (entered && !items.empty()) choose(items[chosen], out);
    draw_items(items, chosen, chosen != before || text != palette.text, out);
    ui::gap(1);
    const ui::FontScope font(Font::Small);
    ui::dim_text("Up and Down choose, Enter does it, Esc closes");
}

}  // namespace

void draw_palette(const LabState& state, Intents& out) {
    if (!state.shell.palette.open) return;
    const ImVec2 screen = ImGui::GetMainViewport()->Size;
    const float width = std::min(ui::em(42), screen.x - ui::px(24));
    ImGui::SetNextWindowPos({std::round((screen.x - width) / 2), std::min(ui::em(4), screen.y * 0.1F)});
    ImGui::SetNextWindowSize({width, 0});
    ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, ui::px(8));
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {ui::px(12), ui::px(12)});
    ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, ui::line_width());
    ImGui::PushStyleColor(ImGuiCol_WindowBg, theme().panel);
    ImGui::PushStyleColor(ImGuiCol_Border, mix(theme().line, theme().accent, 0.6F));
    constexpr ImGuiWindowFlags kFlags = ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove |
                                        ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_AlwaysAutoResize;
    ImGui::Begin("##palette", nullptr, kFlags);
    ImGui::PopStyleColor(2);
    ImGui::PopStyleVar(3);
    const bool appearing = ImGui::IsWindowAppearing();
    draw_inside(state, out);
    const bool left = !appearing && !ImGui::IsWindowFocused(ImGuiFocusedFlags_RootAndChildWindows);
    if (left || take_while_typing({Key::Escape})) out.push_back(ShowPalette{false});
    ImGui::End();
}

}  // namespace iovlab
