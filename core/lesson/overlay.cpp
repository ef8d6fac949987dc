#include "core/lesson/lesson_toml.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>

namespace iovlab {

void lay_over(toml::table& base, toml::table&& changes) {
    for (auto&& [key, value] : changes) {
        toml::table* under = base.get_as<toml::table>(key.str());
        toml::table* over = value.as_table();
        if (under != nullptr && over != nullptr) {
            lay_over(*under, std::move(*over));
        } else {
            // Moved, not copied: a copy forgets its place in the file.
            base.insert_or_assign(key, std::move(value));
        }
    }
}

namespace {

/// One part of a path: a key, or an index.
struct PathPart {
    std::string key;
    std::size_t index = 0;
    bool is_index = false;
};

/// "buffer[1].size" in parts; absent when any letter of it is no part of a path.
std::optional<std::vector<PathPart>> parts_of(const std::string& path) {
    std::vector<PathPart> parts;
    for (std::size_t at = 0; at < path.size();) {
        PathPart part;
        if (path[at] == '[') {
            const char* digits = path.data() + at + 1;
            const auto read = std::from_chars(digits, path.data() + path.size(), part.index);
            if (read.ec != std::errc() || *read.ptr != ']') return std::nullopt;
            part.is_index = true;
            at = static_cast<std::size_t>(read.ptr - path.data()) + 1;
            if (at < path.size() && path[at] != '.' && path[at] != '[') return std::nullopt;
        } else {
            if (parts.empty() == (path[at] == '.')) return std::nullopt;
            if (!parts.empty()) ++at;  // behind the dot
            const std::size_t end = std::min(path.find_first_of(".[]", at), path.size());
            part.key = path.substr(at, end - at);
            if (part.key.empty()) return std::nullopt;
            at = end;
        }
        parts.push_back(std::move(part));
    }
    return !parts.empty() && !parts.front().is_index ? std::optional(std::move(parts)) : std::nullopt;
}

/// Where `part` leads from `here`. [call] is the one of several [[call]] too, and the other way round.
const toml::node* under(const toml::node& here, const PathPart& part) {
    if (part.is_index) {
        if (const toml::array* array = here.as_array()) return array->get(part.index);
        return here.is_table() && part.index == 0 ? &here : nullptr;
    }
    const toml::table* table = here.as_table();
    const toml::array* array = here.as_array();
    if (table == nullptr && array != nullptr && array->size() == 1) table = array->get(0)->as_table();
    return table == nullptr ? nullptr : table->get(part.key);
}

}  // namespace

bool set_at(toml::table& root, const std::string& path, std::int64_t number) {
    const auto parts = parts_of(path);
    if (!parts || parts->back().is_index) return false;
    toml::node* here = &root;
    for (std::size_t i = 0; i + 1 < parts->size(); ++i) {
        auto* next = const_cast<toml::node*>(under(*here, (*parts)[i]));  // NOLINT: of `root`, which is not const
        // Nor is a section in which all is as usual.
        if (next == nullptr && i == 0 && parts->size() == 2 && root.get(parts->front().key) == nullptr)
            next = &root.insert_or_assign(parts->front().key, toml::table{}).first->second;
        if (next == nullptr) return false;
        if (next->is_string() && (*parts)[i].is_index && i + 2 == parts->size()) {  // an entry written by its name
            toml::array& entries = *here->as_array();
            entries.replace(entries.cbegin() + static_cast<std::ptrdiff_t>((*parts)[i].index),
                            toml::table{{"buffer", next->as_string()->get()}});
            next = entries.get((*parts)[i].index);
        }
        here = next;
    }
    if (here->is_array() && here->as_array()->size() == 1) here = here->as_array()->get(0);
    toml::table* table = here->as_table();
    // A key that has its default value is not written.
    return table != nullptr && (table->insert_or_assign(parts->back().key, number), true);
}

const toml::node* node_at(const toml::table& root, const std::string& path) {
    const auto parts = parts_of(path);
    const toml::node* here = parts ? &root : nullptr;
    for (std::size_t i = 0; here != nullptr && i < parts->size(); ++i) here = under(*here, (*parts)[i]);
    return here;
}

toml::table taken(toml::table& from, const std::string& key) {
    toml::table* found = from.get_as<toml::table>(key);
    return found == nullptr ? toml::table{} : std::move(*found);
}

}  // namespace iovlab
