#pragma once

#include "core/worker/bench_wire.h"

#include <cstddef>
#include <cstdint>
#include <span>

namespace iovlab {

/// An entry of the list to send: at least one byte.
struct Piece {
    const std::byte* base = nullptr;
    std::size_t size = 0;
};

/// What sending cost in calls.
struct Tally {
    std::uint64_t calls = 0, shorts = 0, bytes = 0;
    int error = 0;  ///< errno of the call that could not be got over; 0: everything is out
};

/// Sends `list` to `fd`, every byte of it, whatever the calls return: EINTR is repeated, EAGAIN waits in poll(2),
/// after a short write the rest follows. What a way needs (an array, a copy, memory) it makes anew each time.
void send_list(wire::Way way, int fd, std::span<const Piece> list, Tally& tally);

}  // namespace iovlab
