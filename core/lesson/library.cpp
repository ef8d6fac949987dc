#include "core/lesson/library.h"

#include "core/experiment/assets.h"

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <system_error>

namespace iovlab {

namespace fs = std::filesystem;

namespace {

bool is_lesson(const fs::path& path) {
    return path.extension() == ".md" && path.stem() != "README";
}

std::optional<unsigned> number_of(const std::string& text) {
    unsigned number = 0;
    const char* end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, number);
    return read.ec == std::errc() && (read.ptr == end || *read.ptr == '-') ? std::optional(number) : std::nullopt;
}

}  // namespace

std::string lessons_folder() {
    if (const char* lessons = std::getenv("IOVLAB_LESSONS")) return lessons;
    std::error_code error;
    const std::string assets = assets_folder();
    if (assets.empty()) return {};
    // Installed among the assets, in the source tree beside them.
    for (const fs::path& candidate : {fs::path(assets) / "lessons", fs::path(assets).parent_path() / "lessons"}) {
        if (fs::is_directory(candidate, error)) return candidate.string();
    }
    return {};
}

std::vector<std::string> lesson_files(const std::string& folder) {
    std::vector<std::string> files;
    std::error_code error;
    for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
        if (is_lesson(at->path())) files.push_back(at->path().string());
    }
    std::sort(files.begin(), files.end());
    return files;
}

std::string find_lesson(const std::string& folder, const std::string& name) {
    std::error_code error;
    if (name.find('/') != std::string::npos || fs::path(name).extension() == ".md") {
        return fs::exists(name, error) ? name : std::string();
    }
    for (const std::string& file : lesson_files(folder)) {
        const std::string stem = fs::path(file).stem().string();
        if (stem == name || bare_name(stem) == name) return file;
        if (stem.rfind(name + "-", 0) == 0) return file;
        const bool digits = name.find_first_not_of("0123456789") == std::string::npos;
        if (digits && number_of(name) && number_of(name) == number_of(stem)) return file;
    }
    return {};
}

std::string bare_name(const std::string& name) {
    const std::size_t letters = name.find_first_not_of("0123456789");
    if (letters == std::string::npos || letters == 0 || name[letters] != '-') return name;
    return name.substr(letters + 1);
}

}  // namespace iovlab
