#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace iovlab {

/// One iovec as a call carries it.
struct Iov {
    std::uint64_t base = 0;    ///< iov_base in the worker's memory
    std::uint64_t length = 0;  ///< iov_len
    std::uint32_t entry = 0;   ///< which entry of the whole list it is, or is the rest of
    std::uint64_t skip = 0;    ///< how many of that entry's bytes lie in front of `base`

    bool operator==(const Iov&) const = default;
};

/// A place in a list: `offset` bytes into `entry`. The end of the list is {number of entries, 0}.
struct Cursor {
    std::uint64_t entry = 0;
    std::uint64_t offset = 0;

    bool operator==(const Cursor&) const = default;
};

/// A list of iovecs, or a part of one: cheap to copy, so that a trace can keep the list of every call.
/// A part is a run of the whole list's entries with the first and the last trimmed.
class IovList {
public:
    IovList() = default;
    explicit IovList(std::vector<Iov> whole);

    std::size_t size() const { return count_; }
    bool empty() const { return count_ == 0; }
    Iov operator[](std::size_t i) const;

    /// Sum of the lengths; stops at the largest number instead of wrapping round (lying lengths).
    std::uint64_t total() const { return total_; }

    /// What is left after `n` bytes: finished entries are gone, the first is trimmed, and empty entries in front
    /// are dropped, also when n is 0. `n` above the total is clamped.
    IovList after(std::uint64_t n) const;

    /// The first `n` bytes of the list: later entries are gone and the last one is trimmed.
    /// Empty entries that lie before the cut stay.
    IovList first(std::uint64_t n) const;

    /// `n` entries from entry `from` on, or as many as there are.
    IovList range(std::size_t from, std::size_t n) const;
    /// The first `n` entries.
    IovList entries(std::size_t n) const { return range(0, n); }

    /// The same list with only the first `n` bytes of its first entry: what a loop makes of it that keeps the wrong
    /// end. Copies the entries.
    IovList with_first(std::uint64_t n) const;

    /// Where this list begins in the whole list; the whole list's end if it is empty.
    Cursor begin_at() const;

    /// The cursor `n` bytes further on, in terms of the whole list, empty entries passed over as by after().
    Cursor cursor_after(std::uint64_t n) const { return after(n).begin_at(); }

private:
    Iov trimmed(std::size_t i) const;
    void recount();

    std::shared_ptr<const std::vector<Iov>> whole_;
    std::size_t first_ = 0;
    std::size_t count_ = 0;
    std::uint64_t skip_ = 0;  // bytes trimmed from the front of the first entry
    std::uint64_t cut_ = 0;   // bytes trimmed from the end of the last entry
    std::uint64_t total_ = 0;
};

}  // namespace iovlab
