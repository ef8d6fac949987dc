#include "core/kernel/cage.h"

#include <array>
#include <cstdlib>

namespace iovlab {

namespace {

struct CagePart {
    const char* name;
    bool Cage::*holds;
};
constexpr std::array kCageParts = {
    CagePart{"no-new-privs", &Cage::no_new_privs}, CagePart{"landlock-files", &Cage::files},
    CagePart{"landlock-net", &Cage::net},          CagePart{"seccomp", &Cage::calls},
    CagePart{"memory-limit", &Cage::memory},
};

}  // namespace

std::vector<std::string> Cage::missing() const {
    std::vector<std::string> names;
    for (const CagePart& part : kCageParts) {
        if (part.holds == &Cage::net && calls) continue;
        if (part.holds == &Cage::calls && std::getenv("IOVLAB_SECCOMP") == nullptr)
            continue;  // nobody asked for it
        if (!(this->*part.holds)) names.emplace_back(part.name);
    }
    return names;
}

std::vector<std::string> Cage::holding() const {
    std::vector<std::string> names;
    for (const CagePart& part : kCageParts) {
        if (this->*part.holds) names.emplace_back(part.name);
    }
    return names;
}

Cage both(const Cage& one, const Cage& other) {
    Cage held;
    for (const CagePart& part : kCageParts) held.*part.holds = one.*part.holds && other.*part.holds;
    return held;
}

}  // namespace iovlab
