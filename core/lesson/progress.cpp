#include "core/lesson/progress.h"

#include "core/experiment/toml_guard.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fmt/format.h>
#include <memory>
#include <system_error>
#include <toml++/toml.h>
#include <unistd.h>

namespace iovlab {

namespace fs = std::filesystem;

namespace {

constexpr std::int64_t kVersion = 1;
constexpr std::int64_t kMostSteps = 1000;

fs::path state_folder() {
    const char* state = std::getenv("XDG_STATE_HOME");
    if (state != nullptr && *state == '/') return fs::path(state) / "iovlab";
    const char* home = std::getenv("HOME");
    if (home == nullptr || *home != '/') return {};
    return fs::path(home) / ".local" / "state" / "iovlab";
}

LessonProgress read_one(const toml::table& table) {
    LessonProgress one;
    const auto sound = [](std::int64_t step) { return step >= 0 && step < kMostSteps; };
    const std::int64_t step = table["step"].value_or<std::int64_t>(0);
    if (sound(step)) one.step = static_cast<std::size_t>(step);
    one.finished = table["finished"].value_or(false);
    if (const toml::array* done = table["done"].as_array()) {
        for (const toml::node& node : *done) {
            const std::int64_t number = node.value_or<std::int64_t>(-1);
            if (sound(number)) one.done.insert(static_cast<std::size_t>(number));
        }
    }
    return one;
}

// A lesson's name as a key: letters that TOML would take for something else are left out.
std::string key_of(const std::string& name) {
    std::string key;
    for (const char c : name) {
        if (c != '"' && c != '\\' && static_cast<unsigned char>(c) >= 0x20) key += c;
    }
    return '"' + key + '"';
}

std::string text_of(const CourseProgress& progress) {
    std::string text = fmt::format("# What has been done of iovlab's lessons.\nversion = {}\n", kVersion);
    for (const auto& [name, one] : progress.lessons) {
        text += fmt::format("\n[lesson.{}]\nstep = {}\nfinished = {}\ndone = [{}]\n", key_of(name), one.step,
                            one.finished, fmt::join(one.done, ", "));
    }
    return text;
}

std::string failed(const std::string& path) {
    return fmt::format("{} could not be written: {}", path, std::strerror(errno));
}

}  // namespace

void CourseProgress::passed(const Lesson& lesson, std::size_t step) {
    LessonProgress& one = lessons[lesson.name];
    one.done.insert(step);
    one.step = std::min(step + 1, lesson.steps.empty() ? 0 : lesson.steps.size() - 1);
    one.finished = one.finished || one.done.size() >= lesson.steps.size();
}

void CourseProgress::at(const Lesson& lesson, std::size_t step) {
    lessons[lesson.name].step = step;
}

std::string progress_file() {
    const fs::path folder = state_folder();
    return folder.empty() ? std::string() : (folder / "progress.toml").string();
}

std::string learner_folder() {
    const fs::path folder = state_folder();
    return folder.empty() ? std::string() : (folder / "lessons").string();
}

CourseProgress load_progress(const std::string& path) {
    CourseProgress progress;
    std::vector<FileProblem> problems;
    const std::string text = path.empty() ? std::string() : read_text_file(path, problems);
    if (path.empty() || !problems.empty() || !hostile_text(text, path).empty()) return progress;
    try {
        const toml::table root = toml::parse(text);
        if (root["version"].value_or<std::int64_t>(0) != kVersion) return progress;
        const toml::table* lessons = root["lesson"].as_table();
        if (lessons == nullptr) return progress;
        for (const auto& [name, value] : *lessons) {
            if (const toml::table* table = value.as_table()) {
                progress.lessons[std::string(name.str())] = read_one(*table);
            }
        }
    } catch (const toml::parse_error&) {
        return {};
    }
    return progress;
}

std::string save_progress(const CourseProgress& progress, const std::string& path) {
    if (path.empty()) return "there is no home folder to keep the progress in";
    std::error_code error;
    fs::create_directories(fs::path(path).parent_path(), error);
    CourseProgress both = load_progress(path);
    for (const auto& [name, one] : progress.lessons) {
        LessonProgress& kept = both.lessons[name];
        kept.step = one.step;
        kept.done.insert(one.done.begin(), one.done.end());
        kept.finished = kept.finished || one.finished;
    }
    const std::string temporary = fmt::format("{}.{}", path, ::getpid());
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(temporary.c_str(), "we"), std::fclose);
    const std::string text = text_of(both);
    if (!file || std::fwrite(text.data(), 1, text.size(), file.get()) != text.size() ||
        std::fflush(file.get()) != 0 || ::fsync(::fileno(file.get())) != 0 ||
        std::rename(temporary.c_str(), path.c_str()) != 0) {
        const std::string what = failed(path);
        std::remove(temporary.c_str());
        return what;
    }
    return {};
}

}  // namespace iovlab
