#include "app/panels/lesson.h"

#include "app/lab/actions.h"
#include "app/widgets/controls.h"
#include "app/widgets/layout.h"
#include "app/widgets/markdown.h"
#include "app/widgets/registry.h"
#include "app/widgets/results.h"
#include "app/window/fonts.h"
#include "app/window/imgui_compat.h"

#include <algorithm>
#include <cctype>
#include <string>

namespace iovlab {

namespace {

std::string filled(const LabState& state, const std::string& text) {
    return filled_in(text, state.course.start);
}

/// A dot for each step: full where it was done, ringed where the learner is.
void draw_dots(const Course& course, float right, float y) {
    const auto& steps = course.lesson->steps;
    const auto known = course.progress.lessons.find(course.lesson->name);
    const float radius = ui::px(4), step = ui::px(13);
    float x = right - step * static_cast<float>(steps.size());
    ImDrawList& draw = *ImGui::GetWindowDrawList();
    for (std::size_t i = 0; i < steps.size(); ++i, x += step) {
        const bool done = known != course.progress.lessons.end() && known->second.done.count(i) > 0;
        const ImVec2 middle{x + step / 2, y};
        if (done) draw.AddCircleFilled(middle, radius, theme().complete);
        if (!done || i == course.step)
            draw.AddCircle(middle, radius, i == course.step ? theme().accent : theme().dim, 0,
                           i == course.step ? 2 * ui::line_width() : ui::line_width());
    }
}

void draw_head(const LabState& state, Intents& out) {
    const Course& course = state.course;
    const ui::ButtonStyle quiet{ui::ButtonKind::Quiet, ui::Icon::None, 0};
    const ui::Hint back{"Back to the list. Your own experiment comes back to the bench.", "", "", ""};
    if (ui::button("lesson.list", "All lessons", back, quiet)) out.push_back(CloseLesson{});
    const std::string where =
        "step " + std::to_string(course.step + 1) + " of " + std::to_string(course.lesson->steps.size());
    const float dots = ui::px(13) * static_cast<float>(course.lesson->steps.size());
    ui::right_align(ui::text_size(where).x + dots + ui::px(8));
    ImGui::AlignTextToFramePadding();
    const ImVec2 at = ImGui::GetCursorScreenPos();
    ui::dim_text(where);
    ui::registry().record_item("lesson.where", where, true);
    draw_dots(course, at.x + ui::text_size(where).x + ui::px(8) + dots, at.y + ImGui::GetFrameHeight() / 2);
    {
        const ui::FontScope small(Font::Small);
        ui::wrapped_text(course.lesson->title, theme().dim);
        ui::registry().record_item("lesson.title", course.lesson->title, true);
    }
    const ui::FontScope font(Font::Title);
    ui::wrapped_text(course.here()->title, theme().text);
    ui::registry().record_item("lesson.step", course.here()->title, true);
}

void draw_hints(const LabState& state, const Asked& asked, Intents& out) {
    const std::size_t shown = std::min(state.course.work.hints, asked.hints.size());
    for (std::size_t i = 0; i < shown; ++i) {
        const std::string text = "**Hint.** " + filled(state, asked.hints[i]);
        ui::markdown(text);
        ui::registry().record_item("lesson.hint." + std::to_string(i), text, true);
    }
    const auto* task = state.course.asks<BuildTask>();
    const bool worked = task != nullptr && shown > 0 && shown == asked.hints.size() && !task->worked.empty();
    if (worked) ui::code_block(task->worked);
    if (shown == asked.hints.size() || state.course.work.done) return;
    const ui::Hint hint{"A little help: first what to look at, then the rule, then a worked answer.", "", "", ""};
    if (ui::button("lesson.hint", shown == 0 ? "Hint" : "Another hint", hint)) out.push_back(ShowHint{});
}

/// What model and kernel said, where the question is about a call.
std::string said_words(const LabState& state, const Question& question) {
    const Step* step = call_of(state.run.steps, question.call);
    const bool asks = question.choices.empty() ||
                      std::any_of(question.choices.begin(), question.choices.end(),
                                  [](const LessonChoice& choice) { return about_a_call(choice.claim); });
    if (step == nullptr || !asks) return {};
    const auto& call = std::get<CallStep>(step->what);
    return (call.model ? "The model said " + outcome_words(*call.model) + ". " : std::string()) +
           "The kernel said " + outcome_words(call.outcome) + ".";
}

std::string capital(std::string sentence) {
    if (!sentence.empty()) sentence[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(sentence[0])));
    return sentence;
}

void draw_grade(const LabState& state, const Asked& asked) {
    const StepWork& work = state.course.work;
    if (!work.grade) return;
    const bool pass = work.grade->pass;
    const bool question = state.course.asks<Question>() != nullptr;
    const std::string heading = pass ? question ? "Right." : "Done." : question ? "Not so." : "Not yet.";
    {
        const ui::FontScope font(Font::BodyStrong);
        ui::colored_text(heading, readable(pass ? theme().complete : theme().short_write, theme().panel));
    }
    ui::registry().record_item("lesson.grade", heading, true);
    std::string text;
    if (const auto* asks = state.course.asks<Question>()) text = said_words(state, *asks);
    if (!work.trial.empty()) text = work.trial;
    const bool because = !pass && !question;
    for (const std::string& reason : work.grade->reasons) {
        if (because) text += "\n- " + capital(reason);
    }
    if (!work.grade->explanation.empty()) text += (text.empty() ? "" : "\n\n") + work.grade->explanation;
    if (!asked.varies.empty()) text += "\n\nThe number is this kernel's own: " + filled(state, asked.varies);
    ui::markdown(text);
    ui::registry().record_item("lesson.explanation", text, true);
    const ui::FontScope font(Font::Small);
    for (const CitedIncident& cited : asked.incidents) {
        ui::wrapped_text("It happened: " + cited.text(), theme().dim);
        ui::hover_hint({cited.url(), "", "", ""});
    }
}

/// What the step asks, in a box of its own.
void draw_activity(const LabState& state, Intents& out) {
    const Course& course = state.course;
    const Asked* asked = asked_in(course.here()->activity);
    if (asked == nullptr) return;
    ImGui::PushStyleColor(ImGuiCol_Border, theme().accent);
    const bool visible = ui::card_begin("lesson.box", "", "", {0, -1});
    ImGui::PopStyleColor();
    if (visible) {
        if (const auto* question = course.asks<Question>()) draw_question(state, *question, out);
        if (const auto* task = course.asks<FindTask>()) draw_find(state, *task, out);
        if (const auto* task = course.asks<OrderTask>()) draw_order(state, *task, out);
        if (const auto* task = course.asks<BuildTask>()) {
            ui::markdown("**Build it.** " + filled(state, task->ask));
            const ui::Hint again{"Puts the bench back as the step began.", "", "", ""};
            if (ui::button("lesson.again", "Begin again", again)) out.push_back(StartStepAgain{});
        }
        draw_grade(state, *asked);
        draw_hints(state, *asked, out);
    }
    ui::card_end();
}

void draw_ways(const LabState& state, Intents& out) {
    for (const char* name : {"lesson.back", "lesson.next"}) {
        const Action& one = action(name);
        const bool next = name == std::string_view("lesson.next");
        const std::string obstacle = one.obstacle(state);
        const bool done = state.course.work.done;
        const ui::ButtonStyle style{next && done ? ui::ButtonKind::Primary : ui::ButtonKind::Normal, ui::Icon::None,
                                    0};
        const std::string keys = to_string(one.chord);
        const ui::Hint hint{one.tip, "", keys, obstacle};
        const char* label = next ? "Next" : "Back";
        if (next) ui::right_align(ui::button_width(label, hint, style));
        if (next && state.course.last()) {
            const ui::Hint end{"Back to the list of lessons.", "", "", ""};
            if (ui::button("lesson.end", "To the list", end, style)) out.push_back(CloseLesson{});
            continue;
        }
        if (ui::button(name, label, hint, style)) out.push_back(one.intent(state));
    }
}

}  // namespace

void draw_lesson(const LabState& state, Intents& out) {
    const Course& course = state.course;
    const LessonStep* step = course.here();
    if (step == nullptr) return;
    draw_head(state, out);
    ui::gap(1);
    ui::markdown(step->before);
    draw_activity(state, out);
    const bool told = asked_in(step->activity) == nullptr || course.work.done;
    if (told && !step->after.empty()) {
        ui::markdown(step->after);
        ui::registry().record_item("lesson.after", "", true);
    }
    ui::gap(1);
    const ui::Hint setup{"Shows or hides buffers, call, target, reader and faults below the lesson.", "", "", ""};
    if (ui::button("lesson.setup", course.setup ? "Hide the settings" : "Show the settings", setup))
        out.push_back(ShowSetup{!course.setup});
    ui::gap(1);
    draw_ways(state, out);
}

float lesson_width(const LabState& state) {
    const bool wide = state.course.asks<FindTask>() != nullptr || state.course.asks<OrderTask>() != nullptr;
    return wide ? 30 : 23;
}

void draw_pointers(const LabState& state) {
    const LessonStep* step = state.course.here();
    if (step == nullptr || state.course.work.done) return;
    ImDrawList& draw = *ImGui::GetForegroundDrawList();
    for (const std::string& name : step->points) {
        const ui::Control* control = ui::registry().find(name);
        if (control == nullptr) continue;
        const float away = ui::px(3);
        draw.PushClipRect({control->clip_min.x - away, control->clip_min.y - away},
                          {control->clip_max.x + away, control->clip_max.y + away});
        cx::add_rect(draw, {control->min.x - away, control->min.y - away},
                     {control->max.x + away, control->max.y + away}, theme().short_write, ui::px(8),
                     2 * ui::line_width());
        draw.PopClipRect();
    }
}

}  // namespace iovlab
