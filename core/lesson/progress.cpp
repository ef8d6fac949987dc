#include "core/lesson/progress.h"

#include "core/experiment/atomic_file.h"
#include "core/experiment/text.h"
#include "core/experiment/toml_guard.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fmt/format.h>
#include <system_error>
#include <toml++/toml.h>

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

// A lesson's name as a key, which load_progress() reads as the same name. Empty for one that TOML cannot hold: a
// file's name may be any bytes.
std::string key_of(const std::string& name) {
    if (first_not_text(name) != std::string::npos) return {};
    std::string key;
    for (const char c : name) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x20 || byte == 0x7f) {
            key += fmt::format("\\u{:04X}", byte);
        } else {
            if (c == '"' || c == '\\') key += '\\';
            key += c;
        }
    }
    return '"' + key + '"';
}

std::string text_of(const CourseProgress& progress) {
    std::string text = fmt::format("# What has been done of iovlab's lessons.\nversion = {}\n", kVersion);
    for (const auto& [name, one] : progress.lessons) {
        const std::string key = key_of(name);
        if (key.empty()) continue;
        text += fmt::format("\n[lesson.{}]\nstep = {}\nfinished = {}\ndone = [{}]\n", key, one.step, one.finished,
                            fmt::join(one.done, ", "));
    }
    return text;
}

struct Loaded {
    CourseProgress progress;
    bool newer = false;   // a later version's: not ours to write
    bool broken = false;  // there is something, and it cannot be read
};

Loaded load(const std::string& path) {
    Loaded loaded;
    std::error_code error;
    if (path.empty() || !fs::exists(path, error)) return loaded;
    std::vector<FileProblem> problems;
    const std::string text = read_text_file(path, problems);
    loaded.broken = !problems.empty() || !hostile_text(text, path).empty();
    if (loaded.broken) return loaded;
    try {
        const toml::table root = toml::parse(text);
        const std::int64_t version = root["version"].value_or<std::int64_t>(0);
        loaded.newer = version > kVersion;
        loaded.broken = version < kVersion;
        const toml::table* lessons = root["lesson"].as_table();
        if (version != kVersion || lessons == nullptr) return loaded;
        for (const auto& [name, value] : *lessons) {
            if (const toml::table* table = value.as_table()) {
                loaded.progress.lessons[std::string(name.str())] = read_one(*table);
            }
        }
    } catch (const toml::parse_error&) {
        loaded.broken = true;
    }
    return loaded;
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
    return load(path).progress;
}

std::string save_progress(const CourseProgress& progress, const std::string& path) {
    if (path.empty()) return "there is no home folder to keep the progress in";
    std::error_code error;
    fs::create_directories(fs::path(path).parent_path(), error);
    // From reading it to writing it: of two programs that save at once, neither loses what the other has added.
    const LockedFolder ours(fs::path(path).parent_path().string());
    auto [both, newer, broken] = load(path);
    if (newer) return path + " is of a newer iovlab, and is left as it is";
    if (broken) fs::rename(path, path + ".broken", error);  // somebody may still make something of it
    for (const auto& [name, one] : progress.lessons) {
        LessonProgress& kept = both.lessons[name];
        kept.step = one.step;
        kept.done.insert(one.done.begin(), one.done.end());
        kept.finished = kept.finished || one.finished;
    }
    return write_file_atomically(path, text_of(both));
}

}  // namespace iovlab
