#pragma once

#include "core/kernel/model/target_model.h"

#include <optional>

namespace iovlab {

/// What a target makes of pwritev2's flags.
struct FlagAnswer {
    std::optional<Answer> refused{};  ///< the call ends here, or the rules say nothing about one of the flags
    bool nowait = false;              ///< RWF_NOWAIT: as if the descriptor were non-blocking
};

/// A target that takes whole lists and has no place to append to (a pipe, a socket, /dev/null): RWF_HIPRI, DSYNC,
/// SYNC and APPEND mean nothing to it. About newer flags the rules say nothing.
FlagAnswer stream_flags(const Call& call);

/// A target that the kernel hands one entry after the other (an eventfd, /dev/full) takes RWF_HIPRI alone.
FlagAnswer entry_flags(const Call& call);

}  // namespace iovlab
