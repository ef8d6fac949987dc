#pragma once

#include "core/bytes/page_size.h"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <vector>

namespace iovlab {

/// One page slot of a pipe: a stretch of the stream of all bytes ever put into it.
struct PipeSlot {
    std::uint32_t offset = 0;  ///< bytes of the page in front that are lost until the slot is free
    std::uint32_t length = 0;  ///< bytes waiting
    std::uint64_t at = 0;      ///< position in the stream of the first waiting byte
    bool packet = false;       ///< O_DIRECT: read alone, its unread rest is dropped

    bool operator==(const PipeSlot&) const = default;
};

/// How a pipe keeps its bytes: docs/kernel.md, 2, rules 2 to 5 and 9. Told what the kernel took and gave, it
/// reckons which page holds what; its sum can be compared with FIONREAD. A write that sleeps is told in parts, as
/// they are seen.
class PipeSlots {
public:
    PipeSlots() = default;
    /// `capacity` in bytes, as F_GETPIPE_SZ says; a slot is one page.
    explicit PipeSlots(std::uint64_t capacity, std::uint64_t page = page_size())
        : page_(page), capacity_(capacity / page) {}

    /// F_SETPIPE_SZ: a new size in bytes, not less than what is taken.
    void set_capacity(std::uint64_t capacity) { capacity_ = capacity / page_; }

    /// A write of `total` bytes begins; `packet` is the O_DIRECT flag of its descriptor.
    void begin_write(std::uint64_t total, bool packet);
    /// `n` more bytes of it are in the pipe.
    void put(std::uint64_t n);

    struct Taken {
        std::uint64_t at = 0;       ///< stream position of the first byte
        std::uint64_t length = 0;   ///< bytes the reader got
        std::uint64_t dropped = 0;  ///< bytes behind them that a packet's reader lost
    };
    /// One read(2) of up to `n` bytes.
    Taken take(std::uint64_t n);

    const std::deque<PipeSlot>& slots() const { return slots_; }
    std::uint64_t page() const { return page_; }        ///< bytes in a slot
    std::size_t capacity() const { return capacity_; }  ///< in slots
    std::uint64_t queued() const { return queued_; }    ///< bytes waiting
    std::uint64_t stream_size() const { return stream_; }

private:
    std::uint64_t page_ = page_size();
    std::deque<PipeSlot> slots_;
    std::size_t capacity_ = 0;
    std::uint64_t queued_ = 0;
    std::uint64_t stream_ = 0;  // bytes ever put in
    std::uint64_t merge_ = 0;   // bytes of the current write that still go to the last slot
    std::uint64_t left_ = 0;    // bytes of the current write behind those
    std::uint32_t open_ = 0;    // bytes that the slot begun last still lacks, when it was seen half done
    bool packet_ = false;
};

}  // namespace iovlab
