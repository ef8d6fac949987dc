#include "app/panels/lesson.h"

#include "app/lab/actions.h"
#include "app/widgets/controls.h"
#include "app/widgets/layout.h"
#include "app/widgets/markdown.h"
#include "app/widgets/registry.h"
#include "app/widgets/results.h"
#include "app/window/fonts.h"
#include "app/window/imgui_compat.h"
#include "core/lesson/said.h"

#include <algorithm>
#include <cctype>
#include <functional>
#include <string>

namespace iovlab {

namespace {

/// What the step's {sums} are about.
const Experiment& numbers(const LabState& state) {
    const auto* find = state.course.asks<FindTask>();
    return find != nullptr ? find->proof : state.course.start;
}

std::string filled(const LabState& state, const std::string& text) {
    return filled_in(text, numbers(state));
}

/// The part of the step that has just come, from top to bottom on the screen: brought into sight once.
struct News {
    float top = 0, bottom = 0;
    bool any() const { return bottom > top; }
};

/// True in the first frames in which `now` is another text than before; cards grow to their content in those.
bool is_news(const char* what, const std::string& now) {
    constexpr int kFrames = 4;
    ImGuiStorage& seen = *ImGui::GetStateStorage();
    const ImGuiID text = ImGui::GetID(what), frames = text + 1;
    const int hash = static_cast<int>(std::hash<std::string>()(now) | 1U);
    if (now.empty()) {
        seen.SetInt(text, 0);
    } else if (seen.GetInt(text) != hash) {
        seen.SetInt(text, hash);
        seen.SetInt(frames, kFrames);
    }
    const int left = seen.GetInt(frames);
    if (left > 0) seen.SetInt(frames, left - 1);
    return !now.empty() && left > 0;
}

/// Scrolls the window in force so that all of it is seen, or its beginning where it is too long.
void bring_into_sight(const News& news) {
    if (!news.any()) return;
    const float top = ImGui::GetWindowPos().y, height = ImGui::GetWindowHeight(), margin = ui::px(10);
    float scroll = ImGui::GetScrollY();
    scroll = std::max(scroll, scroll + news.bottom + margin - (top + height));
    scroll = std::min(scroll, ImGui::GetScrollY() + news.top - margin - top);
    ImGui::SetScrollY(std::max(scroll, 0.0F));
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
}

void draw_title(const LabState& state) {
    const Course& course = state.course;
    {
        const ui::FontScope small(Font::Small);
        ui::wrapped_text(course.lesson->title, theme().dim);
        ui::registry().record_item("lesson.title", course.lesson->title, true);
    }
    const ui::FontScope font(Font::Title);
    ui::wrapped_text(course.here()->title, theme().text);
    ui::registry().record_item("lesson.step", course.here()->title, true);
}

/// Beside the step's other buttons, where it has some.
void draw_hint_button(const LabState& state, const Asked& asked, Intents& out) {
    const std::size_t shown = std::min(state.course.work.hints, asked.hints.size());
    if (shown == asked.hints.size() || state.course.work.done) return;
    const ui::Hint hint{"A little help: first what to look at, then the rule, then a worked answer.", "", "", ""};
    const char* label = shown == 0 ? "Hint" : "Another hint";
    const bool buttons = state.course.asks<Question>() != nullptr || state.course.asks<BuildTask>() != nullptr;
    if (buttons) ui::flow(ui::button_width(label));
    if (ui::button("lesson.hint", label, hint)) out.push_back(ShowHint{});
}

void draw_hints(const LabState& state, const Asked& asked) {
    const std::size_t shown = std::min(state.course.work.hints, asked.hints.size());
    for (std::size_t i = 0; i < shown; ++i) {
        const std::string text = "**Hint.** " + filled(state, asked.hints[i]);
        ui::markdown(text);
        ui::registry().record_item("lesson.hint." + std::to_string(i), text, true);
    }
    const auto* task = state.course.asks<BuildTask>();
    const bool worked = task != nullptr && shown > 0 && shown == asked.hints.size() && !task->worked.empty();
    if (worked) ui::code_block(task->worked);
}

std::string capital(std::string sentence) {
    if (!sentence.empty()) sentence[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(sentence[0])));
    return sentence;
}

/// Where it happened to others: a press opens it in the browser, and the address can be taken along.
void draw_incident(const CitedIncident& cited, std::size_t i, Intents& out) {
    const ui::FontScope font(Font::Small);
    const std::string name = "lesson.incident." + std::to_string(i), url = cited.url();
    const ui::ButtonStyle quiet{ui::ButtonKind::Quiet, ui::Icon::None, 0};
    ImGui::AlignTextToFramePadding();
    ui::dim_text("It happened:");
    ui::flow(ui::button_width(cited.text(), {}, quiet));
    if (ui::button(name, cited.text(), {"Opens " + url + " in the browser.", "", "", ""}, quiet))
        out.push_back(OpenAddress{url});
    ui::flow(ui::button_width("Copy", {}, quiet));
    if (ui::button(name + ".copy", "Copy", {"Copies the address.", "", "", ""}, quiet))
        out.push_back(CopyText{url});
    ui::wrapped_text(url, theme().dim);
    ui::registry().record_item(name + ".address", url, true);
}

/// What came of the answer, in Markdown.
std::string grade_words(const LabState& state, const Asked& asked) {
    const StepWork& work = state.course.work;
    std::string text = work.trial;
    const auto* question = state.course.asks<Question>();
    if (question != nullptr) text = work.said;
    for (const std::string& reason : work.grade->reasons) {
        if (question == nullptr && !work.grade->pass) text += "\n- " + capital(reason);
    }
    if (!work.grade->explanation.empty()) text += (text.empty() ? "" : "\n\n") + work.grade->explanation;
    if (!asked.varies.empty()) text += "\n\nThe number is this kernel's own: " + filled(state, asked.varies);
    return text;
}

void draw_grade(const LabState& state, const Asked& asked, Intents& out) {
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
    const std::string text = grade_words(state, asked);
    ui::markdown(text);
    ui::registry().record_item("lesson.explanation", text, true);
    for (std::size_t i = 0; i < asked.incidents.size(); ++i) draw_incident(asked.incidents[i], i, out);
}

void draw_build(const LabState& state, const BuildTask& task, Intents& out) {
    ui::markdown("**Build it.** " + filled(state, task.ask));
    const bool changed = !(state.experiment() == state.course.start);
    const ui::Hint again{"Puts the bench back as the step began.", "", "",
                         changed ? "" : "It is as the step began."};
    if (ui::button("lesson.again", "Begin again", again)) out.push_back(StartStepAgain{});
    if (!changed || state.document.dirty() || state.course.work.grade) return;
    const std::string kept = "On the bench is what you made here last time.";
    ui::wrapped_text(kept, theme().dim);
    ui::registry().record_item("lesson.kept", kept, true);
}

/// What the step asks, in a box of its own.
News draw_activity(const LabState& state, Intents& out) {
    News news;
    const Course& course = state.course;
    const Asked* asked = asked_in(course.here()->activity);
    if (asked == nullptr) return news;
    const StepWork& work = course.work;
    const std::string grade = work.grade ? grade_words(state, *asked) : std::string();
    const bool graded = is_news("graded", grade);
    const bool hinted = is_news("hinted", work.hints == 0 ? "" : std::to_string(work.hints));
    ImGui::PushStyleColor(ImGuiCol_Border, theme().accent);
    const bool visible = ui::card_begin("lesson.box", "", "", {0, -1});
    ImGui::PopStyleColor();
    if (visible) {
        if (const auto* question = course.asks<Question>()) draw_question(state, *question, out);
        if (const auto* task = course.asks<FindTask>()) draw_find(state, *task, out);
        if (const auto* task = course.asks<OrderTask>()) draw_order(state, *task, out);
        if (const auto* task = course.asks<BuildTask>()) draw_build(state, *task, out);
        draw_hint_button(state, *asked, out);
        const float grades = ImGui::GetCursorScreenPos().y;
        draw_grade(state, *asked, out);
        const float hints = ImGui::GetCursorScreenPos().y;
        draw_hints(state, *asked);
        if (graded) news = {grades, hints};
        if (hinted && !graded) news = {hints, ImGui::GetCursorScreenPos().y};
    }
    ui::card_end();
    return news;
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
            if (ui::button("lesson.end", "All lessons", end, style)) out.push_back(CloseLesson{});
            continue;
        }
        if (ui::button(name, label, hint, style)) out.push_back(one.intent(state));
    }
}

}  // namespace

void draw_lesson(const LabState& state, bool scrolls, Intents& out) {
    const Course& course = state.course;
    const LessonStep* step = course.here();
    if (step == nullptr) return;
    draw_head(state, out);
    const float foot = ImGui::GetFrameHeight() + 2 * ImGui::GetStyle().ItemSpacing.y;
    // Each step scrolls by itself and begins at its top.
    const std::string body = "lesson.body." + course.lesson->name + "." + std::to_string(course.step);
    if (scrolls) cx::begin_part(body.c_str(), {0, -foot});
    draw_title(state);
    ui::gap(1);
    ui::markdown(filled_in(step->before, numbers(state)));
    const News news = draw_activity(state, out);
    const bool told = asked_in(step->activity) == nullptr || course.work.done;
    if (told && !step->after.empty()) {
        ui::markdown(filled_in(step->after, numbers(state)));
        ui::registry().record_item("lesson.after", "", true);
    }
    ui::gap(1);
    const ui::Hint setup{"Shows or hides buffers, call, target, reader and faults below the lesson.", "", "", ""};
    if (ui::button("lesson.setup", course.setup ? "Hide the settings" : "Show the settings", setup))
        out.push_back(ShowSetup{!course.setup});
    bring_into_sight(news);
    if (scrolls) ImGui::EndChild();
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
    const bool locked = !course_obstacle(state.course).empty();
    for (const std::string& name : step->points) {
        if (locked && (name == "run" || name == "step")) continue;  // not to be pressed yet
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
