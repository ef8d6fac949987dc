#pragma once

#include "core/experiment/toml.h"

#include <string>
#include <string_view>

/// What keeps hostile files from the TOML parser: only core/experiment/toml*.cpp include this.
namespace iovlab {

/// Reads a whole experiment file: a regular file of at most kMaxFile bytes, or a problem. Never waits for a writer.
std::string read_text_file(const std::string& path, std::vector<FileProblem>& problems);

/// Binary bytes or absurdly deep nesting (which would overflow the parser's stack); empty when there is neither.
std::vector<FileProblem> hostile_text(std::string_view text, const std::string& name);

}  // namespace iovlab
