#pragma once

#include "core/lesson/lesson.h"

#include <cstddef>
#include <map>
#include <set>
#include <string>

namespace iovlab {

/// How far somebody is in one lesson.
struct LessonProgress {
    std::size_t step = 0;        ///< where it goes on, from 0
    std::set<std::size_t> done;  ///< steps that were passed, from 0
    bool finished = false;       ///< once; stays so when it is taken again

    bool operator==(const LessonProgress&) const = default;
};

/// What somebody has done of all lessons, by name. The window and the terminal share it.
struct CourseProgress {
    std::map<std::string, LessonProgress> lessons;

    bool operator==(const CourseProgress&) const = default;
    /// Step `step` of `lesson` was passed: it goes on behind it.
    void passed(const Lesson& lesson, std::size_t step);
    /// Somebody is at step `step` now.
    void at(const Lesson& lesson, std::size_t step);
};

/// $XDG_STATE_HOME/iovlab/progress.toml, or below ~/.local/state. Empty when there is no such place.
std::string progress_file();
/// A folder beside it for the files that learners edit in the terminal; "" when there is no such place.
std::string learner_folder();

/// A file that is missing, broken or of a newer version is no progress.
CourseProgress load_progress(const std::string& path);
/// Writes it together with what the file has gained meanwhile, atomically. A broken file is kept as `path`.broken,
/// one of a newer version is left alone. Returns an empty string, or what went wrong: then nothing is kept.
std::string save_progress(const CourseProgress& progress, const std::string& path);

}  // namespace iovlab
