#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// Small things that sentences about an experiment are made of.
namespace iovlab {

/// `text` in quotes, with control characters made visible (it comes from a stranger's file and goes to a terminal)
/// and cut short after some 60 bytes.
std::string quoted(std::string_view text);
// For a std::string, std::quoted would be found too, wherever <filesystem> was included before.
inline std::string quoted(const std::string& text) {
    return quoted(std::string_view(text));
}
inline std::string quoted(std::string& text) {
    return quoted(std::string_view(text));
}
inline std::string quoted(const char* text) {
    return quoted(std::string_view(text));
}

/// "a, b or c".
std::string one_of(const std::vector<std::string>& names);

/// ` (did you mean "writev"?)` for the nearest of `names` if one is near enough, else "".
std::string did_you_mean(const std::string& found, const std::vector<std::string>& names);

/// "65,536": a number for people. Where numbers are copied or compared they stand without separators.
std::string grouped(std::uint64_t number);

/// Where `text` stops being text: the first NUL or byte that is not UTF-8; npos when all of it is.
std::size_t first_not_text(std::string_view text);
/// The same, with NUL allowed.
std::size_t first_not_utf8(std::string_view text);

/// `text` with U+FFFD for each byte that is not UTF-8.
std::string as_utf8(std::string_view text);

/// Why `name` is no plain file name in the scratch folder; empty when it is one.
std::string plain_name_problem(const std::string& name);

}  // namespace iovlab
