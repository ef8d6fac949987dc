#pragma once

#include "core/bytes/arena.h"
#include "core/bytes/provenance.h"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <vector>

namespace iovlab {

/// The bytes that wait for a reader, as places in memory: none is copied before it is read.
class ByteQueue {
public:
    /// `other` is what every byte is that came from no entry. The arena must outlive the queue.
    ByteQueue(const Arena& arena, std::byte other) : arena_(arena), other_(other) {}

    /// `n` bytes that no call put there.
    void put_other(std::uint64_t n) { queue({.length = n, .source = Source::Preload}); }
    /// The first `n` bytes of `list`.
    void put(const IovList& list, std::uint64_t n);
    /// Adds the first `n` waiting bytes to `out` and forgets the `dropped` ones behind them.
    void take(std::uint64_t n, std::uint64_t dropped, std::vector<std::byte>& out);

private:
    void queue(Piece piece);

    const Arena& arena_;
    std::byte other_;
    std::deque<Piece> waiting_;  // an Entry piece's offset is the address of its first byte
    std::uint64_t end_ = 0;      // bytes ever put in
    std::uint64_t gone_ = 0;     // bytes ever taken out or dropped
};

}  // namespace iovlab
