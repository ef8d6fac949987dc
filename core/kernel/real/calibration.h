#pragma once

/// Whether the running kernel keeps rules that are of a kernel build: a few harmless probes, made once in a
/// process, on the thread that asks first. None of them can sleep.
namespace iovlab {

/// A unix socket's memory is counted as unix_memory.h says: SIOCOUTQ after writes of many sizes.
bool unix_memory_holds();
/// An eventfd refuses more than 8 bytes (Linux 6.9; before that it took the first 8).
bool eventfd_size_holds();
/// A memfd is written page by page under F_SEAL_GROW; where it has larger pages, the write ends elsewhere.
bool memfd_pages_hold();

}  // namespace iovlab
