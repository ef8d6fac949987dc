#include "app/panels/loop.h"

#include "app/lab/call_text.h"
#include "app/panels/fields.h"
#include "app/widgets/layout.h"
#include "app/widgets/registry.h"
#include "app/window/fonts.h"
#include "core/kernel/names.h"
#include "core/loops/loop.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

namespace iovlab {

namespace {

std::string folded_key(const char* section) {
    return std::string(section) + ".folded";
}

/// Both keys are said, so that what the user left holds whatever would be right otherwise.
void fold(const char* section, bool open, Intents& out) {
    out.push_back(Fold{section, open});
    out.push_back(Fold{folded_key(section), !open});
}

/// What a loop goes by; the loops' own words are about writing.
std::string believes(const LoopInfo& loop, Op op) {
    const bool once = std::string_view(loop.name) == "once";
    if (once && op == Op::Writes) return "One write for each entry, up to the first that does not take all of it.";
    if (!reads(op) || !loop.right) return loop.believes;
    if (once) return "One call, whatever comes; the count says how much of the list was filled.";
    return "Goes on behind the last byte that came in, until the list is full or a call returns 0, the end of "
           "file.";
}

void draw_chooser_of_loops(const LabState& state, LoopSpec loop, Intents& out) {
    std::vector<std::string_view> titles;
    std::vector<std::string_view> heads;
    int index = -1;
    for (const LoopInfo& one : loops()) {
        const bool first = titles.empty() || loops()[titles.size() - 1].right != one.right;
        heads.push_back(!first ? "" : one.right ? "Right" : "Wrong, as others wrote them");
        if (loop.kind == one.name) index = static_cast<int>(titles.size());
        titles.push_back(one.title);
    }
    const std::string_view words = "at most";
    const float number = ui::em(4.6F);
    const float width = ImGui::GetContentRegionAvail().x - ui::text_size(words).x - number - 2 * ui::px(8);
    const bool beside = width >= ui::em(9);
    const ui::Hint hint{"What the caller does after a short count, EAGAIN or EINTR.", "write(2)", "", ""};
    if (ui::combo("loop.kind", titles, index, hint, beside ? width : 0, loop.kind, heads) && index >= 0) {
        loop.kind = loops()[static_cast<std::size_t>(index)].name;
        out.push_back(SetLoop{loop, "the kind"});
    }
    if (beside) ImGui::SameLine(0, ui::px(8));
    ImGui::AlignTextToFramePadding();
    ui::dim_text(words);
    ImGui::SameLine(0, ui::px(8));
    auto most = static_cast<std::int64_t>(std::min<std::uint64_t>(loop.max_calls, 1000000));
    const ui::Hint limit{"Calls: a loop that never ends is stopped after so many.", "", "", ""};
    ui::InputStyle style;
    style.width = number;
    style.wrong = ui::wrong(state.problems, "loop.max_calls");
    if (ui::input_int("loop.max_calls", most, 0, 1000000, limit, style)) {
        loop.max_calls = static_cast<std::uint64_t>(most);
        out.push_back(SetLoop{loop, "max_calls"});
    }
}

/// "As golang/go #38033 had it": a line, and what it cost there below.
void draw_incident(const LabState& state, const Incident& incident, bool room, Intents& out) {
    if (*incident.repository == '\0') return;
    const bool open = unfolded(state, "loop.incident", room);
    const std::string title = std::string(incident.repository) + " #" + std::to_string(incident.number);
    const ui::FontScope font(Font::Small);
    const ui::Hint hint{incident.cost, "", "", ""};
    const ui::ButtonStyle quiet{ui::ButtonKind::Quiet, open ? ui::Icon::ChevronDown : ui::Icon::ChevronRight, 0};
    if (ui::button("loop.incident", ui::fit(title, ImGui::GetContentRegionAvail().x - ui::em(2.4F)), hint, quiet))
        fold("loop.incident", !open, out);
    if (!open) return;
    ui::wrapped_text(incident.cost, theme().dim);
    ui::registry().record_item("loop.cost", incident.cost, true);
}

/// The loop's variables after the call on show.
void draw_variables(const LabState& state) {
    const Thought* thought = state.thinking.chosen();
    const CallStep* call = state.run.shown_call();
    if (!thought || !call) return;
    ui::badge("loop.place", thought->place, theme().raised, {"Where the loop stands after this call.", "", "", ""});
    const ui::FontScope font(Font::MonoSmall);
    const auto say = [](const char* name, const std::string& words, ImU32 color) {
        ui::flow(ui::text_size(words).x);
        ui::colored_text(words, color);
        ui::registry().record_item(name, words, true);
    };
    say("loop.sent", (reads(call->call.op) ? "got=" : "sent=") + std::to_string(thought->believed), theme().text);
    say("loop.left", "left=" + std::to_string(thought->left), theme().text);
    if (call->copied > 0) say("loop.copied", "copied=" + std::to_string(call->copied), theme().text);
    const Outcome& outcome = call->outcome;
    if (outcome.result) say("loop.result", "n=" + std::to_string(*outcome.result), theme().text);
    if (!outcome.result && outcome.error != 0)
        say("loop.result", "n=-1 errno=" + errno_name(outcome.error), theme().text);
}

/// Returns how high the program was drawn.
float draw_code(const LabState& state, LoopSeen& seen, float room, Intents& out) {
    const float line = ui::em(1.1F);
    const bool open = unfolded(state, "loop.code", room - seen.rest >= 5 * line);
    std::vector<std::string_view> titles;
    for (const Language one : kLanguages) titles.push_back(title_of(one));
    int index = static_cast<int>(state.look.language);
    const ui::Hint fold_hint{"The loop as a complete program. The line where it stands is lit.", "", "", ""};
    const ui::ButtonStyle quiet{ui::ButtonKind::Quiet, open ? ui::Icon::ChevronDown : ui::Icon::ChevronRight, 0};
    if (ui::button("loop.code", "Code", fold_hint, quiet)) fold("loop.code", !open, out);
    const float width = ui::em(6);
    ui::right_align(width);
    const ui::Hint language{"The same loop in another language.", "", "", ""};
    if (ui::combo("loop.language", titles, index, language, width))
        out.push_back(ChooseLanguage{kLanguages[static_cast<std::size_t>(index)]});
    if (!open) return 0;
    const float before = ImGui::GetCursorPosY();
    draw_listing(state, seen, std::clamp(room - seen.rest, 5 * line, 30 * line));
    return ImGui::GetCursorPosY() - before;
}

}  // namespace

bool unfolded(const LabState& state, const char* section, bool otherwise) {
    const auto& said = state.look.folded_out;
    return said.contains(section) || (otherwise && !said.contains(folded_key(section)));
}

void draw_loop(const LabState& state, LoopSeen& seen, float room, Intents& out) {
    if (loop_kept_back(state.course)) {  // whether it is right may be what the question is about
        ui::heading("Retry loop");
        const std::string later = "What the program does after each call is shown when you have answered.";
        ui::wrapped_text(later, theme().dim);
        ui::registry().record_item("loop.later", later, true);
        seen.settled = true;
        return;
    }
    const float top = ImGui::GetCursorPosY();
    const LoopSpec& loop = state.experiment().loop;
    const LoopInfo* info = loop_info(loop.kind);
    ui::heading("Retry loop", !info ? "" : info->right ? "a right one" : "a wrong one, as others wrote it");
    draw_chooser_of_loops(state, loop, out);
    ui::problem_at(state.problems, "loop.kind");
    ui::problem_at(state.problems, "loop.max_calls");
    if (info) {
        {
            const ui::FontScope font(Font::Small);
            const std::string words = believes(*info, state.call().op);
            ui::wrapped_text(words, theme().dim);
            ui::registry().record_item("loop.believes", words, true);
        }
        draw_incident(state, info->incident, room >= ui::em(44), out);
    }
    draw_advance(state);
    draw_variables(state);
    const float code = draw_code(state, seen, room, out);
    const float spacing = ImGui::GetStyle().ItemSpacing.y;
    const float rest = ImGui::GetCursorPosY() - top - code + spacing + 2 * ImGui::GetStyle().WindowPadding.y;
    seen.settled = rest == seen.rest;
    seen.rest = rest;
}

}  // namespace iovlab
