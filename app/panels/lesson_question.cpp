#include "app/lab/course.h"
#include "app/panels/lesson.h"
#include "app/widgets/controls.h"
#include "app/widgets/layout.h"
#include "app/widgets/markdown.h"
#include "app/widgets/press_row.h"
#include "app/widgets/registry.h"
#include "app/window/fonts.h"
#include "app/window/keys.h"

#include <algorithm>
#include <cmath>
#include <string>

// Predict and vote: a question, its choices, and what was said.
namespace iovlab {

namespace {

std::string letter(std::size_t i) {
    return std::string(1, static_cast<char>('A' + i));
}

/// "4 → 7": hands counted first and after the talk.
std::string votes_words(const StepWork& work, std::size_t choice) {
    const std::string first = std::to_string(work.votes[0][choice]);
    return work.round == 0 ? first : first + " → " + std::to_string(work.votes[1][choice]);
}

ui::RowLook look_of(const StepWork& work, bool vote, std::size_t choice) {
    ui::RowLook look;
    look.on = !vote && work.choice == choice;
    if (!work.grade) return look;
    const bool right = std::count(work.right.begin(), work.right.end(), choice) > 0;
    if (right) look.edge = theme().complete;
    if (look.on && !right) look.edge = theme().error;
    return look;
}

void draw_choice(const LabState& state, const Question& question, std::size_t i, Intents& out) {
    const StepWork& work = state.course.work;
    ui::RowLook look = look_of(work, question.vote, i);
    const std::string votes = votes_words(work, i);
    if (question.vote)
        look.right = ui::text_size(votes).x + ui::px(16) + (work.locked ? 0 : ui::button_width("-1"));
    const std::string text = filled_in(question.choices[i].text, state.course.start);
    const ui::Hint hint{
        question.vote ? "Counts one more hand for this answer." : "Your answer, until you lock it in.", "", "",
        work.locked ? "What was said cannot be changed any more." : ""};
    const std::string name = "lesson.choice." + std::to_string(i);
    const ui::RowPress row = ui::press_row(name, text, look, hint, [&](float width) {
        const bool on = look.on || (work.grade && look.edge == theme().complete);
        const ui::Icon icon = work.grade && look.edge != 0
                                  ? look.edge == theme().complete ? ui::Icon::Check : ui::Icon::Cross
                              : on ? ui::Icon::RadioOn
                                   : ui::Icon::Ring;
        // In the middle of the answer's first line, which is higher than its letters.
        const ImVec2 at = ImGui::GetCursorScreenPos();
        const float lower = (ImGui::GetFontSize() * ui::kWrappedLine - ImGui::GetTextLineHeight()) / 2;
        ImGui::SetCursorScreenPos({at.x, at.y + std::round(lower)});
        ui::icon(icon, readable(look.edge != 0 ? look.edge : on ? theme().accent : theme().dim, theme().panel));
        ImGui::SameLine(0, ui::px(6));
        ui::dim_text(letter(i));
        ImGui::SameLine(0, ui::px(8));
        ImGui::SetCursorScreenPos({ImGui::GetCursorScreenPos().x, at.y});
        const float used = ui::em(1) + ui::text_size("A").x + ui::px(14);
        if (const auto blocks = parse_markdown(text); blocks && !blocks->empty()) {
            ui::rich_spans(blocks->front().spans, theme().text, width - used);
        }
    });
    const bool typing = ImGui::GetIO().WantTextInput;
    const Key key = static_cast<Key>(static_cast<std::size_t>(Key::A) + i);
    if (row.pressed || (!typing && !work.locked && take({key, false, false, false})))
        out.push_back(ChooseAnswer{i});
    if (!question.vote) return;
    if (!typing && take({key, false, true, false})) out.push_back(TakeVoteBack{i});
    const ImVec2 after = ImGui::GetCursorScreenPos();
    ImGui::SetCursorScreenPos(
        {row.max.x - look.right + ui::px(6), (row.min.y + row.max.y - ImGui::GetFrameHeight()) / 2});
    ImGui::AlignTextToFramePadding();
    ui::text(votes);
    ui::registry().record_item(name + ".votes", votes, true);
    if (!work.locked) {
        ImGui::SameLine(0, ui::px(6));
        const ui::ButtonStyle quiet{ui::ButtonKind::Quiet, ui::Icon::None, 0};
        if (ui::button(name + ".less", "-1", {"Takes one hand back.", "", "", ""}, quiet))
            out.push_back(TakeVoteBack{i});
    }
    ui::resume_at(after);
}

void draw_number(const LabState& state, Intents& out) {
    const StepWork& work = state.course.work;
    std::string number = work.number;
    if (work.locked) {
        if (!work.grade) ui::text("You said " + number + ".");
        return;
    }
    ui::InputStyle style;
    style.width = ui::em(9);
    style.typing = ui::Typing::Live;
    style.placeholder = "a number";
    style.wrong = !number.empty() && !typed_number(number);
    bool entered = false;
    style.entered = &entered;
    const ui::Hint hint{"What the call returns: bytes, or -1 for an error.", "", "", ""};
    if (ui::input_text("lesson.number", number, hint, style)) out.push_back(TypeNumber{number});
    if (entered) out.push_back(LockAnswer{});
}

void draw_buttons(const LabState& state, const Question& question, Intents& out) {
    const Course& course = state.course;
    if (!course.work.locked) {
        const std::string obstacle = lock_obstacle(course);
        const ui::Hint lock{"What was said cannot be changed afterwards; then the calls are made, for real.", "",
                            "", obstacle};
        const ui::ButtonStyle primary{ui::ButtonKind::Primary, ui::Icon::None, 0};
        if (question.vote && course.work.round == 0) {
            const ui::Hint again{"They have talked it over: count anew. The first count stays beside it.", "", "",
                                 obstacle};
            if (ui::button("lesson.vote_again", "Discuss, then vote again", again)) out.push_back(NextVote{});
            ui::flow(ui::button_width("Reveal: run it"));
        }
        if (ui::button("lesson.lock", question.vote ? "Reveal: run it" : "Lock in and run", lock, primary))
            out.push_back(LockAnswer{});
        return;
    }
    if (course.here()->vary.ranges.empty() || !course.work.grade) return;
    const ui::Hint anew{"The same question with other numbers. Nothing is written down of it.", "", "", ""};
    if (ui::button("lesson.new_numbers", "Same idea, new numbers", anew)) out.push_back(NewNumbers{});
}

}  // namespace

void draw_question(const LabState& state, const Question& question, Intents& out) {
    ui::markdown((question.vote ? "**Vote.** " : "**Predict first.** ") +
                 filled_in(question.ask, state.course.start));
    for (std::size_t i = 0; i < question.choices.size(); ++i) draw_choice(state, question, i, out);
    if (question.choices.empty()) draw_number(state, out);
    draw_buttons(state, question, out);
}

}  // namespace iovlab
