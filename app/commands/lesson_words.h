#pragma once

#include "core/lesson/markdown.h"

#include <string>
#include <string_view>
#include <vector>

namespace iovlab {

/// Markdown for a terminal of 80 columns, without colours: each block ends with a newline, and an empty line stands
/// between two.
std::string lesson_words(const std::vector<MdBlock>& blocks, std::size_t indent = 0);
/// The same of a text that is still to be read.
std::string lesson_words(std::string_view markdown, std::size_t indent = 0);

}  // namespace iovlab
