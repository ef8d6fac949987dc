#include "core/bytes/provenance.h"

#include <algorithm>

namespace iovlab {

namespace {

bool goes_on(const Piece& a, const Piece& b) {
    return a.end() == b.at && a.source == b.source && a.step == b.step && a.list == b.list && a.entry == b.entry &&
           (a.source == Source::Hole || a.offset + a.length == b.offset);
}

// The part of `piece` in [begin, end), or nothing of it (length 0).
Piece part_of(const Piece& piece, std::uint64_t begin, std::uint64_t end) {
    Piece part = piece;
    const std::uint64_t from = std::max(begin, piece.at);
    const std::uint64_t to = std::min(end, piece.end());
    part.at = from;
    part.length = to > from ? to - from : 0;
    part.offset += from - piece.at;
    return part;
}

void add_joined(std::vector<Piece>& pieces, const Piece& piece) {
    if (piece.length == 0) return;
    if (!pieces.empty() && goes_on(pieces.back(), piece)) {
        pieces.back().length += piece.length;
    } else {
        pieces.push_back(piece);
    }
}

}  // namespace

void Provenance::append(Piece piece) {
    piece.at = size_;
    add_joined(pieces_, piece);
    size_ += piece.length;
}

void Provenance::overlay(const Piece& piece) {
    if (piece.length == 0) return;
    if (piece.at >= size_) {  // the common case: at the end, or behind a hole
        resize(piece.at);
        append(piece);
        return;
    }
    std::vector<Piece> result;
    result.reserve(pieces_.size() + 2);
    bool placed = false;
    for (const Piece& old : pieces_) {
        if (old.end() <= piece.at) {
            result.push_back(old);
            continue;
        }
        add_joined(result, part_of(old, 0, piece.at));
        if (!placed) {
            add_joined(result, piece);
            placed = true;
        }
        if (old.end() > piece.end()) add_joined(result, part_of(old, piece.end(), old.end()));
    }
    pieces_ = std::move(result);
    size_ = std::max(size_, piece.end());
}

void Provenance::resize(std::uint64_t size) {
    if (size > size_) {
        append({.length = size - size_, .source = Source::Hole});
        return;
    }
    while (!pieces_.empty() && pieces_.back().at >= size) pieces_.pop_back();
    if (!pieces_.empty() && pieces_.back().end() > size) pieces_.back().length = size - pieces_.back().at;
    size_ = size;
}

void Provenance::follow(const Provenance& whole, std::uint64_t size) {
    size = std::min(size, whole.size_);
    if (size < size_) return resize(size);
    // The last piece may have been cut off here, and have grown there.
    const std::size_t kept = pieces_.empty() ? 0 : pieces_.size() - 1;
    pieces_.resize(kept);
    const auto from = whole.pieces_.begin() + static_cast<std::ptrdiff_t>(kept);
    pieces_.insert(pieces_.end(), from, std::find_if(from, whole.pieces_.end(), [size](const Piece& piece) {
                       return piece.at >= size;
                   }));
    size_ = whole.size_;
    resize(size);
}

const Piece* Provenance::find(std::uint64_t at) const {
    auto next = std::upper_bound(pieces_.begin(), pieces_.end(), at,
                                 [](std::uint64_t value, const Piece& piece) { return value < piece.at; });
    if (next == pieces_.begin()) return nullptr;
    const Piece& piece = *std::prev(next);
    return at < piece.end() ? &piece : nullptr;
}

}  // namespace iovlab
