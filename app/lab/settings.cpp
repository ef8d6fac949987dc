#include "app/lab/settings.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fmt/format.h>
#include <optional>
#include <string_view>
#include <toml++/toml.h>

namespace iovlab {

namespace {

constexpr std::array<std::string_view, 3> kThemes = {"system", "dark", "light"};

/// Takes keys out of a table one by one. What is not as it should be is said and left at its default.
class Taking {
public:
    Taking(const toml::table& table, std::string name, std::vector<std::string>& problems)
        : table_(table), name_(std::move(name)), problems_(problems) {}

    void flag(const char* key, bool& to) {
        const toml::node* node = table_.get(key);
        if (!node) return;
        if (const auto value = node->value_exact<bool>()) {
            to = *value;
        } else {
            complain(key, *node, "true or false");
        }
    }
    template <class Number>
    void number(const char* key, Number& to, double least, double most, bool or_zero = false) {
        const toml::node* node = table_.get(key);
        if (!node) return;
        const auto value = node->value<double>();
        const bool fits =
            value && std::isfinite(*value) && ((*value >= least && *value <= most) || (or_zero && *value == 0));
        if (fits) {
            to = static_cast<Number>(*value);
        } else {
            complain(key, *node, fmt::format("a number from {} to {}", least, most).c_str());
        }
    }
    /// One of some words; its index.
    template <class Words>
    std::optional<std::size_t> word(const char* key, const Words& words) {
        const toml::node* node = table_.get(key);
        if (!node) return {};
        std::string all;
        for (std::size_t i = 0; i < words.size(); ++i) {
            if (const auto value = node->value_exact<std::string_view>(); value && *value == words[i]) return i;
            all += (i ? ", " : "") + std::string(words[i]);
        }
        complain(key, *node, ("one of " + all).c_str());
        return {};
    }

private:
    void complain(const char* key, const toml::node& node, const char* wanted) {
        problems_.push_back(
            fmt::format("{}:{}: {} is left out: wanted is {}.", name_, node.source().begin.line, key, wanted));
    }

    const toml::table& table_;
    std::string name_;
    std::vector<std::string>& problems_;
};

std::vector<std::string_view> language_words() {
    std::vector<std::string_view> words;
    for (const Language one : kLanguages) words.emplace_back(to_string(one));
    return words;
}

struct Line {
    std::string key, value;
};

std::vector<Line> lines_of(const Settings& settings, const std::string& before) {
    std::int64_t version = Settings::kVersion;
    try {
        version = std::max(version, toml::parse(before)["version"].value_or(version));
    } catch (const toml::parse_error&) {
        version = Settings::kVersion;
    }
    const auto quoted = [](std::string_view word) { return "\"" + std::string(word) + "\""; };
    const auto flag = [](bool value) { return std::string(value ? "true" : "false"); };
    const auto number = [](float value) { return fmt::format("{:.3f}", value); };
    return {{"version", std::to_string(version)},
            {"theme", quoted(kThemes[static_cast<std::size_t>(settings.theme)])},
            {"zoom", number(settings.zoom)},
            {"present_dark", flag(settings.present_dark)},
            {"present_zoom", number(settings.present_zoom)},
            {"left_column", number(settings.left)},
            {"right_column", number(settings.right)},
            {"reduce_motion", flag(settings.reduce_motion)},
            {"guess_first", flag(settings.predicting)},
            {"listings", quoted(to_string(settings.language))},
            {"window_width", std::to_string(settings.width)},
            {"window_height", std::to_string(settings.height)}};
}

/// The bare key that a line sets; empty when it sets none.
std::string_view key_of(std::string_view line) {
    const std::size_t start = line.find_first_not_of(" \t");
    const std::size_t end = line.find_first_of(" \t=", start == std::string_view::npos ? 0 : start);
    if (start == std::string_view::npos || end == std::string_view::npos) return {};
    const std::size_t sign = line.find_first_not_of(" \t", end);
    if (sign == std::string_view::npos || line[sign] != '=') return {};
    return line.substr(start, end - start);
}

/// `ours` in front, and of `before` whatever is not ours: other keys, tables, remarks.
std::string merged(const std::vector<Line>& ours, std::string_view before) {
    std::string text;
    for (const Line& line : ours) text += line.key + " = " + line.value + "\n";
    bool in_table = false;
    while (!before.empty()) {
        const std::size_t end = std::min(before.find('\n'), before.size());
        const std::string_view line = before.substr(0, end);
        before.remove_prefix(std::min(end + 1, before.size()));
        in_table = in_table || line.substr(std::min(line.find_first_not_of(" \t"), line.size())).starts_with('[');
        const std::string_view key = in_table ? std::string_view() : key_of(line);
        const bool known =
            std::any_of(ours.begin(), ours.end(), [&](const Line& one) { return !key.empty() && one.key == key; });
        if (!known && !line.empty()) text.append(line).append("\n");
    }
    return text;
}

bool has_line(const std::string& path, const std::vector<std::string_view>& wanted) {
    std::string text;
    std::FILE* file = std::fopen(path.c_str(), "re");
    if (!file) return false;
    std::array<char, 4096> part{};
    while (const std::size_t n = std::fread(part.data(), 1, part.size(), file)) text.append(part.data(), n);
    std::fclose(file);
    std::string bare;
    for (const char c : text)
        if (c != ' ' && c != '\t') bare += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return std::any_of(wanted.begin(), wanted.end(),
                       [&](std::string_view one) { return bare.find(one) != std::string::npos; });
}

}  // namespace

ReadSettings read_settings(const std::string& text, const std::string& name) {
    ReadSettings read;
    toml::table table;
    try {
        table = toml::parse(text);
    } catch (const toml::parse_error& error) {
        read.broken = true;
        read.problems.push_back(
            fmt::format("{}:{}: {}", name, error.source().begin.line, std::string(error.description())));
        return read;
    }
    Settings& to = read.settings;
    Taking take(table, name, read.problems);
    if (const auto word = take.word("theme", kThemes)) to.theme = static_cast<ThemeChoice>(*word);
    take.number("zoom", to.zoom, 0.8, 3);
    take.flag("present_dark", to.present_dark);
    take.number("present_zoom", to.present_zoom, 0.5, 2);
    take.number("left_column", to.left, 10, 80, true);
    take.number("right_column", to.right, 10, 80, true);
    take.flag("reduce_motion", to.reduce_motion);
    take.flag("guess_first", to.predicting);
    if (const auto word = take.word("listings", language_words())) to.language = kLanguages[*word];
    take.number("window_width", to.width, 320, 16384);
    take.number("window_height", to.height, 240, 16384);
    return read;
}

std::string write_settings(const Settings& settings, const std::string& before) {
    const std::vector<Line> lines = lines_of(settings, before);
    std::string text = merged(lines, before);
    try {
        (void)toml::parse(text);
    } catch (const toml::parse_error&) {  // whatever stood there, it is not worth a file that cannot be read
        text = merged(lines, "");
    }
    return text;
}

bool desktop_is_dark(const std::string& config) {
    if (const char* gtk = std::getenv("GTK_THEME"); gtk && *gtk) {
        return std::string_view(gtk).find("dark") != std::string_view::npos;
    }
    for (const char* version : {"/gtk-4.0/settings.ini", "/gtk-3.0/settings.ini"}) {
        if (has_line(config + version, {"prefer-dark-theme=true", "prefer-dark-theme=1"})) return true;
        if (has_line(config + version, {"prefer-dark-theme=false", "prefer-dark-theme=0"})) return false;
    }
    if (has_line(config + "/kdeglobals", {"colorscheme=breezelight"})) return false;
    return true;
}

}  // namespace iovlab
