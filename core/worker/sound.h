#pragma once

#include "core/worker/bench_wire.h"
#include "core/worker/wire.h"

#include <algorithm>
#include <cstdint>

/// Whether a message can be acted upon. Both sides ask before they use a number out of it, so that a program that
/// is not ours, or a worker that has lost its head, does no harm at the other end.
namespace iovlab::wire {

inline constexpr std::int32_t kMostErrno = 4095;  // MAX_ERRNO: system calls return no larger one
inline constexpr std::uint64_t kArraySpace = kMaxIov * sizeof(SheetIov);  // in front of the arena

inline bool sound(const Setup& setup) {
    return setup.reserve_at >= kArraySpace && setup.reserve_size <= UINT64_MAX - setup.reserve_at &&
           setup.mappings <= kSheetSize / sizeof(SheetMapping) && (setup.target == kTargetFd || setup.target == -1);
}

/// Only what lies in the reserved space is mapped: anywhere else it could lie upon something of the worker's.
inline bool inside(const Setup& setup, const SheetMapping& piece) {
    return piece.address >= setup.reserve_at && piece.size <= setup.reserve_size &&
           piece.address - setup.reserve_at <= setup.reserve_size - piece.size && piece.file_offset <= INT64_MAX;
}

inline bool sound(const CallRequest& call) {
    return call.make <= Make::Preadv && call.iovs <= kMaxIov && (call.make != Make::Write || call.iovs > 0);
}

/// A request after the setup.
inline bool sound(const Request& request) {
    return request.ask == Ask::Wait || (request.ask == Ask::Call && sound(request.call));
}

inline bool sound(const Answer& answer) {
    const bool failed = answer.result < 0;
    return answer.result >= -1 && failed == (answer.error != 0) && answer.error >= 0 &&
           answer.error <= kMostErrno && answer.elapsed_ns >= 0;
}

inline bool sound(const SetupAnswer& answer) {
    return answer.error >= 0 && answer.error <= kMostErrno;
}

inline bool sound(const DiskAnswer& answer) {
    return answer.step <= DiskStep::Done && answer.error >= 0 && answer.error <= kMostErrno;
}

inline bool sound(const BenchMeasure& measure) {
    return measure.count > 0 && measure.size > 0 && measure.batch > 0 && measure.batch <= kMaxBatch &&
           measure.ways <= kMaxWays &&
           std::all_of(measure.way, measure.way + measure.ways, [](Way way) { return way <= Way::Copying; });
}

inline bool sound(const BenchRequest& request) {
    if (request.setup > 1) return false;
    return request.setup == 1 ? request.first.sink <= SinkKind::Socket : sound(request.measure);
}

inline bool sound(const BenchAnswer& answer) {
    return answer.fault <= BenchAnswer::Fault::Content && answer.error >= 0 && answer.error <= kMostErrno &&
           answer.which < kMaxWays &&
           std::all_of(answer.times, answer.times + kMaxWays,
                       [](const BenchTimes& times) { return times.elapsed_ns >= 0; });
}

}  // namespace iovlab::wire
