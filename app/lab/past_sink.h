#pragma once

#include "app/lab/run_view.h"

namespace iovlab {

/// The sink has only grown at its end so far: what it was earlier is its front.
bool sink_grows(const RunView& run);

/// The sink as it was after step `index` of the trace. Worked out from what was kept: no call is made again, and no
/// file is read. Bytes that a later call wrote over are taken from the buffers that they came from.
void sink_after(const RunView& run, std::size_t index, Run::Sink& out);

}  // namespace iovlab
