#pragma once

#include "core/experiment/toml.h"
#include "core/lesson/lesson.h"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace iovlab {

/// Seeds of "same idea, new numbers": 1 to kSeeds. The checker tries each of them.
inline constexpr std::uint64_t kSeeds = 6;

struct LessonFindings {
    std::vector<FileProblem> problems;   ///< what the lesson says and this kernel does not do
    std::vector<FileProblem> unchecked;  ///< what this machine cannot do at all, so that it was not checked
    unsigned runs = 0;
};

/// Runs every experiment of a sound lesson on this kernel, on this thread: each question must have one choice that
/// the run bears out, each goal must be out of reach of what is given and within reach of the solution, each proof
/// must show its damage, each ordered loop must survive.
LessonFindings check_lesson(const Lesson& lesson);

}  // namespace iovlab
