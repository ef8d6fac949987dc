#pragma once

#include "core/bytes/buffer.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace iovlab {

/// An iov_base that is wrong on purpose (docs/experiments.md).
enum class BadBase { None, Unmapped, Crossing, Null, Kernel };

/// One line of an iovec list as the experiment file has it: a buffer, or a bad address, perhaps repeated.
struct EntrySpec {
    std::string buffer;  ///< empty when `bad` is set
    BadBase bad = BadBase::None;
    std::optional<std::uint64_t> length;  ///< iov_len; absent means the buffer's own size
    std::uint64_t good = 0;               ///< Crossing: how many bytes may be read before the fault
    std::uint64_t times = 1;              ///< how many equal entries this line stands for

    bool operator==(const EntrySpec&) const = default;
};

inline constexpr std::uint64_t kMaxEntries = 65536;       ///< entries in all, repeats counted
inline constexpr std::uint64_t kIovMax = 1024;            ///< UIO_MAXIOV, the kernel's limit for one call
inline constexpr std::uint64_t kMaxRwCount = 0x7ffff000;  ///< MAX_RW_COUNT: the most bytes one call moves

const char* to_string(BadBase bad);  ///< "unmapped", "crossing", "null", "kernel"; "" for None

}  // namespace iovlab
