#pragma once

#include <cstdint>

/// How a unix socket's memory is counted against SO_SNDBUF: docs/kernel.md, 5. The constants are of a kernel build;
/// a calibration (core/kernel/real/calibration.h) tells whether they hold on the running one.
namespace iovlab::unix_memory {

/// SO_SNDBUF unless one is asked for (/proc/sys/net/core/wmem_default), and the most that may be asked for.
inline constexpr std::uint64_t kDefault = 212992;
inline constexpr std::uint64_t kMost = 212992;

/// What getsockopt(2) says after SO_SNDBUF was set to `asked`.
std::uint64_t effective(std::uint64_t asked);

/// A stream is cut into pieces (socket buffers) of this size, the last one shorter.
std::uint64_t piece(std::uint64_t rest, std::uint64_t sndbuf);
/// What a stream's piece of `size` bytes is charged.
std::uint64_t piece_charge(std::uint64_t size);

/// The longest message that a datagram or seqpacket socket takes.
std::uint64_t longest_message(std::uint64_t sndbuf);
/// What a message of `size` bytes is charged.
std::uint64_t message_charge(std::uint64_t size);

/// poll(2) calls the socket writable, and wakes a sleeping writer.
bool writable(std::uint64_t charged, std::uint64_t sndbuf);

}  // namespace iovlab::unix_memory
