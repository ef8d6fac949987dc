#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace iovlab::ui {

/// "-65,536": thousands separators, for people.
std::string grouped(std::int64_t number);
/// "65,536 B": exact, so that numbers can be compared.
std::string bytes_text(std::uint64_t bytes);

struct ParsedInteger {
    std::optional<std::int64_t> value;
    std::string problem;  ///< when there is no value: what is wrong, and what would be right
};
/// Digits with or without separators (, _ ' and spaces), 0x.., a sign, and the suffixes K, M, G for 1024s.
ParsedInteger parse_integer(std::string_view text, std::int64_t min, std::int64_t max);

}  // namespace iovlab::ui
