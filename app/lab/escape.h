#pragma once

#include <string>
#include <string_view>

namespace iovlab {

/// Text on one line, as a C string literal has it: \n, \r, \t, \\ and \xNN for other control characters.
std::string escape_text(std::string_view text);
/// The reverse. A backslash that begins no escape stands for itself, so that half-typed text means something.
std::string unescape_text(std::string_view text);

}  // namespace iovlab
