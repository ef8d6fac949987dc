// The window around the screens: what is remembered from one start to the next, and what lies over the screens.
#include "app/lab/lab.h"

#include <algorithm>
#include <utility>

namespace iovlab {

namespace {
constexpr float kNarrowest = 12;  // em; a column that cannot be seen cannot be dragged back
constexpr float kWidest = 60;
}  // namespace

void Lab::keep_in(const Places& places, const Remembered& remembered) {
    Shell& shell = state_.shell;
    shell.settings = remembered.settings;
    shell.history = remembered.history;
    shell.desktop_dark = remembered.desktop_dark;
    state_.look.language = shell.settings.language;
    state_.prediction.on = shell.settings.predicting;
    state_.look.zoom = shell.settings.zoom;
    state_.look.reduce_motion = shell.settings.reduce_motion;
    if (shell.history.ran) state_.first_start = false;
    for (const std::string& problem : remembered.problems)
        say(Notice::Kind::Note, "Some of your settings could not be read.", problem);
    if (places.config.empty()) return;
    keeper_.emplace(places, remembered);
    on_files_thread([this, folder = places.recovery_folder()] {
        auto problems = std::make_shared<std::vector<std::string>>();
        auto works = std::make_shared<std::vector<LeftBehind>>(left_behind(folder, *problems));
        return [this, problems, works] {
            state_.shell.left_behind = std::move(*works);
            for (const std::string& problem : *problems)
                say(Notice::Kind::Note, "Unsaved work of an earlier window cannot be read.", problem);
        };
    });
}

/// Writes down what has changed, a moment later and on the thread for files.
void Lab::keep() {
    if (!keeper_) return;
    const auto now = Keeper::Clock::now();
    for (Keeper::Job& job : keeper_->due(state_, now)) keep_by(std::move(job));
    if (keeper_->next()) hooks_.frame_in(std::chrono::duration<double>(*keeper_->next() - now).count());
}

void Lab::keep_by(Keeper::Job job) {
    on_files_thread([this, job = std::move(job)] {
        return [this, problem = job()] {
            if (problem.empty() || said_unkept_) return;
            said_unkept_ = true;  // once is enough: it will be so at every change
            say(Notice::Kind::Note, "Settings and unsaved work cannot be kept.", problem);
        };
    });
}

void Lab::answer_left_work(LeftWork answer) {
    std::vector<LeftBehind>& all = state_.shell.left_behind;
    if (all.empty()) return;
    if (answer == LeftWork::Restore) {
        if (!may_lose(AnswerLeftWork{answer})) return;
        leave_lesson();  // it comes back onto the bench, which the lesson would take from it at its next step
    }
    LeftBehind work = std::move(all.front());
    all.erase(all.begin());
    if (answer == LeftWork::Discard) {
        on_files_thread([work = std::move(work)] {
            forget(work);
            return [] {};
        });
    } else if (answer == LeftWork::Restore) {
        state_.first_start = false;
        Experiment experiment = work.experiment;
        replace_document(Document::unsaved(std::move(experiment), work.path));
        if (keeper_) keep_by(keeper_->keep_now(state_, std::move(work)));
    }
}

void Lab::write_picture(const std::string& path, std::function<std::string()> write) {
    state_.shell.exporting = path;
    const auto job = [this, path, write = std::move(write)] {
        return [this, path, problem = write()] {
            state_.shell.exporting.clear();
            if (problem.empty()) {
                say(Notice::Kind::Note, "The picture was written.", path);
            } else {
                say(Notice::Kind::Error, "The picture was not written.", problem);
            }
        };
    };
    on_files_thread(job, [this] { state_.shell.exporting.clear(); });
}

void Lab::sized(int width, int height) {
    state_.shell.settings.width = width;
    state_.shell.settings.height = height;
}

bool Lab::apply_shell(const Intent& intent) {
    Shell& shell = state_.shell;
    if (std::holds_alternative<UseDesktopTheme>(intent)) {
        shell.settings.theme = ThemeChoice::System;
        state_.look.dark = shell.desktop_dark;
    } else if (const auto* column = std::get_if<SetColumn>(&intent)) {
        float& width = column->left ? shell.settings.left : shell.settings.right;
        width = column->width > 0 ? std::clamp(column->width, kNarrowest, kWidest) : 0;
    } else if (const auto* answer = std::get_if<AnswerLeftWork>(&intent)) {
        answer_left_work(answer->answer);
    } else if (const auto* palette = std::get_if<ShowPalette>(&intent)) {
        shell.palette = {palette->open, "", 0};
        if (palette->open) look_for_lessons();
    } else if (const auto* typed = std::get_if<TypePalette>(&intent)) {
        shell.palette.text = typed->text;
        shell.palette.chosen = 0;
    } else if (const auto* moved = std::get_if<MovePalette>(&intent)) {
        shell.palette.chosen = moved->chosen;
    } else if (const auto* present = std::get_if<Present>(&intent)) {
        shell.present = present->on;
        shell.blank = false;
        // A lesson goes on where it is: its question is asked of the room. The benchmark shows its picture.
        const bool stays = state_.course.lesson || state_.look.screen == Screen::Benchmark;
        if (present->on && !stays) state_.look.screen = Screen::Bench;
    } else if (const auto* zoom = std::get_if<Zoom>(&intent); zoom && shell.present) {
        constexpr float kStep = 1.1F;
        const float now = shell.settings.present_zoom;
        const float next = zoom->steps == 0 ? 1 : zoom->steps > 0 ? now * kStep : now / kStep;
        shell.settings.present_zoom = std::clamp(next, 0.5F, 2.0F);
    } else if (const auto* blank = std::get_if<Blank>(&intent)) {
        shell.blank = blank->on;
    } else {
        return false;
    }
    return true;
}

}  // namespace iovlab
