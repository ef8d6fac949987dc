#pragma once

#include "core/experiment/experiment.h"

#include <cstdint>
#include <functional>
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

/// Where the model is made wrong on purpose, to see that it shows.
enum class Mutation {
    None,
    Results,      ///< one byte less for each large result
    ReadResults,  ///< the same of calls that read, however little they read
    ReadBytes,    ///< one byte that a read puts into memory is another one
    ReadState,    ///< a read leaves a byte too many behind, or moves the position too far
};

/// Puts every call and read of the experiment to the kernel and to the model and compares the answers, the target's
/// state after each, and every byte that was read.
Compared compare(const Experiment& experiment, Mutation mutation = Mutation::None);

/// The smallest experiment found of which `compare` still says that it differs: calls, entries, sizes and what
/// stands around the calls are taken away while it does.
Experiment shrink(Experiment experiment, const std::function<Compared(const Experiment&)>& compare);

}  // namespace iovlab::differ
