#pragma once

#include "core/experiment/experiment.h"
#include "core/experiment/problem.h"

#include <optional>
#include <string>
#include <vector>

namespace iovlab {

/// All that is wrong with `experiment` before any call is made: every refusal that is not about TOML
/// itself. The file reader and the window use the same one. Cheap enough for every edit: no bytes are made.
std::vector<Problem> check(const Experiment& experiment);

/// What the format allows and this version cannot run yet, in a sentence; empty when it can all be run.
std::string unsupported(const Experiment& experiment);

}  // namespace iovlab
