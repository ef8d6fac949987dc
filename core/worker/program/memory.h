#pragma once

#include "core/worker/wire.h"

#include <cstddef>
#include <cstdint>

struct iovec;

namespace iovlab {

/// Maps the arena at its fixed address and the sheet wherever it fits. Returns 0 or an errno.
int map_arena(const wire::Setup& setup, int arena_fd, int sheet_fd);

/// Address space in bytes that the worker may have: what is mapped for this setup, and room for a caller's copy of
/// as much as one call can take.
std::uint64_t address_space(const wire::Setup& setup);

/// The call's iovecs from the sheet, copied so that the array ends flush at a page that may not be read: a count
/// that is too large then gives EFAULT, always. `n` is at most wire::kMaxIov.
const iovec* iov_array(std::uint32_t n);

/// An address in user space that may not be read.
const iovec* unreadable_array();

/// Joins the call's buffers into one, as a program would that copies before it writes. A bad address kills us here
/// with SIGSEGV: that is what such a program gets where writev gives EFAULT. Null and errno when there is no
/// memory.
const std::byte* join(std::uint32_t n, std::size_t& size);

/// Copies `size` bytes from where the call's first iovec points and lets that iovec, in the array that iov_array()
/// gave, point at the copy: what slicing off the rest of a buffer does. False and errno when there is no memory.
bool copy_first(std::uint32_t n, std::size_t size);

}  // namespace iovlab
