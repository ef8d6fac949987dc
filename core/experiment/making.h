#pragma once

#include "core/bytes/arena.h"
#include "core/experiment/experiment.h"
#include "core/kernel/call.h"
#include "core/kernel/kernel.h"

#include <cstdint>
#include <optional>

/// From a [call] of the document to a call for the kernel: for whoever makes calls, one writer or several.
namespace iovlab {

/// The call with `rest` of its list, after `sent` bytes of it; `first`: nothing of the list was offered before.
/// Absent where it would begin behind the last offset that there is (off_t ends at 2^63 - 1).
std::optional<Call> call_of(const CallSpec& spec, const IovList& rest, std::uint64_t sent, bool first);

/// The kernel refuses this call whatever becomes of its bytes: by its arguments, or as a message that
/// cannot go. Such a call never ends short, so no fault may shorten it.
bool refused_whole(const Call& call, const Arena& arena, const TargetState& target);

}  // namespace iovlab
