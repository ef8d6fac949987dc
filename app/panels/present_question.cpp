#include "app/lab/course.h"
#include "app/panels/present.h"
#include "app/widgets/layout.h"
#include "app/widgets/markdown.h"
#include "app/widgets/registry.h"
#include "app/window/fonts.h"
#include "app/window/theme.h"
#include "core/lesson/said.h"

#include <cmath>
#include <string>
#include <vector>

// A lesson's question on the projector: declared in panels/present.h.
namespace iovlab {

namespace {

/// A text's paragraphs from `at` on. Returns where they end.
float put_blocks(const std::vector<MdBlock>& blocks, ImVec2 at, float width) {
    for (const MdBlock& block : blocks) {
        if (block.kind != MdKind::Paragraph) continue;
        ImGui::SetCursorScreenPos(at);
        ImGui::BeginGroup();
        at.y += ui::rich_spans(block.spans, theme().text, width);
        ImGui::EndGroup();
    }
    return at.y;
}

float put_markdown(const std::string& text, ImVec2 at, float width) {
    const auto blocks = parse_markdown(text);
    return blocks ? put_blocks(*blocks, at, width) : at.y;
}

/// What the room must know for the question, where it is short enough to leave room for the choices.
float put_story(const LabState& state, ImVec2 at, float width) {
    constexpr std::size_t kMost = 480;  // letters: five lines of the screen's fourteen
    const std::vector<MdBlock> story = filled_in(state.course.here()->before, state.course.start);
    std::size_t letters = 0;
    for (const MdBlock& block : story) letters += plain_text(block.spans).size();
    if (letters == 0 || letters > kMost) return at.y;
    const ui::FontScope font(Font::Small);
    return put_blocks(story, at, width) + ui::em(0.6F);
}

/// "4" while they are counted first; "4 → 7" after the talk.
std::string votes_words(const StepWork& work, std::size_t choice) {
    const std::string first = std::to_string(work.votes[0][choice]);
    return work.round == 0 ? first : first + " → " + std::to_string(work.votes[1][choice]);
}

float put_choice(const LabState& state, const Question& question, std::size_t i, ImVec2 at, float width) {
    const StepWork& work = state.course.work;
    const std::string name = "present.choice." + std::to_string(i);
    const bool chosen = !question.vote && work.choice == i;
    const std::string right = question.vote ? votes_words(work, i) : chosen ? "chosen" : "";
    const float letter = ui::em(1.8F), gap = ui::em(0.45F);
    const float count = right.empty() ? 0 : ui::text_size(right).x + ui::em(1);
    const std::string text = filled_in(question.choices[i].text, state.course.start);
    const float end = put_markdown(text, {at.x + letter, at.y + gap}, width - letter - count) + gap;
    const float line = at.y + gap + std::floor(ImGui::GetFontSize() * (ui::kWrappedLine - 1) / 2);
    ImGui::SetCursorScreenPos({at.x + ui::px(4), line});
    ui::colored_text(std::string(1, static_cast<char>('A' + i)), readable(theme().accent, theme().background));
    if (!right.empty()) {
        ImGui::SetCursorScreenPos({at.x + width - ui::text_size(right).x - ui::px(4), line});
        ui::text(right);
    }
    ui::registry().record_item(name, text + (right.empty() ? "" : " · " + right), true);
    ImGui::GetWindowDrawList()->AddRect({at.x - ui::px(6), at.y}, {at.x + width + ui::px(6), end},
                                        chosen ? theme().accent : theme().line, ui::px(6), 0,
                                        chosen ? 2 * ui::line_width() : ui::line_width());
    return end + ui::em(0.4F);
}

std::string keys_words(const Course& course, const Question& question) {
    const char last = static_cast<char>('A' + question.choices.size() - 1);
    if (question.choices.empty()) return "Esc: type the number at the desk";
    std::string keys = std::string("A to ") + last;
    if (!question.vote) return keys + " chooses     PgDn locks it in and runs     Esc leaves";
    keys += " counts a hand, with Shift takes it back     ";
    keys += course.work.round == 0 ? "PgDn: discuss, vote again     Space reveals" : "PgDn or Space reveals";
    return keys + "     Esc leaves";
}

}  // namespace

void draw_room_question(const LabState& state, const Question& question, ImVec2 at, ImVec2 size) {
    const float foot = at.y + size.y - ui::em(1.1F);
    {
        const ui::FontScope font(Font::Small);
        const char* kind = !question.vote ? "Predict" : state.course.work.round == 0 ? "Vote" : "Vote again";
        ImGui::SetCursorScreenPos(at);
        const std::string title = std::string(kind) + " · " + state.course.here()->title;
        ui::dim_text(title);
        ui::registry().record_item("present.question", title, true);
    }
    const ui::FontScope font(Font::Body);
    float y = put_story(state, {at.x, at.y + ui::em(1.6F)}, size.x);
    y = put_markdown(filled_in(question.ask, state.course.start), {at.x, y}, size.x);
    y += ui::em(0.7F);
    for (std::size_t i = 0; i < question.choices.size(); ++i) y = put_choice(state, question, i, {at.x, y}, size.x);
    const ui::FontScope small(Font::Small);
    ImGui::SetCursorScreenPos({at.x, foot});
    const std::string keys = keys_words(state.course, question);
    ui::dim_text(keys);
    ui::registry().record_item("present.keys", keys, true);
}

}  // namespace iovlab
