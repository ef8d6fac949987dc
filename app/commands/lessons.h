#pragma once

#include <string>
#include <vector>

namespace iovlab {

struct LessonsArguments {
    std::vector<std::string> words;  ///< list | check [FILE...] | sheet NAME | NAME; none: list
    unsigned from = 0;               ///< NAME: begin at this step, from 1; 0: where it was left
};

/// `iovlab lessons`: lists, checks, prints or walks lessons. Returns the exit status: 2 for a bad file or command
/// line, 1 when a check fails.
int lessons_command(const LessonsArguments& arguments);

}  // namespace iovlab
