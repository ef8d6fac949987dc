#pragma once

#include "core/worker/wire.h"

namespace iovlab {

/// Sets the dispositions that the experiment asks for. Returns 0 or an errno.
int take_signals(const wire::Setup& setup);

/// Answers requests until the parent hangs up; `target` is the descriptor that the calls name. Waits are for
/// POLLOUT, or for POLLIN where the calls read. Returns the exit status.
int serve(int target, bool reads);

}  // namespace iovlab
