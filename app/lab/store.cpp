#include "app/lab/store.h"

#include "core/experiment/atomic_file.h"
#include "core/experiment/text.h"
#include "core/experiment/toml_guard.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fmt/format.h>
#include <optional>
#include <string_view>
#include <system_error>
#include <toml++/toml.h>

namespace iovlab {

namespace fs = std::filesystem;

namespace {

/// The folder that the variable names, when it is absolute, as the XDG base directories want it; else one at home.
std::string base_folder(const char* variable, const char* at_home) {
    const char* value = std::getenv(variable);
    if (value && *value == '/') return value;
    const char* home = std::getenv("HOME");
    return home && *home ? std::string(home) + at_home : std::string();
}

struct Found {
    std::string text;
    std::string problem;  ///< not empty: nothing that a TOML reader should see
};

/// Absent when there is no such file.
std::optional<Found> look_into(const std::string& path) {
    std::error_code error;
    if (!fs::exists(path, error)) return {};
    Found found;
    std::vector<FileProblem> problems;
    found.text = read_text_file(path, problems, "this file");
    if (problems.empty()) problems = hostile_text(found.text, path, "this file");
    if (!problems.empty()) found.problem = problems.front().text();
    return found;
}

/// Puts a file that cannot be read out of the way, and says where to.
std::string set_aside(const std::string& path, const std::string& why) {
    const std::string aside = path + ".broken";
    std::error_code error;
    fs::rename(path, aside, error);
    if (error) return why + ". It is left out.";
    return fmt::format("{}. It is left out, and kept as {}.", why, aside);
}

History read_history(const std::string& text, const std::string& path, std::vector<std::string>& problems) {
    History history;
    try {
        const toml::table table = toml::parse(text);
        history.ran = table["ran"].value_or(false);
        if (const toml::array* recent = table["recent"].as_array()) {
            for (const toml::node& one : *recent) {
                const auto file = one.value<std::string>();
                if (file && !file->empty() && history.recent.size() < History::kRecent)
                    history.recent.push_back(*file);
            }
        }
    } catch (const toml::parse_error& error) {
        if (path.empty()) return history;
        problems.push_back(
            set_aside(path, fmt::format("{}:{}: {}", path, error.source().begin.line, error.description())));
    }
    return history;
}

std::string write(const std::string& path, const std::string& text) {
    std::error_code error;
    fs::create_directories(fs::path(path).parent_path(), error);
    if (error) return fmt::format("{} cannot be made: {}", fs::path(path).parent_path().string(), error.message());
    return write_file_atomically(path, text);
}

}  // namespace

Places places() {
    const std::string config = base_folder("XDG_CONFIG_HOME", "/.config");
    const std::string state = base_folder("XDG_STATE_HOME", "/.local/state");
    if (config.empty() || state.empty()) return {};
    return {config + "/iovlab", state + "/iovlab"};
}

std::string pictures_folder() {
    const char* home = std::getenv("HOME");
    if (home == nullptr || *home != '/') return ".";
    const std::string config = base_folder("XDG_CONFIG_HOME", "/.config");
    constexpr std::string_view kKey = "\nXDG_PICTURES_DIR=\"";
    std::string text;
    if (const auto found = look_into(config + "/user-dirs.dirs")) text = "\n" + found->text;
    std::string folder;
    if (const std::size_t at = text.find(kKey); at != std::string::npos) {
        const std::size_t from = at + kKey.size();
        folder = text.substr(from, text.find_first_of("\"\n", from) - from);
    }
    if (folder.starts_with("$HOME")) folder = home + folder.substr(5);
    if (folder.empty()) folder = std::string(home) + "/Pictures";
    std::error_code error;
    return folder.starts_with('/') && fs::is_directory(folder, error) ? folder : home;
}

void History::opened(const std::string& path) {
    std::error_code error;
    const std::string whole = fs::absolute(path, error).lexically_normal().string();
    std::erase(recent, error ? path : whole);
    recent.insert(recent.begin(), error ? path : whole);
    if (recent.size() > kRecent) recent.resize(kRecent);
}

std::string write_history(const History& history) {
    std::string text = fmt::format("version = 1\nran = {}\nrecent = [\n", history.ran);
    for (const std::string& path : history.recent) {
        if (first_not_text(path) != std::string::npos) continue;  // a name may be any bytes, TOML may not
        std::string quoted;
        for (const char c : path) {
            const auto byte = static_cast<unsigned char>(c);
            if (byte < 0x20 || byte == 0x7F) {
                quoted += fmt::format("\\u{:04X}", byte);
            } else {
                if (c == '"' || c == '\\') quoted += '\\';
                quoted += c;
            }
        }
        text += "    \"" + quoted + "\",\n";
    }
    return text + "]\n";
}

Remembered remember(const Places& places) {
    Remembered all;
    if (places.config.empty()) return all;
    all.desktop_dark = desktop_is_dark(fs::path(places.config).parent_path().string());
    if (const auto found = look_into(places.settings_file())) {
        ReadSettings read = read_settings(found->problem.empty() ? found->text : "", places.settings_file());
        all.settings = read.settings;
        all.problems = std::move(read.problems);
        if (read.broken) all.problems = {set_aside(places.settings_file(), all.problems.front())};
        if (!found->problem.empty()) all.problems = {set_aside(places.settings_file(), found->problem)};
    }
    if (const auto found = look_into(places.history_file())) {
        if (found->problem.empty())
            all.history = read_history(found->text, places.history_file(), all.problems);
        else
            all.problems.push_back(set_aside(places.history_file(), found->problem));
    }
    return all;
}

std::string keep_settings(const Places& places, const Settings& settings) {
    const std::string path = places.settings_file();
    const LockedFolder ours(places.config);
    const std::optional<Found> before = look_into(path);
    return write(path, write_settings(settings, before && before->problem.empty() ? before->text : ""));
}

std::string keep_history(const Places& places, const History& history) {
    const LockedFolder ours(places.state);
    History both = history;  // another window may have opened other files meanwhile
    std::vector<std::string> ignored;
    if (const auto found = look_into(places.history_file()); found && found->problem.empty()) {
        const History theirs = read_history(found->text, {}, ignored);
        both.ran = both.ran || theirs.ran;
        for (const std::string& path : theirs.recent) {
            const bool known = std::find(both.recent.begin(), both.recent.end(), path) != both.recent.end();
            if (!known && both.recent.size() < History::kRecent) both.recent.push_back(path);
        }
    }
    return write(places.history_file(), write_history(both));
}

}  // namespace iovlab
