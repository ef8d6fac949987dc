#include "core/kernel/pipe_slots.h"

#include "core/bytes/entry.h"

#include <algorithm>

namespace iovlab {

void PipeSlots::begin_write(std::uint64_t total, bool packet) {
    packet_ = packet;
    open_ = 0;
    merge_ = 0;
    total = std::min(total, kMaxRwCount);  // the kernel cuts the list before the pipe sees it
    const std::uint64_t chars = total % page_;
    if (chars != 0 && !slots_.empty()) {
        const PipeSlot& last = slots_.back();
        if (!last.packet && last.offset + last.length + chars <= page_) merge_ = chars;
    }
    left_ = total - merge_;
}

void PipeSlots::put(std::uint64_t n) {
    if (merge_ > 0 && n > 0) {
        const std::uint64_t part = std::min(merge_, n);
        // The slot to merge with may have been read empty meanwhile: only if we were told late. Then it is a new
        // one.
        if (slots_.empty()) slots_.push_back({.at = stream_});
        slots_.back().length += static_cast<std::uint32_t>(part);
        merge_ -= part;
        n -= part;
        stream_ += part;
        queued_ += part;
    }
    while (n > 0) {
        if (open_ == 0) {
            // More than was announced can only be news about the kernel: keep counting in whole pages.
            open_ = static_cast<std::uint32_t>(std::min<std::uint64_t>(page_, left_ > 0 ? left_ : n));
            left_ -= std::min<std::uint64_t>(left_, open_);
            slots_.push_back({.at = stream_, .packet = packet_});
        } else if (slots_.empty()) {
            slots_.push_back({.at = stream_, .packet = packet_});
        }
        const auto part = static_cast<std::uint32_t>(std::min<std::uint64_t>(open_, n));
        slots_.back().length += part;
        open_ -= part;
        n -= part;
        stream_ += part;
        queued_ += part;
    }
}

PipeSlots::Taken PipeSlots::take(std::uint64_t n) {
    Taken taken;
    taken.at = slots_.empty() ? stream_ : slots_.front().at;
    while (n > 0 && !slots_.empty()) {
        PipeSlot& slot = slots_.front();
        const auto part = static_cast<std::uint32_t>(std::min<std::uint64_t>(slot.length, n));
        slot.offset += part;
        slot.length -= part;
        slot.at += part;
        n -= part;
        taken.length += part;
        queued_ -= part;
        if (slot.packet) {
            taken.dropped = slot.length;
            queued_ -= slot.length;
            slots_.pop_front();
            break;
        }
        if (slot.length == 0) slots_.pop_front();
    }
    return taken;
}

}  // namespace iovlab
