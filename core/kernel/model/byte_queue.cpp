#include "core/kernel/model/byte_queue.h"

#include <algorithm>
#include <span>

namespace iovlab {

void ByteQueue::queue(Piece piece) {
    if (piece.length == 0) return;
    piece.at = end_;
    end_ += piece.length;
    waiting_.push_back(piece);
}

void ByteQueue::put(const IovList& list, std::uint64_t n) {
    for (std::size_t i = 0; i < list.size() && n > 0; ++i) {
        const Iov iov = list[i];
        const std::uint64_t part = std::min(iov.length, n);
        queue({.length = part, .source = Source::Entry, .entry = iov.entry, .offset = iov.base});
        n -= part;
    }
}

void ByteQueue::take(std::uint64_t n, std::uint64_t dropped, std::vector<std::byte>& out) {
    const std::uint64_t end = gone_ + n;
    for (std::uint64_t at = gone_; at < end;) {
        const Piece& piece = waiting_.front();
        const std::uint64_t part = std::min(piece.end(), end) - at;
        const std::size_t begin = out.size();
        out.resize(begin + part, other_);
        if (piece.source == Source::Entry) {
            arena_.copy(piece.offset + (at - piece.at), std::span(out).subspan(begin));
        }
        at += part;
        if (piece.end() <= at) waiting_.pop_front();
    }
    gone_ = end + dropped;
    while (!waiting_.empty() && waiting_.front().end() <= gone_) waiting_.pop_front();
}

}  // namespace iovlab
