#include "app/lab/guess.h"

#include "app/lab/call_text.h"
#include "core/kernel/names.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>

namespace iovlab {

namespace {

std::string without(const std::string& text, const std::string& signs) {
    std::string kept;
    for (const char c : text) {
        if (signs.find(c) == std::string::npos) kept += c;
    }
    return kept;
}

std::string upper(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return std::toupper(c); });
    return text;
}

}  // namespace

std::optional<Guess> parse_guess(const std::string& text, std::string& problem) {
    problem.clear();
    Guess guess;
    const std::string word = upper(without(text, " \t"));
    if (word.empty()) return guess;
    constexpr std::array kSleeps = {"SLEEPS", "SLEEP", "ASLEEP", "BLOCKS", "BLOCKED"};
    if (std::find(kSleeps.begin(), kSleeps.end(), word) != kSleeps.end()) {
        guess.kind = Guess::Kind::Sleeps;
        return guess;
    }
    if (const auto error = errno_from(word.starts_with("-1") ? word.substr(2) : word)) {
        guess.kind = Guess::Kind::Errno;
        guess.error = *error;
        return guess;
    }
    const std::string digits = without(word, ",_'");
    const char* end = digits.data() + digits.size();
    const auto [at, error] = std::from_chars(digits.data(), end, guess.bytes);
    if (error == std::errc() && at == end) {
        guess.kind = Guess::Kind::Bytes;
        return guess;
    }
    problem = "\"" + text + "\" is no result. Write a number of bytes, an errno such as EAGAIN, or \"sleeps\".";
    return std::nullopt;
}

std::string guess_text(const Guess& guess) {
    switch (guess.kind) {
        case Guess::Kind::Bytes:
            return grouped(guess.bytes);
        case Guess::Kind::Errno:
            return errno_name(guess.error);
        case Guess::Kind::Sleeps:
            return "sleeps";
        case Guess::Kind::None:
            break;
    }
    return {};
}

}  // namespace iovlab
