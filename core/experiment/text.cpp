#include "core/experiment/text.h"

#include <algorithm>
#include <fmt/core.h>
#include <numeric>

namespace iovlab {

namespace {

constexpr std::size_t kMaxQuoted = 60;     // bytes of a stranger's text in one sentence
constexpr std::size_t kMaxMeant = 80;      // longer words are not misspelt names
constexpr std::size_t kMaxFileName = 255;  // NAME_MAX

// Edits to turn one word into the other: letters changed, added, dropped, or two neighbours swapped.
std::size_t distance(const std::string& a, const std::string& b) {
    std::vector<std::vector<std::size_t>> d(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
    for (std::size_t i = 0; i <= a.size(); ++i) d[i][0] = i;
    std::iota(d[0].begin(), d[0].end(), std::size_t{0});
    for (std::size_t i = 1; i <= a.size(); ++i) {
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t change = d[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
            d[i][j] = std::min({d[i - 1][j] + 1, d[i][j - 1] + 1, change});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
                d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
            }
        }
    }
    return d[a.size()][b.size()];
}

std::string folded(std::string text) {
    for (char& c : text) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
        if (c == '_') c = '-';
    }
    return text;
}

// The length of the UTF-8 character at `at`, 0 if there is none (RFC 3629: no surrogates, nothing overlong).
std::size_t character(std::string_view text, std::size_t at) {
    const auto byte = [&](std::size_t i) {
        return at + i < text.size() ? static_cast<unsigned char>(text[at + i]) : 0u;
    };
    const auto follows = [&](std::size_t i) { return (byte(i) & 0xc0u) == 0x80u; };
    const unsigned first = byte(0);
    if (first < 0x80) return 1;
    if (first >= 0xc2 && first <= 0xdf) return follows(1) ? 2 : 0;
    if (first >= 0xe0 && first <= 0xef) {
        if ((first == 0xe0 && byte(1) < 0xa0) || (first == 0xed && byte(1) > 0x9f)) return 0;
        return follows(1) && follows(2) ? 3 : 0;
    }
    if (first >= 0xf0 && first <= 0xf4) {
        if ((first == 0xf0 && byte(1) < 0x90) || (first == 0xf4 && byte(1) > 0x8f)) return 0;
        return follows(1) && follows(2) && follows(3) ? 4 : 0;
    }
    return 0;
}

}  // namespace

std::string quoted(std::string_view text) {
    std::string result = "\"";
    std::size_t at = 0;
    while (at < text.size() && at < kMaxQuoted) {
        const std::size_t length = character(text, at);
        const auto first = static_cast<unsigned char>(text[at]);
        // U+0080 to U+009F are control characters too, and some terminals obey them.
        const bool c1 = length == 2 && first == 0xc2 && static_cast<unsigned char>(text[at + 1]) < 0xa0;
        if (length == 0 || first < 0x20 || first == 0x7f || c1) {
            result += fmt::format("\\x{:02x}", first);
            if (c1) result += fmt::format("\\x{:02x}", static_cast<unsigned char>(text[at + 1]));
            at += c1 ? 2 : 1;
        } else {
            result += text.substr(at, length);
            at += length;
        }
    }
    return result + (at < text.size() ? "\"..." : "\"");
}

std::string one_of(const std::vector<std::string>& names) {
    std::string text;
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (i > 0) text += i + 1 == names.size() ? " or " : ", ";
        text += names[i];
    }
    return text;
}

std::string did_you_mean(const std::string& found, const std::vector<std::string>& names) {
    if (found.empty() || found.size() > kMaxMeant) return {};
    const std::string word = folded(found);
    const std::string* nearest = nullptr;
    std::size_t least = 1 + std::max<std::size_t>(1, found.size() / 3);
    for (const std::string& name : names) {
        if (name.size() > kMaxMeant) continue;
        const std::string other = folded(name);
        // Each letter that one has and the other has not is an edit.
        const std::size_t longer = std::max(word.size(), other.size()) - std::min(word.size(), other.size());
        const bool begins_it =
            word.size() >= 3 && other.compare(0, word.size(), word) == 0;  // "every" of "every_ms"
        if (!begins_it && longer >= least) continue;
        const std::size_t edits = begins_it ? 1 : distance(word, other);
        // A word with every letter changed is another word, however short.
        if (edits < least && edits < std::max(found.size(), name.size())) {
            least = edits;
            nearest = &name;
        }
    }
    return nearest ? " (did you mean " + quoted(*nearest) + "?)" : std::string();
}

std::string grouped(std::uint64_t number) {
    std::string digits = std::to_string(number);
    for (std::size_t from_end = 3; from_end < digits.size(); from_end += 4)
        digits.insert(digits.size() - from_end, ",");
    return digits;
}

std::size_t first_not_utf8(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t length = character(text, at);
        if (length == 0) return at;
        at += length;
    }
    return std::string_view::npos;
}

std::size_t first_not_text(std::string_view text) {
    return std::min(first_not_utf8(text), text.find('\0'));
}

std::string as_utf8(std::string_view text) {
    std::string result;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t length = character(text, at);
        if (length == 0) {
            result += "\xef\xbf\xbd";
        } else {
            result += text.substr(at, length);
        }
        at += std::max<std::size_t>(length, 1);
    }
    return result;
}

std::string plain_name_problem(const std::string& name) {
    const std::string allowed =
        "; a plain file name inside the experiment's own folder is allowed, such as \"out\"";
    if (name.empty()) return "the file name is empty" + allowed;
    if (name == "." || name == "..") return quoted(name) + " is a folder" + allowed;
    if (name.find('/') != std::string::npos) return quoted(name) + " names a path (it has a /)" + allowed;
    if (first_not_text(name) != std::string::npos) return quoted(name) + " is not plain text" + allowed;
    if (name.size() > kMaxFileName) {
        return fmt::format("the file name has {} bytes; at most {} are allowed", grouped(name.size()),
                           kMaxFileName);
    }
    return {};
}

}  // namespace iovlab
