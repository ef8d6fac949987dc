// What the loop makes of its list after the call on show: declared in panels/loop.h.
#include "app/lab/call_text.h"
#include "app/panels/loop.h"
#include "app/widgets/controls.h"
#include "app/widgets/draw.h"
#include "app/widgets/layout.h"
#include "app/widgets/registry.h"
#include "app/window/fonts.h"
#include "app/window/imgui_compat.h"

#include <algorithm>
#include <cmath>
#include <string>

namespace iovlab {

namespace {

bool goes_out(Fate fate) {
    return fate == Fate::Trimmed || fate == Fate::Kept || fate == Fate::Next || fate == Fate::Again ||
           fate == Fate::Shortened;
}
bool is_wrong(Fate fate) {
    return fate == Fate::Again || fate == Fate::Shortened || fate == Fate::Forgotten;
}

std::string name_of(const LabState& state, const AdvanceBlock& block) {
    if (block.count > 1) return grouped(block.count) + " entries";
    if (!block.buffer) return "iov[" + std::to_string(block.entry) + "]";
    return state.run.experiment.buffers[*block.buffer].name;
}

void put(ImVec2 at, std::string_view text, float room, ImU32 color) {
    const std::string_view shown = ui::fit(text, room);
    ImGui::GetWindowDrawList()->AddText(at, color, shown.data(), shown.data() + shown.size());
}

/// What goes out next is filled with its buffer's colour; what does not is an outline, hatched.
void draw_block(const LabState& state, const AdvanceBlock& block, ImVec2 min, ImVec2 max) {
    ImDrawList& draw = *ImGui::GetWindowDrawList();
    const Fill fill = block.buffer ? buffer_fill(*block.buffer) : other_fill();
    const ImU32 wrong = theme().error;
    const bool filled = goes_out(block.fate);
    ImU32 ink = theme().dim;
    if (filled) {
        ui::fill_rect(draw, min, max, {fill.color, false}, ui::px(3));
        ink = label_on(fill.color);
        const float cut = std::round((max.x - min.x) * 0.22F);
        const ImU32 shade = mix(fill.color, theme().panel, 0.65F);
        if (block.fate == Fate::Trimmed) draw.AddRectFilled(min, {min.x + cut, max.y}, shade, ui::px(3));
        if (block.fate == Fate::Shortened) draw.AddRectFilled({max.x - cut, min.y}, max, shade, ui::px(3));
        if (block.fate == Fate::Trimmed) min.x += cut;  // the words stand on what is left
        if (block.fate == Fate::Shortened) max.x -= cut;
    } else {
        draw.AddRectFilled(min, max, theme().raised, ui::px(3));
        draw.AddRectFilled(min, {min.x + ui::px(4), max.y}, fill.color, ui::px(2));
        block.fate == Fate::Empty ? ui::dashed_rect(draw, min, max, theme().dim)
                                  : cx::add_rect(draw, min, max, theme().line, ui::px(3), ui::line_width());
    }
    if (is_wrong(block.fate)) cx::add_rect(draw, min, max, wrong, ui::px(3), std::max(1.0F, ui::px(2)));
    const float left = min.x + ui::px(filled ? 5 : 9);
    const float room = max.x - left - ui::px(3);
    const ui::FontScope font(Font::Small);
    const float line = ImGui::GetTextLineHeight();
    const float top = std::round((min.y + max.y) / 2 - line);
    put({left, top}, name_of(state, block), room, filled ? ink : theme().text);
    const std::string offset = "+" + grouped(block.skip);
    const bool says_offset = block.fate == Fate::Trimmed && ui::text_size(offset).x <= room;
    const std::string_view word = says_offset ? std::string_view(offset) : to_string(block.fate);
    put({left, top + line}, word, room,
        filled                 ? ink
        : is_wrong(block.fate) ? readable(wrong, theme().raised)
                               : theme().dim);
}

void draw_strip(const LabState& state, const Advance& advance, const char* name) {
    const float width = ImGui::GetContentRegionAvail().x;
    const float gap = ui::px(3);
    const float least = ui::em(3.4F);
    const auto most = static_cast<std::size_t>(std::max(1.0F, (width + gap) / (least + gap)));
    const std::size_t shown = std::min(advance.blocks.size(), most);
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float height = ui::em(2.7F);
    ImGui::Dummy({width, height});
    std::string text;
    for (const AdvanceBlock& block : advance.blocks)
        text += (text.empty() ? "" : ", ") + name_of(state, block) + " " + to_string(block.fate);
    ui::registry().record_item(name, text, true);
    ui::hover_hint({text + (shown < advance.blocks.size() ? "; not all of them fit." : "."), "", "", ""});
    if (shown == 0) return;
    const float room = width - gap * static_cast<float>(shown - 1);
    const float each = std::floor(std::min(room / static_cast<float>(shown), ui::em(8)));
    for (std::size_t i = 0; i < shown; ++i) {
        const float left = std::floor(at.x + static_cast<float>(i) * (each + gap));
        draw_block(state, advance.blocks[i], {left, at.y}, {left + each, at.y + height});
    }
}

void draw_next(const Thought& thought, const Advance& advance, const char* name) {
    const bool fails = thought.want == Want::Fail;
    const std::string words = thought.want == Want::Done || fails ? advance.next : "next: " + advance.next;
    const ui::FontScope font(Font::MonoSmall);
    const std::string_view shown = ui::fit(words, ImGui::GetContentRegionAvail().x);
    ui::colored_text(shown, fails ? readable(theme().error, theme().panel) : theme().text);
    ui::registry().record_item(name, words, true);
    ui::hover_hint({words, "", "", ""});
}

const char* title_of_loop(const std::string& name) {
    const LoopInfo* info = loop_info(name);
    return info ? info->title : "another loop";
}

void draw_words(const std::string& words, const char* name) {
    const ui::FontScope font(Font::Small);
    ui::wrapped_text(words, theme().dim);
    ui::registry().record_item(name, words, true);
}

}  // namespace

void draw_advance(const LabState& state) {
    const Thinking& thinking = state.thinking;
    if (thinking.call == 0 || !thinking.own) return;
    const std::string who = thinking.other ? ", " + std::string(title_of_loop(thinking.own->loop)) : "";
    draw_words("After call " + grouped(thinking.call) + who + ": " + thinking.advance.words, "advance.words");
    draw_strip(state, thinking.advance, "advance.strip");
    draw_next(*thinking.own, thinking.advance, "advance.next");
    if (!thinking.other) return;
    draw_words("The same results, " + std::string(title_of_loop(thinking.other->loop)) + ": " +
                   thinking.other_advance.words,
               "advance.other_words");
    draw_strip(state, thinking.other_advance, "advance.other_strip");
    draw_next(*thinking.other, thinking.other_advance, "advance.other_next");
}

}  // namespace iovlab
