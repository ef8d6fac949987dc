#include "core/bytes/provenance.h"

#include <algorithm>
#include <iterator>

namespace iovlab {

namespace {

bool goes_on(const Piece& a, const Piece& b) {
    return a.end() == b.at && a.source == b.source && a.step == b.step && a.list == b.list && a.entry == b.entry &&
           (a.source == Source::Hole || a.offset + a.length == b.offset);
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

Provenance& Provenance::operator=(const Provenance& other) {
    if (this == &other) return *this;
    pieces_ = other.pieces();
    size_ = other.size_;
    map_.clear();
    mapped_ = stale_ = false;
    return *this;
}

const std::vector<Piece>& Provenance::pieces() const {
    if (stale_) {
        pieces_.clear();
        pieces_.reserve(map_.size());
        for (const auto& [at, piece] : map_) pieces_.push_back(piece);
        stale_ = false;
    }
    return pieces_;
}

void Provenance::to_map() {
    if (!mapped_) {
        for (const Piece& piece : pieces_) map_.emplace_hint(map_.end(), piece.at, piece);
        mapped_ = true;
    }
    stale_ = true;
}

void Provenance::append(Piece piece) {
    piece.at = size_;
    size_ += piece.length;
    if (!mapped_) return add_joined(pieces_, piece);
    if (piece.length == 0) return;
    stale_ = true;
    const auto last = map_.empty() ? map_.end() : std::prev(map_.end());
    map_.emplace_hint(map_.end(), piece.at, piece);
    if (last != map_.end()) join_with_next(last);
}

// Makes a piece begin at `at`; returns it, or the end.
std::map<std::uint64_t, Piece>::iterator Provenance::cut(std::uint64_t at) {
    const auto next = map_.lower_bound(at);
    if (next == map_.begin() || (next != map_.end() && next->first == at)) return next;
    Piece& before = std::prev(next)->second;
    if (before.end() <= at) return next;
    Piece rest = before;
    rest.at = at;
    rest.length = before.end() - at;
    rest.offset += at - before.at;
    before.length = at - before.at;
    return map_.emplace_hint(next, at, rest);
}

void Provenance::join_with_next(std::map<std::uint64_t, Piece>::iterator piece) {
    const auto next = std::next(piece);
    if (next == map_.end() || !goes_on(piece->second, next->second)) return;
    piece->second.length += next->second.length;
    map_.erase(next);
}

void Provenance::overlay(const Piece& piece) {
    if (piece.length == 0) return;
    if (piece.at >= size_) {  // the common case: at the end, or behind a hole
        resize(piece.at);
        append(piece);
        return;
    }
    to_map();
    const auto end = cut(piece.end());
    map_.erase(cut(piece.at), end);
    const auto placed = map_.emplace_hint(end, piece.at, piece);
    size_ = std::max(size_, piece.end());
    join_with_next(placed);
    if (placed != map_.begin()) join_with_next(std::prev(placed));
}

void Provenance::resize(std::uint64_t size) {
    if (size > size_) {
        append({.length = size - size_, .source = Source::Hole});
        return;
    }
    size_ = size;
    if (mapped_) {
        map_.erase(cut(size), map_.end());
        stale_ = true;
        return;
    }
    while (!pieces_.empty() && pieces_.back().at >= size) pieces_.pop_back();
    if (!pieces_.empty() && pieces_.back().end() > size) pieces_.back().length = size - pieces_.back().at;
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
    const Piece* piece = nullptr;
    if (mapped_) {
        const auto next = map_.upper_bound(at);
        if (next != map_.begin()) piece = &std::prev(next)->second;
    } else {
        const auto next =
            std::upper_bound(pieces_.begin(), pieces_.end(), at,
                             [](std::uint64_t value, const Piece& other) { return value < other.at; });
        if (next != pieces_.begin()) piece = &*std::prev(next);
    }
    return piece && at < piece->end() ? piece : nullptr;
}

}  // namespace iovlab
