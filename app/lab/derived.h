#pragma once

#include "core/bytes/iov_list.h"
#include "core/experiment/experiment.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace iovlab {

/// A buffer as far as it can be worked out while the document may still be wrong.
struct BufferFacts {
    std::uint64_t size = 0;
    std::size_t root = 0;       ///< whose bytes these are: itself unless it is a view
    std::uint64_t offset = 0;   ///< where a view starts in its root
    std::size_t made_by = 0;    ///< the buffer whose content its bytes are, shared or copied
    std::uint64_t made_at = 0;  ///< where in that content they start
    std::uint64_t from = 0;     ///< slices and views: the clamped range of `of`
    std::uint64_t to = 0;
    std::string preview;     ///< its first bytes as text, one character a byte; empty when they are not known
    bool size_known = true;  ///< false: a file that is read when the run begins
};

/// An entry line of a list.
struct EntryFacts {
    std::optional<std::size_t> buffer;  ///< index of its buffer
    std::uint64_t length = 0;           ///< iov_len
    std::uint64_t first = 0;            ///< index of its first entry once repeats are expanded
    std::uint64_t total = 0;            ///< bytes of all its repeats, saturating
    std::uint64_t start = 0;            ///< bytes of all lines in front of it, saturating

    std::uint64_t end() const { return start > UINT64_MAX - total ? UINT64_MAX : start + total; }
};

struct ListFacts {
    std::vector<EntryFacts> lines;
    std::uint64_t entries = 0;  ///< repeats counted
    std::uint64_t asked = 0;    ///< bytes, saturating
    std::uint64_t longest = 0;  ///< bytes of the longest line that is no absurd lie, for the scale of the bars

    /// The line that expanded entry `entry` comes from; lines.size() past the end.
    std::size_t line_of(std::uint64_t entry) const;
    /// The line with byte `at` of the list: the one that goes on there, empty ones passed over. At the list's end
    /// the last line that is not empty; lines.size() when there is none.
    std::size_t line_at(std::uint64_t at) const;
    /// Where in the list, in bytes, `cursor` is; saturating.
    std::uint64_t byte_of(Cursor cursor) const;
    /// How many of line `line`'s bytes lie in front of `cursor`.
    std::uint64_t consumed(std::size_t line, Cursor cursor) const;
};

/// What follows from a document, worked out once for each edit. Makes no contents: cheap, and works on documents
/// that could not be run.
struct Derived {
    std::vector<BufferFacts> buffers;
    std::vector<ListFacts> lists;
    std::optional<ListFacts> second;  ///< the second writer's record
    std::vector<std::size_t> order;   ///< the buffers as memory shows them: each view behind the one it shares
    std::uint64_t content = 0;        ///< bytes that the buffers own
    std::size_t views = 0;

    /// Which buffer the bytes of an expanded entry come from.
    std::optional<std::size_t> buffer_of(std::size_t list, std::uint64_t entry) const;
};

Derived derive(const Experiment& experiment);

}  // namespace iovlab
