#pragma once

#include "app/lab/run_view.h"
#include "core/experiment/text.h"
#include "core/experiment/trace.h"

#include <string>

namespace iovlab {

/// A call on one line, by its lengths alone: "writev(4, [24, 30000, 24000], 3)". Numbers as strace has them.
std::string short_call(const CallStep& step, int fd);
/// Any step on one line: "poll(4, POLLOUT)", "the reader takes 4,096 B"...
/// `reading`: of a run whose calls read.
std::string step_text(const Step& step, int fd, bool reading = false);
/// A whole run as strace prints it.
std::string strace_text(const RunView& run);

}  // namespace iovlab
