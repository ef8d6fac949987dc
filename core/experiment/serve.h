#pragma once

#include "core/bytes/arena.h"
#include "core/experiment/board.h"
#include "core/experiment/experiment.h"
#include "core/kernel/real/serving.h"

#include <memory>

namespace iovlab {

/// Listens, tells where (a ServeStep), and waits for the experiment's one client: until it comes, the deadline is
/// over, or the run is stopped. Null when nobody came; the run's end is in the trace then. Throws NoTarget.
std::unique_ptr<Served> wait_for_client(const Experiment& experiment, const RunOptions& options, const Arena& arena,
                                        Board& board);

}  // namespace iovlab
