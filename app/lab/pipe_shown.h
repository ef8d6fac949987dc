#pragma once

#include "app/lab/state.h"
#include "app/widgets/slot_map.h"

#include <cstdint>
#include <vector>

namespace iovlab {

/// A pipe as it was at the step on show; before the first, as it will be found.
struct PipeShown {
    std::uint64_t capacity = 0;  ///< bytes
    std::uint64_t queued = 0;
    std::uint64_t taken = 0;  ///< by the reader
    bool reader_open = true;
    bool full = false;
    std::vector<ui::SlotView> slots;  ///< in use, the oldest first
};
PipeShown shown_pipe(const LabState& state);

}  // namespace iovlab
