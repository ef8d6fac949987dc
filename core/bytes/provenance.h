#pragma once

#include <cstdint>
#include <map>
#include <vector>

namespace iovlab {

/// Where bytes in a sink came from.
enum class Source {
    Entry,    ///< from an entry of a call's list
    Preload,  ///< put into the pipe before the run
    Content,  ///< in the file before the run
    Hole,     ///< never written: zeros that the file system makes up
};

/// A run of bytes with one source. Ranges, not a record a byte: a 1 GiB sink from three entries is three pieces.
struct Piece {
    std::uint64_t at = 0;      ///< position in the sink
    std::uint64_t length = 0;  ///< bytes
    Source source = Source::Hole;
    std::uint32_t step = 0;    ///< Entry: the number n of the system call that carried it, from 1
    std::uint32_t list = 0;    ///< Entry: which [[call]] of the experiment, from 0
    std::uint32_t entry = 0;   ///< Entry: index in that call's expanded list
    std::uint64_t offset = 0;  ///< Entry: byte in the entry; Preload, Content: byte in it

    std::uint64_t end() const { return at + length; }
    bool operator==(const Piece&) const = default;
};

/// Which source each byte of a sink has, by position. Pieces never overlap and are ordered; gaps are holes.
class Provenance {
public:
    Provenance() = default;
    Provenance(const Provenance& other) : pieces_(other.pieces()), size_(other.size_) {}
    Provenance& operator=(const Provenance& other);
    Provenance(Provenance&&) = default;
    Provenance& operator=(Provenance&&) = default;
    ~Provenance() = default;

    /// Adds `piece` at the end; its `at` is set. Joins it to the last piece where it goes on seamlessly.
    void append(Piece piece);
    /// Puts `piece` at its own `at`, over whatever was there (a file written at an offset).
    void overlay(const Piece& piece);
    /// Forgets everything from `size` on, or grows with a hole up to it.
    void resize(std::uint64_t size);
    /// Becomes the first `size` bytes of `whole`, of which this is a front already, longer or shorter: as dear as
    /// the difference. What only grows at its end is followed by this.
    void follow(const Provenance& whole, std::uint64_t size);

    /// The piece with the byte at `at`, or null past the end.
    const Piece* find(std::uint64_t at) const;
    /// Valid until the next change. Not to be asked for from two threads at once.
    const std::vector<Piece>& pieces() const;
    std::uint64_t size() const { return size_; }

private:
    void to_map();
    std::map<std::uint64_t, Piece>::iterator cut(std::uint64_t at);
    void join_with_next(std::map<std::uint64_t, Piece>::iterator piece);

    mutable std::vector<Piece> pieces_;
    std::uint64_t size_ = 0;
    // Where pieces were put over others they are kept by position, so that the next one costs a search and not a
    // copy of them all; the vector is made from that when it is asked for.
    std::map<std::uint64_t, Piece> map_;
    bool mapped_ = false;
    mutable bool stale_ = false;  // pieces_ lacks what the map has
};

}  // namespace iovlab
