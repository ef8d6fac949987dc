#pragma once

#include "core/lesson/read.h"

#include <string>
#include <vector>

namespace iovlab {

/// The folder with the lessons that come with the program: $IOVLAB_LESSONS, installed beside the program, or in the
/// source tree above it or above the working folder. Empty when it is nowhere. Looks at the file system.
std::string lessons_folder();

/// The lesson files of a folder, sorted by name; other files are left alone.
std::vector<std::string> lesson_files(const std::string& folder);

/// The file of the lesson called `name`: a path, "01-first-gather", "first-gather", its number "1", or how
/// it begins ("bug-03"). Empty when
/// there is none.
std::string find_lesson(const std::string& folder, const std::string& name);

/// A lesson's name without its number: "first-gather".
std::string bare_name(const std::string& name);

/// A lesson as a teacher's sheet, in Markdown: minutes, goals, each question with its choices and what is wrong
/// with them, tasks with their answers. The right answers of questions are not in it: the kernel gives them.
std::string teacher_sheet(const Lesson& lesson);

}  // namespace iovlab
