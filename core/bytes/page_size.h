#pragma once

#include <cstdint>

namespace iovlab {

/// Bytes in a page of this machine's memory: 4,096 on x86-64, 16,384 or 65,536 on some others. Memory is mapped,
/// pipes, tmpfs and seals count in it. PIPE_BUF is 4,096 on all of them.
std::uint64_t page_size();

/// How many pages hold `bytes`.
constexpr std::uint64_t pages_for(std::uint64_t bytes, std::uint64_t page) {
    return bytes / page + (bytes % page != 0 ? 1 : 0);
}

}  // namespace iovlab
