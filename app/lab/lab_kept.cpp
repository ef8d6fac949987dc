// What a learner made in a lesson's step is kept beside the progress; and the addresses that lessons cite.
#include "app/lab/lab.h"
#include "core/experiment/toml.h"
#include "core/lesson/progress.h"

#include <algorithm>
#include <filesystem>
#include <functional>
#include <memory>
#include <utility>

namespace iovlab {

namespace {

constexpr const char* kKeptHeading = "What you changed on the bench is kept.";

/// What a learner made in this step, where the terminal keeps it too. Empty: there is no such place.
std::string kept_file(const Lesson& lesson, std::size_t step) {
    const std::string folder = learner_folder();
    return folder.empty() ? folder : folder + "/" + lesson.name + "-" + std::to_string(step + 1) + ".toml";
}

std::string write_kept(const Experiment& experiment, const std::string& file) {
    std::error_code error;
    std::filesystem::create_directories(std::filesystem::path(file).parent_path(), error);
    return error ? error.message() : save_experiment_file(experiment, file);
}

}  // namespace

/// What the learner made of the step's experiment does not go when the step is left. A task finds it again; of
/// another step the learner is told where it is.
void Lab::keep_work() {
    const Course& course = state_.course;
    if (!course.lesson || !keeps_progress_ || !state_.document.dirty()) return;
    const std::string file = kept_file(*course.lesson, course.step);
    if (file.empty()) return;
    const bool told = course.asks<BuildTask>() != nullptr;
    on_files_thread([this, file, told, experiment = state_.experiment()] {
        const std::string problem = write_kept(experiment, file);
        return [this, file, told, problem] {
            if (problem.empty() && told) return;
            std::erase_if(state_.notices, [](const Notice& one) { return one.heading == kKeptHeading; });
            if (problem.empty())
                return say(Notice::Kind::Note, kKeptHeading, "It can be opened with Ctrl+O: " + file);
            say(Notice::Kind::Error, "What you changed on the bench could not be kept.", problem);
        };
    });
}

/// What was made in this task before, once it is read and as long as nothing else was done meanwhile.
void Lab::bring_work_back() {
    const Course& course = state_.course;
    const std::string file = kept_file(*course.lesson, course.step);
    if (file.empty() || !keeps_progress_) return;
    on_files_thread([this, file, lesson = course.lesson, step = course.step, asked_at = state_.document.state()] {
        auto read = std::make_shared<ReadResult>();
        std::error_code error;
        if (!std::filesystem::exists(file, error)) return std::function<void()>([] {});
        *read = read_experiment_file(file);
        return std::function<void()>([this, lesson, step, asked_at, read] {
            const Course& now = state_.course;
            const bool here = now.lesson == lesson && now.step == step && state_.document.state() == asked_at;
            if (!here || !read->whole || state_.run.exists || read->experiment == now.start) return;
            const Screen screen = state_.look.screen;
            replace_document(Document(std::move(read->experiment), ""));
            state_.look.screen = screen;
        });
    });
}

/// In the browser that the desktop knows; nobody waits for it.
void Lab::open_address(const std::string& url) {
    on_files_thread([this, url, browse = browse_] {
        const bool opened = url.starts_with("https://") && browse(url);
        return [this, url, opened] {
            if (!opened) say(Notice::Kind::Note, "No browser could be opened here. The address is:", url);
        };
    });
}

}  // namespace iovlab
