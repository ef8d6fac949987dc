#include "core/experiment/toml_fields.h"

#include "core/experiment/text.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <fmt/core.h>

namespace iovlab {

namespace {

// "0x..." as a number; absent when it is none or does not fit.
std::optional<std::uint64_t> from_hex(const std::string& text) {
    if (text.size() < 3 || text[0] != '0' || (text[1] != 'x' && text[1] != 'X')) return std::nullopt;
    std::uint64_t value = 0;
    const char* end = text.data() + text.size();
    const auto [stopped, error] = std::from_chars(text.data() + 2, end, value, 16);
    if (error != std::errc() || stopped != end) return std::nullopt;
    return value;
}

}  // namespace

void Complaints::add(const std::string& section, const toml::source_position& at, std::string what,
                     bool unknown_key) {
    sections_.insert(section);
    list.push_back({file_, at.line, at.column, std::move(what), unknown_key});
}

std::string describe(const toml::node& node) {
    if (const auto* text = node.as_string()) return "the string " + quoted(text->get());
    if (const auto* whole = node.as_integer()) return fmt::format("the number {}", whole->get());
    if (const auto* real = node.as_floating_point()) {
        const std::string text = fmt::format("{}", real->get());
        // 3.0 is no whole number, and must not be shown as 3.
        const bool looks_whole = text.find_first_not_of("-0123456789") == std::string::npos;
        return "the number " + text + (looks_whole ? ".0" : "");
    }
    if (const auto* truth = node.as_boolean()) return truth->get() ? "true" : "false";
    if (node.is_table()) return "a table";
    if (node.is_array()) return "an array";
    return "a date or time";
}

void Fields::know(const std::string& key) {
    if (std::find(known_.begin(), known_.end(), key) == known_.end()) known_.push_back(key);
}

const toml::node* Fields::node(const std::string& key) {
    know(key);
    return table_.get(key);
}

std::optional<std::string> Fields::string(const std::string& key) {
    const toml::node* found = node(key);
    if (!found) return std::nullopt;
    if (const auto* text = found->as_string()) return text->get();
    wrong_type(*found, key, "a string is expected, in quotes");
    return std::nullopt;
}

std::optional<std::int64_t> Fields::integer(const std::string& key) {
    const toml::node* found = node(key);
    if (!found) return std::nullopt;
    if (const auto* whole = found->as_integer()) return whole->get();
    wrong_type(*found, key, "a whole number is expected");
    return std::nullopt;
}

std::optional<std::uint64_t> Fields::natural_of(const toml::node& node, const std::string& noun, bool size_names) {
    if (const auto* whole = node.as_integer()) {
        if (whole->get() >= 0) return static_cast<std::uint64_t>(whole->get());
        complain_at(node, fmt::format("{} is {}; 0 or more is allowed{}", noun, whole->get(),
                                      size_names ? " (\"SIZE_MAX\" is what -1 becomes as a size_t)" : ""));
        return std::nullopt;
    }
    if (const auto* text = node.as_string()) {
        if (const auto value = from_hex(text->get())) return value;
        if (size_names && text->get() == "SIZE_MAX") return UINT64_MAX;
        if (size_names && text->get() == "SSIZE_MAX") return static_cast<std::uint64_t>(INT64_MAX);
    }
    wrong_type(node, noun,
               size_names ? R"(a whole number, "SIZE_MAX", "SSIZE_MAX" or "0x..." is expected)"
                          : "a whole number is expected");
    return std::nullopt;
}

std::optional<std::uint64_t> Fields::natural(const std::string& key) {
    const toml::node* found = node(key);
    return found ? natural_of(*found, key) : std::nullopt;
}

std::optional<double> Fields::number(const std::string& key) {
    const toml::node* found = node(key);
    if (!found) return std::nullopt;
    // TOML has nan and inf. Neither is an amount of anything, and nan would not even be equal to itself.
    if (const auto* real = found->as_floating_point(); real && std::isfinite(real->get())) return real->get();
    if (const auto* whole = found->as_integer()) return static_cast<double>(whole->get());
    wrong_type(*found, key, "a number is expected");
    return std::nullopt;
}

std::optional<bool> Fields::boolean(const std::string& key) {
    const toml::node* found = node(key);
    if (!found) return std::nullopt;
    if (const auto* truth = found->as_boolean()) return truth->get();
    wrong_type(*found, key, "true or false is expected, without quotes");
    return std::nullopt;
}

std::optional<std::vector<std::string>> Fields::names(const std::string& key) {
    const toml::node* found = node(key);
    if (!found) return std::nullopt;
    const toml::array* array = found->as_array();
    if (!array) {
        wrong_type(*found, key, "a list of names is expected, such as [\"A\", \"B\"]");
        return std::nullopt;
    }
    std::vector<std::string> all;
    for (const toml::node& element : *array) {
        if (const auto* text = element.as_string()) {
            all.push_back(text->get());
        } else {
            wrong_type(element, key, "names are expected here, in quotes");
        }
    }
    return all;
}

bool Fields::require(const std::string& key, const std::string& example) {
    if (has(key)) return true;
    complaints_.add(section_, table_.source().begin,
                    fmt::format("{} lacks the key \"{}\"; write {}", title_, key, example));
    return false;
}

void Fields::complain(const std::string& key, std::string what) {
    const toml::node* found = table_.get(key);
    complaints_.add(section_, found ? found->source().begin : table_.source().begin, std::move(what));
}

void Fields::complain_at(const toml::node& node, std::string what) {
    complaints_.add(section_, node.source().begin, std::move(what));
}

void Fields::wrong_type(const toml::node& node, const std::string& noun, const char* expected) {
    complain_at(node, fmt::format("{} is {}; {}", noun, describe(node), expected));
}

void Fields::done() {
    constexpr std::size_t enough = 100;  // of whole sentences: a hostile file may have a million unknown keys
    for (const auto& [key, value] : table_) {
        const std::string name(key.str());
        if (std::find(known_.begin(), known_.end(), name) != known_.end()) continue;
        std::string what = fmt::format("{} has no key {}", title_, quoted(name));
        if (complaints_.list.size() < enough) {
            what += fmt::format("{}; it may have {}", did_you_mean(name, known_), one_of(known_));
        }
        complaints_.add(section_, key.source().begin, std::move(what), true);
    }
}

}  // namespace iovlab
