#pragma once

#include "core/bytes/iov_list.h"
#include "core/bytes/provenance.h"

#include <cstdint>
#include <vector>

namespace iovlab {

/// All lists laid end to end: the stream that should arrive, and whose each of its bytes is.
class Expected {
public:
    explicit Expected(const std::vector<IovList>& lists);

    std::uint64_t total() const { return total_; }  ///< saturating
    /// Where a piece that came from an entry belongs.
    std::uint64_t position(const Piece& piece) const {
        return starts_[firsts_[piece.list] + piece.entry] + piece.offset;
    }
    /// Where list `list` begins; total() for the one behind the last.
    std::uint64_t list_begin(std::size_t list) const;
    std::size_t lists() const { return firsts_.size(); }
    /// The rest of the entry that the byte at `position` belongs to. `position` must be below total().
    Piece piece_at(std::uint64_t position) const;

private:
    std::vector<std::uint64_t> starts_;  // of every entry of all lists
    std::vector<std::size_t> firsts_;    // by list: index of its first entry in starts_
    std::uint64_t total_ = 0;
};

}  // namespace iovlab
