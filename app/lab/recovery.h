#pragma once

#include "core/experiment/experiment.h"

#include <string>
#include <vector>

namespace iovlab {

/// Unsaved work, written down while it is being edited, so that it outlives the program. Each window has a file of
/// its own in the recovery folder and holds a lock beside it: a file whose lock can be had belongs to a window that
/// is gone. All of this touches the disk and belongs on the thread for files.
class Recovery {
public:
    /// Nothing is made before the first keep().
    explicit Recovery(std::string folder);
    ~Recovery();
    Recovery(const Recovery&) = delete;
    Recovery& operator=(const Recovery&) = delete;

    /// `path`: the file that the experiment belongs to, empty when it has none. Empty, or what went wrong.
    std::string keep(const Experiment& experiment, const std::string& path);
    /// Nothing is unsaved any more.
    void drop();

private:
    std::string claim();

    std::string folder_;
    std::string file_;
    int lock_ = -1;
};

/// Unsaved work that a window left behind.
struct LeftBehind {
    std::string file;  ///< in the recovery folder
    std::string path;  ///< the file that it belongs to; empty: it has none
    std::string when;  ///< "22 November, 19:41"
    Experiment experiment;
};
/// The newest first. Files that cannot be read are said in `problems`, by their path, and stay where they are.
std::vector<LeftBehind> left_behind(const std::string& folder, std::vector<std::string>& problems);
/// Forgets one.
void forget(const LeftBehind& work);

}  // namespace iovlab
