#pragma once

#include "core/experiment/toml.h"
#include "core/lesson/lesson.h"

#include <string>
#include <vector>

namespace iovlab {

inline constexpr std::size_t kMaxLesson = 256u << 10;  ///< bytes: a longer lesson is none

struct LessonResult {
    Lesson lesson;
    std::vector<FileProblem> problems;  ///< empty: the lesson can be taken
    /// What a lesson should be and this one is not, without which it still can be taken.
    std::vector<FileProblem> advice;

    bool ok() const { return problems.empty(); }
};

/// Reads a lesson file. Never throws for what is in it, or for a file that cannot be read.
LessonResult read_lesson_file(const std::string& path);
/// The same from text; `name` stands where the file's name would.
LessonResult read_lesson(const std::string& text, const std::string& name);

}  // namespace iovlab
