#pragma once

#include "core/bytes/arena.h"
#include "core/kernel/call.h"

#include <cstdint>

namespace iovlab {

/// What the descriptor is, as far as the checks in front of the target care.
enum class Access { Writable, ReadOnly, Closed };  ///< Closed: not open, or O_PATH

/// A call's arguments after the kernel has looked at them.
struct Imported {
    const char* refused{};  ///< the rule that ends the call here; null: on to the target
    int error{};            ///< errno then; 0 means that the call returns 0
    int signal{};           ///< the caller died while it prepared the call (copy+write)
    std::uint64_t total{};  ///< bytes asked for, capped at MAX_RW_COUNT
    std::uint64_t fault{};  ///< distance to the first byte that cannot be read; `total` when all can
};

/// docs/kernel.md, 1: every check that is made before the target is asked, in the kernel's order. `seekable` is
/// false for pipes and sockets. Flags of pwritev2 are the target's business.
Imported import(const Call& call, const Arena& arena, Access access, bool seekable);

}  // namespace iovlab
