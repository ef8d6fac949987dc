#pragma once

#include "core/bytes/buffer.h"
#include "core/bytes/entry.h"
#include "core/bytes/iov_list.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

namespace iovlab {

/// The worker maps the arena here, always: addresses are the same in every run, so that a trace can be compared
/// with strace's letter by letter. Chosen to lie in no sanitizer's way on x86-64 and inside 47 bits everywhere.
inline constexpr std::uint64_t kArenaBase = 0x2000'0000'0000;

/// What a guard region is filled with: reads past a buffer's end land here, never in other data.
inline constexpr std::byte kGuardByte{0xA5};
/// What the readable part of a `crossing` entry is filled with.
inline constexpr std::byte kCrossingByte{'x'};

/// One piece of address space in the worker, mapped from the arena's memory file.
struct Mapping {
    std::uint64_t address = 0;      ///< page aligned
    std::uint64_t size = 0;         ///< whole pages
    std::uint64_t file_offset = 0;  ///< whole pages
};

/// What lies at an address: which buffer and where in it, or what else.
enum class PlaceKind { Buffer, Guard, Crossing, Unreadable };
struct Place {
    PlaceKind kind = PlaceKind::Unreadable;
    std::size_t buffer = 0;  ///< Buffer and Guard: index into Buffers::all (a view's bytes belong to its root here)
    std::uint64_t offset =
        0;  ///< Buffer: byte in the buffer; Guard: bytes past its end; Crossing: byte in the good part
    std::uint64_t run = 0;  ///< how many bytes from here on are of the same kind and contiguous
};

/// All memory that an experiment's calls may touch, in one shared memory file: every root buffer at a page
/// boundary, then its guard region (as long as the longest lying length needs), then a page that may not be read.
/// The file is sealed against shrinking, so that neither side can fault the other.
class Arena {
public:
    /// `lists` are the iov lists of all calls. Throws std::system_error when there is no memory to be had, and
    /// std::length_error when lying lengths would need more than 16 GiB of guard, or the buffers more pieces of
    /// memory than a process can have.
    Arena(const Buffers& buffers, const std::vector<std::vector<EntrySpec>>& lists);
    ~Arena();
    Arena(const Arena&) = delete;
    Arena& operator=(const Arena&) = delete;

    int fd() const { return fd_; }
    std::span<const Mapping> mappings() const { return mappings_; }
    /// Address space from kArenaBase that the worker reserves as unreadable before it maps the pieces.
    std::uint64_t reserve() const { return reserve_; }
    /// An address that may not be read (in user space), for `bad = "unmapped"` and `array = "bad"`.
    std::uint64_t unmapped() const { return unmapped_; }

    /// The iov list of call `call` with addresses filled in, repeats expanded.
    IovList list(std::size_t call) const { return lists_[call]; }

    /// Which line of call `call`'s list (index into its EntrySpecs) the expanded entry `entry` comes from.
    std::size_t line(std::size_t call, std::uint32_t entry) const;

    Place place(std::uint64_t address) const;
    /// How many of the `length` bytes at `address` may be read, from the first on (the fault's distance).
    std::uint64_t readable(std::uint64_t address, std::uint64_t length) const;
    /// Copies at most out.size() readable bytes, as they lie there now; returns how many. The worker of an
    /// experiment that reads changes them, and calls that overrun a buffer change its guard.
    std::size_t copy(std::uint64_t address, std::span<std::byte> out) const;
    /// Puts bytes there, as far as memory reaches, as a read would; returns how many.
    std::size_t fill(std::uint64_t address, std::span<const std::byte> bytes);

private:
    struct Region {
        std::uint64_t address = 0;  // of the first data byte
        std::uint64_t data = 0;     // bytes
        std::uint64_t guard = 0;    // readable bytes behind them
        PlaceKind kind = PlaceKind::Buffer;
        std::size_t buffer = 0;
        std::uint64_t file_offset = 0;  // of the first data byte
    };
    const Region* region_of(std::uint64_t address) const;
    /// Our own mapping of what the worker has at `address`, and how many bytes from there on are contiguous.
    std::span<std::byte> memory_at(std::uint64_t address) const;
    void lay_out_buffers(const Buffers& buffers, const std::vector<std::uint64_t>& reach);
    void lay_out_crossings(const std::vector<std::vector<EntrySpec>>& lists);
    void make_file(const Buffers& buffers);
    void map_guard(std::uint64_t address, std::uint64_t size);
    std::uint64_t map_data(std::uint64_t size);
    void resolve(const Buffers& buffers, const std::vector<EntrySpec>& list);

    int fd_ = -1;
    std::byte* map_ = nullptr;  // our own mapping of the whole file
    std::uint64_t file_size_ = 0;
    std::uint64_t guard_chunk_ = 0;  // where in the file the guards' one chunk lies
    std::uint64_t reserve_ = 0;
    std::uint64_t unmapped_ = 0;
    std::uint64_t next_ = 0;                            // the first address not yet laid out
    std::vector<Region> regions_;                       // by address
    std::vector<std::uint64_t> base_of_;                // by buffer; 0 where it is a view
    std::vector<Mapping> mappings_;                     // a guard's file offset is filled in last
    std::vector<std::size_t> guard_maps_;               // indices of the mappings that show the guard chunk
    std::map<std::uint64_t, std::uint64_t> crossings_;  // good -> address
    std::vector<IovList> lists_;
    std::vector<std::vector<std::uint64_t>> line_ends_;  // by list: first expanded entry behind each line
};

}  // namespace iovlab
