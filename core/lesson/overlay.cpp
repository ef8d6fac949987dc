#include "core/lesson/lesson_toml.h"

#include <charconv>
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

bool set_at(toml::table& root, const std::string& path, std::int64_t number) {
    toml::node* here = &root;
    std::size_t at = 0;
    while (at < path.size()) {
        if (path[at] == '[') {
            const std::size_t close = path.find(']', at);
            std::size_t index = 0;
            if (close == std::string::npos) return false;
            std::from_chars(path.data() + at + 1, path.data() + close, index);
            toml::array* array = here->as_array();
            here = array == nullptr ? nullptr : array->get(index);
            at = close + 1;
        } else {
            if (path[at] == '.') ++at;
            const std::size_t end = std::min(path.find_first_of(".[", at), path.size());
            const std::string key = path.substr(at, end - at);
            toml::table* table = here->as_table();
            if (table == nullptr || key.empty()) return false;
            // A key that has its default value is not written.
            if (end == path.size()) return table->insert_or_assign(key, number), true;
            here = table->get(key);
            at = end;
        }
        if (here == nullptr) return false;
    }
    return false;
}

toml::table taken(toml::table& from, const std::string& key) {
    toml::table* found = from.get_as<toml::table>(key);
    return found == nullptr ? toml::table{} : std::move(*found);
}

}  // namespace iovlab
