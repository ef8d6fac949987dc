#include "app/widgets/numbers.h"

#include "core/experiment/text.h"

#include <cctype>
#include <charconv>

namespace iovlab::ui {
namespace {

std::string without_separators(std::string_view text) {
    std::string digits;
    for (char c : text)
        if (c != ',' && c != '_' && c != '\'' && c != ' ') digits += c;
    return digits;
}

/// Takes a suffix off; how many bits it shifts the number by.
int take_suffix(std::string& digits) {
    if (digits.empty()) return 0;
    int shift = 0;
    switch (std::toupper(static_cast<unsigned char>(digits.back()))) {
        case 'K':
            shift = 10;
            break;
        case 'M':
            shift = 20;
            break;
        case 'G':
            shift = 30;
            break;
        default:
            return 0;
    }
    digits.pop_back();
    return shift;
}

std::optional<std::int64_t> number_in(std::string digits) {
    const bool negative = !digits.empty() && digits.front() == '-';
    if (negative || (!digits.empty() && digits.front() == '+')) digits.erase(0, 1);
    const bool hex = digits.size() > 2 && digits[0] == '0' && (digits[1] == 'x' || digits[1] == 'X');
    const int shift = hex ? 0 : take_suffix(digits);
    if (hex) digits.erase(0, 2);
    std::int64_t number = 0;
    const char* end = digits.data() + digits.size();
    const auto [stop, error] = std::from_chars(digits.data(), end, number, hex ? 16 : 10);
    if (error != std::errc() || stop != end || digits.empty() || number < 0) return std::nullopt;
    if (number > (INT64_MAX >> shift)) return std::nullopt;
    number <<= shift;
    return negative ? -number : number;
}

}  // namespace

std::string grouped(std::int64_t number) {
    const auto bits = static_cast<std::uint64_t>(number);
    return number < 0 ? "-" + iovlab::grouped(0 - bits) : iovlab::grouped(bits);
}

std::string bytes_text(std::uint64_t bytes) {
    return iovlab::grouped(bytes) + " B";
}

ParsedInteger parse_integer(std::string_view text, std::int64_t min, std::int64_t max) {
    const std::optional<std::int64_t> number = number_in(without_separators(text));
    if (!number) {
        return {std::nullopt, "\"" + std::string(text.substr(0, 40)) +
                                  "\" is no whole number. Digits, 0x.., and K, M or G for 1024s are."};
    }
    if (*number < min || *number > max)
        return {std::nullopt, grouped(*number) + " is outside of " + grouped(min) + " to " + grouped(max) + "."};
    return {number, {}};
}

}  // namespace iovlab::ui
