#pragma once

#include "core/experiment/company.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace iovlab {

/// Finds out what became of two writers' records. The two have no byte in common, so each byte of the target says
/// whose it is; and each writer makes one call after the other, so its k-th byte is byte k mod length of record
/// k div length.
class RecordCount {
public:
    using Record = std::vector<std::byte>;
    /// Both records must hold at least a byte.
    RecordCount(Record first, Record second);

    /// Bytes of one record that lie together.
    struct Stretch {
        std::size_t writer = 0;  ///< 0, 1; 2: nobody's
        std::uint64_t record = 0;
        std::uint64_t offset = 0;  ///< in the record
        std::uint64_t length = 0;
    };
    /// The next bytes of what both have written, in the order in which they lie there.
    std::vector<Stretch> arrived(std::span<const std::byte> bytes);
    /// The same of a file into which each writer wrote at a position of its own, from byte 0 on.
    std::vector<Stretch> lies_at(std::uint64_t at, std::span<const std::byte> bytes);

    /// `calls`: how many each has made that the kernel took all of; `taken`: bytes in all, by writer.
    Records count(std::array<std::uint64_t, 2> calls, std::array<std::uint64_t, 2> taken) const;
    /// Bytes of this writer that were found.
    std::uint64_t found(std::size_t writer) const;
    /// A byte was found that is not the one that should have been there.
    bool corrupt() const { return corrupt_; }

private:
    struct Writer {
        Record record;
        std::uint64_t at = 0;                ///< in its stream
        std::vector<std::uint64_t> present;  ///< by record: bytes found
        std::vector<bool> cut;               ///< by record: its bytes do not lie together
    };
    std::size_t owner(std::byte byte) const { return owners_[std::to_integer<std::size_t>(byte)]; }
    void found(Stretch stretch, std::span<const std::byte> bytes);

    std::array<std::uint8_t, 256> owners_{};
    std::array<Writer, 2> writers_;
    std::size_t last_ = 2;  // whose byte was the last one
    bool corrupt_ = false;
};

}  // namespace iovlab
