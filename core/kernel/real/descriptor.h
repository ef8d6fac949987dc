#pragma once

#include "core/kernel/real/target.h"

#include <cstdint>
#include <optional>
#include <span>

/// What several targets ask of a descriptor in the same way.
namespace iovlab {

/// st_size of `looked_at`, and the position of the open file that `moving` shares with the worker.
void add_file_state(TargetState& state, int looked_at, int moving);
/// pread(2) until `out` is full or the file ends; returns the bytes read.
std::size_t read_at(int fd, std::uint64_t at, std::span<std::byte> out);
std::optional<Target::FileSystem> file_system_of(int fd);

/// What O_DIRECT wants of this file.
DirectUnits direct_units(int fd);

void set_nonblocking(int fd);
/// poll(2) says POLLOUT; absent when it fails.
std::optional<bool> is_writable(int fd);
/// Datagrams that the socket `fd` was sent and had no room for (SO_MEMINFO); absent where the kernel does not tell.
std::optional<std::int64_t> datagrams_dropped(int fd);
/// Bytes in all datagrams that wait at `fd`: FIONREAD tells of the first alone. Takes none.
std::int64_t bytes_in_datagrams(int fd);

}  // namespace iovlab
