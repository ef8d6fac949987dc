#pragma once

#include <cstdint>

namespace iovlab {

/// What the worker goes on needing once it is set up; all else is taken from it.
struct Needs {
    enum class Work { Calls, Benchmark } work = Work::Calls;
    int target = -1;           ///< the one descriptor, beside the wire, that its calls name
    std::uint64_t memory = 0;  ///< address space in bytes, with all that is mapped already
};

/// Takes from this process, for good: new privileges, every file by its path and TCP sockets (as much of it as the
/// kernel's Landlock knows), address space beyond `needs`, and every system call that it does not need. Open
/// descriptors stay as good as they are. A call that is taken away is not carried out: the parent is told which it
/// was (wire::Breach), and the process ends. Returns the parts that hold (wire::kCage...).
std::uint32_t confine(const Needs& needs);

/// A part of confine(): what the kernel's Landlock knows. no_new_privs must be set. landlock(7)
std::uint32_t lock_files();

/// confine()'s last part: the filter of system calls. False where this kernel, machine or build has none; a build
/// with AddressSanitizer or ThreadSanitizer goes without, because those need calls of their own. seccomp(2)
bool filter_calls(const Needs& needs);

}  // namespace iovlab
