#include "app/lab/problems.h"

#include <cctype>
#include <utility>
#include <variant>

namespace iovlab {

Problems::Problems(std::vector<Problem> all) : all_(std::move(all)) {
    for (std::size_t i = 0; i < all_.size(); ++i) by_place_.emplace(to_string(all_[i].where), i);
}

const std::string* Problems::at(std::string_view where) const {
    const auto found = by_place_.find(where);
    return found == by_place_.end() ? nullptr : &all_[found->second].what;
}

const Problem* Problems::under(std::string_view where) const {
    for (auto i = by_place_.lower_bound(where); i != by_place_.end() && i->first.starts_with(where); ++i) {
        // "buffer[1]" is not in front of "buffer[10]", and "target" not of "targets".
        const char next = i->first.size() > where.size() ? i->first[where.size()] : '\0';
        if (next == '\0' || next == '.' || next == '[') return &all_[i->second];
    }
    return nullptr;
}

std::string as_sentence(const std::string& what) {
    std::string sentence = what;
    if (sentence.empty()) return sentence;
    sentence.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(sentence.front())));
    if (std::string_view(".!?)").find(sentence.back()) == std::string_view::npos) sentence += '.';
    return sentence;
}

std::string place_in_words(const Path& where) {
    std::string words;
    for (std::size_t i = 0; i < where.size(); ++i) {
        if (const auto* index = std::get_if<std::size_t>(&where[i])) {
            // People count buffers and calls from 1, and entries as C does: iov[0].
            const bool entry =
                i > 0 && std::get_if<std::string>(&where[i - 1]) && std::get<std::string>(where[i - 1]) == "iov";
            words += entry ? "[" + std::to_string(*index) + "]" : " " + std::to_string(*index + 1);
            continue;
        }
        if (!words.empty()) words += ", ";
        words += std::get<std::string>(where[i]);
    }
    return words.empty() ? "the experiment" : words;
}

}  // namespace iovlab
