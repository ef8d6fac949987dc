#include "app/panels/prediction.h"

#include "app/lab/call_text.h"
#include "app/lab/cut.h"
#include "app/lab/prediction.h"
#include "app/widgets/controls.h"
#include "app/widgets/layout.h"
#include "app/widgets/registry.h"
#include "app/widgets/results.h"
#include "app/window/fonts.h"
#include "core/experiment/foretell.h"

#include <string>

namespace iovlab {

namespace {

void label(const char* word) {
    ui::dim_text(word);
    ImGui::SameLine();
}

/// A badge behind its word; onto a new line where both do not fit.
template <class Draw>
void named(const char* word, float width, bool first, Draw draw) {
    if (!first) ui::flow(ui::text_size(word).x + ImGui::GetStyle().ItemSpacing.x + width);
    label(word);
    draw();
}

void draw_model(const LabState& state, const CallStep& call) {
    Outcome model = *call.model;
    model.origin = Origin::Kernel;  // the word "model" stands in front of it
    const std::string tip =
        "What the rules of the kernel model foretold" + (call.rule.empty() ? "." : ": `" + call.rule + "`.");
    const ui::Hint rule{tip, "", "", ""};
    const bool guessed = locked_guess(state, call.n) != nullptr;
    const std::string text = ui::outcome_text(model, call.asked);
    named("model", ui::badge_width(text), !guessed,
          [&] { ui::badge("kernel.model", text, meaning_color(ui::meaning_of(model, call.asked)), rule, true); });
}

std::string agreement(const CallStep& call) {
    return same_outcome(*call.model, call.outcome) ? "model and kernel agree" : "they differ: the kernel is right";
}

/// Guess, model and kernel, as far as they may be seen.
void draw_answers(const LabState& state, const CallStep& call, Intents& out) {
    const Guess* guess = locked_guess(state, call.n);
    const bool kept_back = model_kept_back(state, call.n);
    const bool model = call.model && !kept_back;
    if (!guess && !call.model) return;
    if (guess && guess->kind != Guess::Kind::None) {
        label("you said");
        ui::badge("predict.said", guess_text(*guess), theme().dim,
                  {"What you said before the call was made.", "", "", ""}, true);
    }
    if (model) draw_model(state, call);
    if (model || guess) {
        named("kernel", ui::result_badge_width(call.outcome, call.asked), !guess && !model,
              [&] { ui::result_badge("kernel.result", call.outcome, call.asked); });
    }
    if (model) {
        const std::string words = agreement(call);
        const bool same = same_outcome(*call.model, call.outcome);
        ui::right_align(ui::text_size(words).x);
        same ? ui::dim_text(words) : ui::colored_text(words, readable(theme().short_write, theme().panel));
        ui::registry().record_item("kernel.agreement", words, true);
    } else if (kept_back && call.model) {
        ImGui::AlignTextToFramePadding();
        label("No guess was made for this call, so the model's answer is kept back.");
        const ui::Hint show{"Shows what the model foretold, for the calls of this run.", "", "", ""};
        const ui::ButtonStyle quiet{ui::ButtonKind::Normal, ui::Icon::None, 0};
        ui::flow(ui::button_width("Show it", show, quiet));
        if (ui::button("predict.show", "Show it", show, quiet)) out.push_back(ShowModel{});
    }
}

void verdict(const char* name, const std::optional<bool>& right, const std::string& words) {
    if (words.empty()) return;
    const ui::Icon sign = !right ? ui::Icon::Ring : *right ? ui::Icon::Check : ui::Icon::Cross;
    const ImU32 color = !right ? theme().dim : *right ? theme().complete : theme().error;
    const std::string said = !right ? "" : *right ? "Right. " : "Wrong. ";
    ui::check_row(name, sign, readable(color, theme().panel), said + words);
}

/// The call on show, or the one that is asleep now.
void draw_judged(const LabState& state) {
    const RunView& run = state.run;
    const CallStep* shown = run.shown_call();
    const std::uint64_t next = run.calls.size() + 1;
    const bool sleeping = run.asleep() && !run.looking_back() && run.slept_in(next);
    const GuessJudged judged = judge_guess(state, sleeping || !shown ? next : shown->n);
    verdict("predict.verdict", judged.result, judged.words);
    verdict("predict.cut_verdict", judged.cut, judged.cut_words);
}

void problem(const char* name, const std::string& what) {
    if (what.empty()) return;
    const ui::FontScope font(Font::Small);
    ui::wrapped_text(what, readable(theme().error, theme().panel));
    ui::registry().record_item(name, what, true);
}

/// The call's result and the place of the cut, to be typed or pointed at.
void draw_form(const LabState& state, Intents& out) {
    const Prediction& prediction = state.prediction;
    const std::string start = "call " + grouped(guessed_call(state)) + " returns";
    ui::InputStyle style;
    style.width = ui::em(12.6F);
    style.placeholder = "bytes, EAGAIN, sleeps";
    style.wrong = !prediction.problem.empty();
    ui::flow(ui::text_size(start).x + style.width + ui::px(8));
    ImGui::AlignTextToFramePadding();
    ui::dim_text(start);
    ImGui::SameLine();
    std::string text = prediction.text;
    const ui::Hint result{"What the call will return: a number of bytes, an errno's name, or `sleeps`.", "write(2)",
                          "", ""};
    if (ui::input_text("predict.result", text, result, style)) out.push_back(TypeGuess{text});
    style.placeholder = "click on a bar";
    style.width = ui::em(9.6F);
    style.wrong = !prediction.cut_problem.empty();
    ui::flow(ui::text_size("goes on at").x + style.width + ui::px(8));
    ImGui::AlignTextToFramePadding();
    ui::dim_text("goes on at");
    ImGui::SameLine();
    std::string place = prediction.cut_text;
    const ui::Hint where{
        "Where the list will go on after the call: click on a bar, or type `tail+11,512` or "
        "`iov[3]+0`.",
        "", "", ""};
    if (ui::input_text("predict.cut", place, where, style)) out.push_back(TypeGuessedCut{place});
    problem("predict.problem", prediction.problem);
    problem("predict.cut_problem", prediction.cut_problem);
    const std::string obstacle = state.run.paused() ? std::string() : state.run_obstacle();
    const std::string none =
        prediction.draft.any() ? obstacle : "Guess first: a result, or where the list goes on.";
    const ui::Hint lock{
        "Makes the next call. What you said cannot be changed from then on; Run and Step do the same.", "", "",
        none};
    if (ui::button("predict.lock", "Lock in and step", lock)) out.push_back(StepRun{});
}

}  // namespace

void draw_prediction(const LabState& state, Intents& out) {
    const CallStep* call = state.run.exists ? state.run.shown_call() : nullptr;
    if (state.look.screen == Screen::Lessons && state.course.asks<Question>() != nullptr) {
        // The lesson asks already.
        if (call) draw_answers(state, *call, out);
        return draw_judged(state);
    }
    bool on = state.prediction.on;
    const ui::Hint first{"Say what a call will do before it is made. The model's answer waits for your guess.", "",
                         "", ""};
    const bool form = on && guess_obstacle(state).empty() && !state.run.looking_back();
    const bool beside = !on && call && call->model;  // one row for both: the middle is crowded
    if (!beside) {
        if (call) draw_answers(state, *call, out);
        draw_judged(state);
    }
    ImGui::BeginGroup();
    if (form) ImGui::SetCursorPosY(ImGui::GetCursorPosY() + ui::px(5));  // lower than the fields beside it
    if (ui::checkbox("predict.on", "Guess first", on, first)) out.push_back(SetPredicting{on});
    ImGui::EndGroup();
    if (form) draw_form(state, out);
    if (!beside) return;
    ImGui::SameLine(0, ui::px(16));
    draw_answers(state, *call, out);
    draw_judged(state);
}

}  // namespace iovlab
