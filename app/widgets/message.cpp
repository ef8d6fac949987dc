#include "app/widgets/layout.h"
#include "app/widgets/registry.h"
#include "app/widgets/results.h"
#include "app/window/fonts.h"
#include "app/window/imgui_compat.h"

#include <algorithm>
#include <cmath>

namespace iovlab::ui {
namespace {

ImU32 color_of(MessageKind kind) {
    switch (kind) {
        case MessageKind::Note:
            return theme().accent;
        case MessageKind::Good:
            return theme().complete;
        case MessageKind::Warning:
            return theme().short_write;
        case MessageKind::Error:
            return theme().error;
    }
    return theme().dim;
}

float background_share() {
    return theme().name == ThemeName::Dark ? 0.08F : 0.1F;
}

/// The manual page at the end of the heading's line, where both fit on it: a line that a small window needs.
bool page_beside_heading(const MessageText& text, ImVec2 start, ImU32 ink, float width) {
    if (text.heading.empty() || text.page.empty()) return false;
    float heading = 0;
    {
        const FontScope font(Font::Strong);
        heading = text_size(text.heading).x;
    }
    const ImVec2 below = ImGui::GetCursorScreenPos();
    const FontScope font(Font::Small);
    const ImVec2 page = text_size(text.page);
    if (heading + em(1.5F) + page.x > width) return false;
    const float line = below.y - start.y - ImGui::GetStyle().ItemSpacing.y;
    ImGui::SetCursorScreenPos({start.x + width - page.x, start.y + std::round((line - page.y) / 2)});
    colored_text(text.page, ink);
    resume_at(below);
    return true;
}

/// Heading, text and page as one paragraph, the heading in the colour of the matter.
void write_text(const MessageText& text, ImU32 color, float width) {
    const ImU32 background = tint(color, background_share());
    const ImU32 dim = readable(theme().dim, background);
    const ImVec2 start = ImGui::GetCursorScreenPos();
    if (!text.heading.empty())
        rich_text("**" + std::string(text.heading) + "**", readable(color, background), width);
    const bool beside = page_beside_heading(text, start, dim, width);
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(0, px(2)));
    if (!text.text.empty()) rich_text(text.text, theme().text, width);
    if (!text.page.empty() && !beside) {
        const FontScope font(Font::Small);
        rich_text(text.page, dim, width);
    }
    ImGui::PopStyleVar();
}

bool draw_message(std::string_view name, ImU32 color, const MessageText& text, bool closable) {
    const float padding = px(12);
    const float whole = std::max(em(6), ImGui::GetContentRegionAvail().x);
    const float cross = closable ? ImGui::GetFrameHeight() : 0;
    ImDrawList& draw = *ImGui::GetWindowDrawList();
    const ImVec2 min = ImGui::GetCursorScreenPos();
    // The box lies behind a text whose height is known only afterwards.
    ImDrawListSplitter layers;
    layers.Split(&draw, 2);
    layers.SetCurrentChannel(&draw, 1);
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(0, px(2)));
    ImGui::BeginGroup();
    ImGui::Dummy({whole, padding - px(2)});
    ImGui::Indent(padding);
    write_text(text, color, whole - 2 * padding - cross);
    ImGui::Unindent(padding);
    ImGui::Dummy({whole, padding - px(2)});
    ImGui::PopStyleVar();
    ImGui::EndGroup();
    const ImVec2 max = ImGui::GetItemRectMax();
    layers.SetCurrentChannel(&draw, 0);
    draw.AddRectFilled(min, {min.x + whole, max.y}, tint(color, background_share()), px(8));
    cx::add_rect(draw, min, {min.x + whole, max.y}, mix(theme().panel, color, 0.45F), px(8), line_width());
    layers.Merge(&draw);
    std::string said(text.heading);
    said.append(said.empty() || text.text.empty() ? "" : " ").append(text.text);
    registry().record_item(name, said, true);
    if (!closable) return false;
    const ImVec2 after = ImGui::GetCursorScreenPos();
    ImGui::SetCursorScreenPos({min.x + whole - cross - px(4), min.y + px(4)});
    const Hint hint{.tip = "Puts this message away."};
    const bool closed = button(std::string(name) + ".close", "", hint, {ButtonKind::Quiet, Icon::Cross});
    resume_at(after);
    return closed;
}

}  // namespace

bool message(std::string_view name, MessageKind kind, const MessageText& text, bool closable) {
    return draw_message(name, color_of(kind), text, closable);
}

void message(std::string_view name, Meaning meaning, const MessageText& text) {
    draw_message(name, meaning_color(meaning), text, false);
}

}  // namespace iovlab::ui
