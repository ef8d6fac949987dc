#pragma once

#include "core/experiment/experiment.h"

#include <cstdint>
#include <optional>
#include <string>

namespace iovlab::differ {

/// Where model and kernel went apart.
struct Difference {
    std::size_t call = 0;  ///< which call of the experiment, from 0
    std::string what;      ///< both answers, for people
};

struct Compared {
    std::uint64_t operations = 0;  ///< calls and reads put to both
    std::uint64_t unclaimed = 0;   ///< calls from which on the model kept silent
    std::optional<Difference> difference;
};

/// Puts every call and read of the experiment to the kernel and to the model and compares the answers, the target's
/// state after each, and every byte that was read. `mutate` makes the model wrong on purpose, to see that it shows.
Compared compare(const Experiment& experiment, bool mutate = false);

/// The smallest experiment found that still differs: calls, entries and sizes are taken away while it does.
Experiment shrink(Experiment experiment, bool mutate = false);

}  // namespace iovlab::differ
