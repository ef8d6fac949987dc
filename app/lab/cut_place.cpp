// Places in a list as people type them: declared in app/lab/cut.h.
#include "app/lab/call_text.h"
#include "app/lab/cut.h"

#include <charconv>

namespace iovlab {

namespace {

std::string without_blanks(const std::string& text) {
    std::string kept;
    for (const char c : text) {
        if (c != ' ' && c != '\t' && c != ',') kept += c;
    }
    return kept;
}

std::optional<std::uint64_t> number_of(std::string_view digits) {
    std::uint64_t number = 0;
    const auto [at, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    const bool whole = error == std::errc() && at == digits.data() + digits.size();
    return whole ? std::optional(number) : std::nullopt;
}

/// "iov[3]" or a buffer's name: where its entry begins and how long it is.
struct Named {
    std::uint64_t start = 0;
    std::uint64_t length = 0;
};
std::optional<Named> named(const LabState& state, const std::string& name) {
    const ListFacts& list = state.list();
    if (name.starts_with("iov[") && name.ends_with("]")) {
        const auto index = number_of(std::string_view(name).substr(4, name.size() - 5));
        if (!index || *index >= list.entries) return std::nullopt;
        return Named{list.byte_of({*index, 0}), list.lines[list.line_of(*index)].length};
    }
    for (std::size_t i = 0; i < list.lines.size(); ++i) {
        const EntrySpec& entry = state.call().iov[i];
        if (entry.bad != BadBase::None || entry.buffer != name) continue;
        return Named{list.lines[i].start, list.lines[i].length};
    }
    return std::nullopt;
}

}  // namespace

std::optional<std::uint64_t> parse_place(const LabState& state, const std::string& text, std::string& problem) {
    problem.clear();
    const std::string place = without_blanks(text);
    if (place.empty()) return std::nullopt;
    const std::uint64_t asked = state.list().asked;
    if (const auto bytes = number_of(place)) {
        if (*bytes <= asked) return bytes;
        problem = "The list has only " + grouped(asked) + " bytes.";
        return std::nullopt;
    }
    if (place == "theend" || place == "end") return asked;
    const std::size_t plus = place.rfind('+');
    const auto entry = named(state, place.substr(0, plus));
    const auto offset = plus == std::string::npos ? std::optional<std::uint64_t>(0)
                                                  : number_of(std::string_view(place).substr(plus + 1));
    if (!entry || !offset) {
        problem = "\"" + text + "\" is no place in this list. Write an entry and a byte of it, such as \"" +
                  place_text(state.experiment(), state.look.list, state.list(), 0) + "\" or \"iov[1]+0\".";
    } else if (*offset > entry->length) {
        problem = "That entry has only " + grouped(entry->length) + " bytes.";
    } else {
        return entry->start + *offset;
    }
    return std::nullopt;
}

}  // namespace iovlab
