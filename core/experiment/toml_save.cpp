#include "core/experiment/atomic_file.h"
#include "core/experiment/toml.h"
#include "core/experiment/toml_guard.h"

namespace iovlab {

std::string save_experiment_file(const Experiment& experiment, const std::string& path) {
    const std::string text = write_experiment(experiment);
    // What could not be opened again is not put in the place of what can.
    const std::vector<FileProblem> unreadable = hostile_text(text, path);
    return unreadable.empty() ? write_file_atomically(path, text) : unreadable.front().text();
}

}  // namespace iovlab
