#include "core/experiment/replay.h"

#include <algorithm>
#include <optional>

namespace iovlab {

namespace {

std::uint64_t asked_by_call(const Trace& trace, std::size_t from) {
    for (std::size_t i = from; i < trace.size(); ++i) {
        if (const auto* call = std::get_if<CallStep>(&trace[i].what)) return call->call.cap.value_or(call->asked);
    }
    return 0;
}

}  // namespace

PipeSlots slots_after(const Trace& trace, std::size_t steps, std::uint64_t preload, bool packet) {
    const auto capacity = trace.empty() ? 0 : static_cast<std::uint64_t>(trace.front().after.capacity.value_or(0));
    PipeSlots slots(capacity);
    slots.begin_write(preload, packet);
    slots.put(preload);
    bool writing = false;  // a call that was seen asleep, or was read from under way, before it returned
    for (std::size_t i = 0; i < std::min(steps, trace.size()); ++i) {
        const Step& step = trace[i];
        const auto* call = std::get_if<CallStep>(&step.what);
        const auto* sleep = std::get_if<SleepStep>(&step.what);
        const std::uint64_t more = step.put > slots.stream_size() ? step.put - slots.stream_size() : 0;
        if (!writing && (call || more > 0 || (sleep && !sleep->polling))) {
            slots.begin_write(asked_by_call(trace, i), packet);
            writing = true;
        }
        slots.put(more);
        if (call) writing = false;
        const auto* resize = std::get_if<ResizeStep>(&step.what);
        if (resize && resize->result > 0) slots.set_capacity(static_cast<std::uint64_t>(resize->result));
        const auto* read = std::get_if<ReadStep>(&step.what);
        const bool by_call = call && reads(call->call.op);
        if (read || by_call) {
            for (std::uint64_t left = by_call ? call->taken : read->bytes; left > 0;) {
                const std::uint64_t got = slots.take(left).length;
                if (got == 0) break;
                left -= got;
            }
        }
    }
    return slots;
}

}  // namespace iovlab
