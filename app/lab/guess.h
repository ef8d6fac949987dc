#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace iovlab {

/// What a learner says a call will do, before it is made.
struct Guess {
    enum class Kind { None, Bytes, Errno, Sleeps };
    Kind kind = Kind::None;
    std::uint64_t bytes = 0;           ///< Bytes: the result
    int error = 0;                     ///< Errno
    std::optional<std::uint64_t> cut;  ///< where the list will be cut, in bytes from its front

    bool any() const { return kind != Kind::None || cut.has_value(); }
    bool operator==(const Guess&) const = default;
};

/// Reads a result as people type it: "65,536", "EAGAIN", "sleeps". Nothing, and why, when it is none of these;
/// blank text is a guess of kind None.
std::optional<Guess> parse_guess(const std::string& text, std::string& problem);
/// The result in the same words; empty for None.
std::string guess_text(const Guess& guess);

}  // namespace iovlab
