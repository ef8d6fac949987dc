#pragma once

#include "core/experiment/toml.h"

#include <string>
#include <string_view>

/// What keeps hostile files from the TOML parser: only the readers of files include this.
namespace iovlab {

/// Reads a whole file of text: a regular file of at most kMaxFile bytes, or a problem that says what `noun` ("an
/// experiment") should be. Never waits for a writer.
std::string read_text_file(const std::string& path, std::vector<FileProblem>& problems,
                           const char* noun = "an experiment");

/// Binary bytes or absurdly deep nesting (which would overflow the parser's stack); empty when there is neither.
std::vector<FileProblem> hostile_text(std::string_view text, const std::string& name,
                                      const char* noun = "an experiment");

}  // namespace iovlab
