#include "app/panels/lessons.h"

#include "app/widgets/controls.h"
#include "app/widgets/layout.h"
#include "app/widgets/press_row.h"
#include "app/widgets/registry.h"
#include "app/window/fonts.h"

#include <algorithm>
#include <string>

namespace iovlab {

namespace {

const LessonProgress* progress_of(const LabState& state, const std::string& name) {
    const auto found = state.course.progress.lessons.find(name);
    return found == state.course.progress.lessons.end() ? nullptr : &found->second;
}

bool finished(const LabState& state, const ListedLesson& lesson) {
    const LessonProgress* progress = progress_of(state, lesson.name);
    return progress != nullptr && progress->finished;
}

std::string state_words(const LabState& state, const ListedLesson& lesson) {
    if (!lesson.problem.empty()) return "cannot be read";
    if (finished(state, lesson)) return "done";
    const LessonProgress* progress = progress_of(state, lesson.name);
    if (progress == nullptr || progress->done.empty()) return std::to_string(lesson.minutes) + " min";
    return std::to_string(progress->done.size()) + " of " + std::to_string(lesson.steps) + " steps";
}

/// The first that is not done: where a learner goes on.
const ListedLesson* next_lesson(const LabState& state) {
    const auto& all = state.course.listed;
    const auto found = std::find_if(all.begin(), all.end(), [&](const ListedLesson& one) {
        return one.problem.empty() && !finished(state, one);
    });
    return found == all.end() ? nullptr : &*found;
}

void draw_row(const LabState& state, const ListedLesson& lesson, Intents& out) {
    const std::string words = state_words(state, lesson);
    const bool broken = !lesson.problem.empty();
    std::string goals = broken ? lesson.problem : "Afterwards you can:";
    for (const std::string& goal : lesson.goals) goals += "\n" + goal;
    const ui::Hint hint{goals, "", "", ""};
    ui::RowLook look;
    look.ground = theme().panel;
    const ui::RowPress row =
        ui::press_row("lesson.open." + lesson.name, lesson.title + " · " + words, look, hint, [&](float width) {
            const bool done = finished(state, lesson);
            ui::icon(done     ? ui::Icon::Check
                     : broken ? ui::Icon::Warning
                              : ui::Icon::Ring,
                     readable(done     ? theme().complete
                              : broken ? theme().error
                                       : theme().dim,
                              theme().panel));
            ImGui::SameLine(0, ui::px(8));
            const float room = ui::text_size(words).x;
            const float left = ImGui::GetCursorScreenPos().x;
            {
                const ui::FontScope font(Font::Body);
                ui::text(ui::fit(lesson.title, width - room - ui::em(3)));
            }
            ImGui::SameLine();
            ImGui::SetCursorScreenPos({left + width - ui::em(1) - ui::px(8) - room, ImGui::GetCursorScreenPos().y});
            ui::dim_text(words);
        });
    if (row.pressed) out.push_back(OpenLesson{lesson.file});
}

}  // namespace

void draw_lessons(const LabState& state, Intents& out) {
    const Course& course = state.course;
    const auto done = std::count_if(course.listed.begin(), course.listed.end(),
                                    [&](const auto& one) { return finished(state, one); });
    ui::heading("Lessons", std::to_string(done) + " of " + std::to_string(course.listed.size()) + " done");
    {
        const ui::FontScope font(Font::Title);
        ui::wrapped_text("Say what will happen. See it happen. Build it yourself.", theme().text);
    }
    if (course.listed.empty()) {
        ui::wrapped_text(course.looked
                             ? "The lessons are being read, or were not found beside iovlab. A lesson is a "
                               "Markdown file: open one with Ctrl+O."
                             : "",
                         theme().dim);
        return;
    }
    if (const ListedLesson* next = next_lesson(state)) {
        const LessonProgress* progress = progress_of(state, next->name);
        const std::string label = (progress == nullptr ? "Begin: " : "Go on: ") + next->title;
        const ui::Hint hint{"Takes this lesson beside the bench. What is on the bench comes back afterwards.", "",
                            "", ""};
        if (ui::button("lesson.next_up", label, hint, {ui::ButtonKind::Primary, ui::Icon::Play, 0}))
            out.push_back(OpenLesson{next->file});
    }
    ui::gap(1);
    std::string track;
    for (const ListedLesson& lesson : course.listed) {
        if (lesson.track != track) {
            ui::gap(2);
            ui::heading(lesson.track);
        }
        track = lesson.track;
        draw_row(state, lesson, out);
    }
}

}  // namespace iovlab
