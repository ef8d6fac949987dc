#include "app/lab/intent.h"

#include <utility>

namespace iovlab {

Intent::Intent() = default;
Intent::Intent(const Intent& other) = default;
Intent::Intent(Intent&& other) noexcept = default;
Intent& Intent::operator=(const Intent& other) = default;
Intent& Intent::operator=(Intent&& other) noexcept = default;
Intent::~Intent() = default;

template <typename One>
void Intent::set(One one) {
    emplace<One>(std::move(one));
}

/// Names set() of every alternative, so that it stands in this file's object.
struct IntentParts {
    template <typename... Ones>
    static void name_all(const std::variant<Ones...>* /*of*/) {
        const auto keep = [](auto setter) { [[maybe_unused]] volatile auto kept = setter; };
        (keep(&Intent::set<Ones>), ...);
    }
};
template void IntentParts::name_all(const AnyIntent*);

}  // namespace iovlab
