#pragma once

#include <cstdint>
#include <string>

namespace iovlab {

/// A file without a name on a disk of its own: a tmpfs of `bytes` bytes (rounded up to whole pages) in a private
/// user and mount namespace. Returns a descriptor open for reading and writing, which is all that keeps the disk.
/// Throws NoTarget: what this machine forbids.
int open_on_small_disk(std::uint64_t bytes);

}  // namespace iovlab
