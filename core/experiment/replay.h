#pragma once

#include "core/experiment/trace.h"
#include "core/kernel/pipe_slots.h"

#include <cstddef>

namespace iovlab {

/// The pipe's page slots as they were after the first `steps` steps of a trace. The trace is only looked at: no
/// call is made again. `packet` is O_DIRECT, `preload` the bytes put in before the run.
PipeSlots slots_after(const Trace& trace, std::size_t steps, std::uint64_t preload, bool packet);

}  // namespace iovlab
