#include "app/lab/course.h"
#include "app/panels/lesson.h"
#include "app/widgets/controls.h"
#include "app/widgets/layout.h"
#include "app/widgets/markdown.h"
#include "app/widgets/press_row.h"
#include "app/window/fonts.h"
#include "app/window/keys.h"
#include "core/loops/blocks.h"

#include <algorithm>
#include <string>

// Find the bug, and order the loop.
namespace iovlab {

namespace {

void draw_line(const LabState& state, const FindTask& task, unsigned number, Intents& out) {
    const StepWork& work = state.course.work;
    const bool wrong = std::count(task.lines.begin(), task.lines.end(), number) > 0;
    ui::RowLook look;
    look.on = work.line == number;
    look.ground = theme().raised;
    look.edge = theme().raised;
    if (work.done && wrong) look.edge = theme().error;
    if (!work.done && look.on) look.edge = theme().short_write;
    const std::string& line = task.listing[number - 1];
    const ui::Hint hint{"Is this the line?", "", "", work.done ? "The bug is found." : ""};
    const ui::RowPress row =
        ui::press_row("lesson.line." + std::to_string(number), line, look, hint, [&](float width) {
            const ui::FontScope font(Font::MonoSmall);
            ui::dim_text((number < 10 ? " " : "") + std::to_string(number));
            ImGui::SameLine(0, ui::px(10));
            ui::code_line(line, width - ui::text_size("00").x - ui::px(10));
        });
    if (row.pressed) out.push_back(ClickLine{number});
}

/// A block's words and its code, in a row.
ui::RowPress block_row(const std::string& name, const LoopBlock& block, const std::string& mark, float right,
                       const ui::Hint& hint) {
    ui::RowLook look;
    look.right = right;
    look.ground = theme().raised;
    return ui::press_row(name, block.words, look, hint, [&](float width) {
        if (!mark.empty()) {
            ui::dim_text(mark);
            ImGui::SameLine(0, ui::px(8));
            width -= ui::text_size(mark).x + ui::px(8);
        }
        ImGui::BeginGroup();
        ui::rich_text(block.words, theme().text, width);
        const ui::FontScope font(Font::MonoSmall);
        ui::code_line(block.code, width);
        ImGui::EndGroup();
    });
}

void draw_placed(const LabState& state, std::size_t i, Intents& out) {
    const std::string& name = state.course.work.loop[i];
    const LoopBlock* block = loop_block(name);
    if (block == nullptr) return;
    const std::string control = "lesson.loop." + name;
    const ui::ButtonStyle quiet{ui::ButtonKind::Quiet, ui::Icon::Cross, 0};
    const float right = ui::button_width("", {}, quiet) + ui::px(4);
    const ui::Hint hint{"Drag it to its place, or move it with Alt and the arrow keys.", "", "", ""};
    const ui::RowPress row = block_row(control, *block, std::to_string(i + 1), right, hint);
    const float half = (row.max.y - row.min.y) / 2;
    const bool up = row.dragged < -half || (row.focused && take({Key::Up, false, false, true}, true));
    const bool down = row.dragged > half || (row.focused && take({Key::Down, false, false, true}, true));
    if (up && i > 0) out.push_back(PlaceBlock{name, i - 1});
    if (down && i + 1 < state.course.work.loop.size()) out.push_back(PlaceBlock{name, i + 1});
    if (row.focused && take({Key::Delete, false, false, false})) out.push_back(TakeBlock{name});
    const ImVec2 after = ImGui::GetCursorScreenPos();
    ImGui::SetCursorScreenPos({row.max.x - right, row.min.y + ui::px(4)});
    if (ui::button(control + ".take", "", {"Takes the block out of the loop.", "", "Delete", ""}, quiet))
        out.push_back(TakeBlock{name});
    ui::resume_at(after);
}

}  // namespace

void draw_find(const LabState& state, const FindTask& task, Intents& out) {
    ui::markdown("**Find the bug.** " + filled_in(task.ask, task.proof));
    ui::dim_text("Click on the line.");
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {ui::px(8), ui::px(1)});
    for (unsigned i = 1; i <= task.listing.size(); ++i) draw_line(state, task, i, out);
    ImGui::PopStyleVar();
}

void draw_order(const LabState& state, const OrderTask& task, Intents& out) {
    const StepWork& work = state.course.work;
    ui::markdown("**Put it in order.** " + filled_in(task.ask, state.course.start));
    ui::wrapped_text("Your loop, from top to bottom and again:", theme().dim);
    if (work.loop.empty()) ui::wrapped_text("It is empty. Click on a block below.", theme().dim);
    for (std::size_t i = 0; i < work.loop.size(); ++i) draw_placed(state, i, out);
    const std::string obstacle = work.trying         ? "Its trials are under way."
                                 : work.loop.empty() ? "Put a block into the loop first."
                                                     : "";
    const ui::Hint hint{"Runs the loop for real: with every cut, with EINTR, EAGAIN and EIO.", "", "", obstacle};
    const ui::ButtonStyle primary{ui::ButtonKind::Primary, ui::Icon::None, 0};
    if (ui::button("lesson.try", work.trying ? "Trying…" : "Try this loop", hint, primary))
        out.push_back(TryOrder{});
    const auto left = blocks_left(state.course);
    if (!left.empty()) ui::dim_text("Blocks, not all of which belong:");
    for (const std::string& name : left) {
        const LoopBlock* block = loop_block(name);
        if (block == nullptr) continue;
        const ui::Hint add{"Puts it at the end of your loop.", "", "", ""};
        if (block_row("lesson.block." + name, *block, "", 0, add).pressed)
            out.push_back(PlaceBlock{name, work.loop.size()});
    }
}

}  // namespace iovlab
