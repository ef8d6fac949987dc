#include "core/experiment/atomic_file.h"
#include "core/experiment/toml.h"

namespace iovlab {

std::string save_experiment_file(const Experiment& experiment, const std::string& path) {
    return write_file_atomically(path, write_experiment(experiment));
}

}  // namespace iovlab
