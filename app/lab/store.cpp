#include "app/lab/store.h"

#include "core/experiment/atomic_file.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fmt/format.h>
#include <optional>
#include <system_error>
#include <toml++/toml.h>

namespace iovlab {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kMaxFile = 1u << 20;  // bytes; ours are a few hundred

/// The folder that the variable names, when it is absolute, as the XDG base directories want it; else one at home.
std::string base_folder(const char* variable, const char* at_home) {
    const char* value = std::getenv(variable);
    if (value && *value == '/') return value;
    const char* home = std::getenv("HOME");
    return home && *home ? std::string(home) + at_home : std::string();
}

std::optional<std::string> text_of(const std::string& path) {
    std::FILE* file = std::fopen(path.c_str(), "re");
    if (!file) return {};
    std::string text;
    std::array<char, 4096> part{};
    while (const std::size_t n = std::fread(part.data(), 1, part.size(), file)) {
        text.append(part.data(), n);
        if (text.size() > kMaxFile) break;
    }
    std::fclose(file);
    return text;
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
    if (const auto text = text_of(places.settings_file())) {
        ReadSettings read = read_settings(*text, places.settings_file());
        all.settings = read.settings;
        all.problems = std::move(read.problems);
        if (read.broken) all.problems = {set_aside(places.settings_file(), all.problems.front())};
    }
    if (const auto text = text_of(places.history_file()))
        all.history = read_history(*text, places.history_file(), all.problems);
    return all;
}

std::string keep_settings(const Places& places, const Settings& settings) {
    const std::string path = places.settings_file();
    return write(path, write_settings(settings, text_of(path).value_or("")));
}

std::string keep_history(const Places& places, const History& history) {
    return write(places.history_file(), write_history(history));
}

}  // namespace iovlab
