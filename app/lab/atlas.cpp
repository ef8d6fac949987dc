#include "app/lab/atlas.h"

#include <algorithm>
#include <cctype>

namespace iovlab {

namespace {

std::string lower(std::string_view text) {
    std::string result(text);
    std::transform(result.begin(), result.end(), result.begin(),
                   [](char c) { return static_cast<char>(std::tolower(static_cast<unsigned char>(c))); });
    return result;
}

bool has(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

bool in_group(const std::string& where, const std::string& group) {
    if (group == "all" || has(where, "any")) return true;
    if (group != "socket") return has(where, group);
    for (const char* kind : {"socket", "tcp", "udp", "unix", "datagram", "seqpacket"}) {
        if (has(where, kind)) return true;
    }
    return false;
}

}  // namespace

std::size_t first_errno() {
    return static_cast<std::size_t>(errno_fact("EAGAIN") - errno_facts().data());
}

const std::vector<std::string_view>& atlas_groups() {
    static const std::vector<std::string_view> groups = {"all", "pipe", "file", "socket"};
    return groups;
}

std::vector<std::size_t> shown_errnos(const AtlasLook& look) {
    const std::string wanted = lower(look.filter);
    std::vector<std::size_t> shown;
    const auto facts = errno_facts();
    for (std::size_t i = 0; i < facts.size(); ++i) {
        const std::string all = lower(std::string(facts[i].name) + " " + std::to_string(facts[i].number) + " " +
                                      facts[i].meaning + " " + facts[i].where);
        if (in_group(facts[i].where, look.group) && has(all, wanted)) shown.push_back(i);
    }
    return shown;
}

void keep_choice_in_sight(AtlasLook& look) {
    const std::vector<std::size_t> shown = shown_errnos(look);
    if (shown.empty() || std::find(shown.begin(), shown.end(), look.chosen) != shown.end()) return;
    look.chosen = shown.front();
}

}  // namespace iovlab
