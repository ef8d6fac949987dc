#pragma once

#include "core/bytes/page_size.h"

#include <cstdint>
#include <optional>
#include <unordered_set>

namespace iovlab {

/// How a file on a tmpfs takes a write, page by page: its disk's room, a memfd's seals (docs/kernel.md, 3, rules 5,
/// 7 and 8).
class TmpfsPages {
public:
    struct Setup {
        std::optional<std::uint64_t> room{};  ///< pages of the disk; absent: no limit that matters
        std::uint64_t page = page_size();
        bool sealed_write = false;  ///< F_SEAL_WRITE, F_SEAL_FUTURE_WRITE
        bool sealed_grow = false;   ///< F_SEAL_GROW
    };
    /// `size` bytes of the file are there already, all of them written.
    TmpfsPages(const Setup& setup, std::uint64_t size);

    enum class Stop { Nothing, Full, SealWrite, SealGrow, Fault };
    struct Taken {
        std::uint64_t n = 0;  ///< bytes that went in
        Stop stop = Stop::Nothing;
    };
    /// A write of `n` bytes at `at` into a file of `size` bytes; the byte at distance `fault` cannot be read.
    Taken write(std::uint64_t at, std::uint64_t n, std::uint64_t fault, std::uint64_t size);

private:
    bool allocate(std::uint64_t page);

    Setup setup_;
    std::unordered_set<std::uint64_t> pages_;  // kept only where room matters
};

}  // namespace iovlab
