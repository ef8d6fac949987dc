#include "core/kernel/model/dropped.h"

#include <functional>
#include <mutex>
#include <set>

namespace iovlab {

namespace {

std::mutex mutex;

std::set<std::string, std::less<>>& names() {
    static std::set<std::string, std::less<>> all;
    return all;
}

}  // namespace

bool drop_rule(std::string_view name) {
    const std::lock_guard lock(mutex);
    return names().emplace(name).second;
}

bool rule_dropped(std::string_view name) {
    const std::lock_guard lock(mutex);
    return names().find(name) != names().end();
}

void forget_dropped_rules() {
    const std::lock_guard lock(mutex);
    names().clear();
}

}  // namespace iovlab
