#pragma once

#include "core/bytes/iov_list.h"
#include "core/bytes/provenance.h"
#include "core/experiment/expected.h"

#include <cstdint>
#include <span>
#include <vector>

namespace iovlab {

/// What can have become of bytes that should arrive once and in order, and did not.
enum class DamageKind {
    Lost,       ///< never arrived, and the loop takes them for sent, or later bytes arrived without them
    Unsent,     ///< never arrived, and the loop does not take them for sent: the tail that it left behind
    Doubled,    ///< arrived more than once
    Misplaced,  ///< arrived once, behind bytes that come after them in the list
};
const char* to_string(DamageKind kind);  ///< "lost", "unsent", "doubled", "misplaced"

/// A run of the bytes of one list that share a fate.
struct Damage {
    DamageKind kind = DamageKind::Lost;
    std::uint32_t list = 0;   ///< which [[call]] of the experiment
    Cursor from;              ///< where in that list it begins
    std::uint64_t bytes = 0;  ///< may run on into later entries
    std::uint64_t times = 0;  ///< how often they arrived: 0 (Lost, Unsent), 1 (Misplaced), 2 or more (Doubled)
    /// Counted in what arrived of this run's calls: where the surplus copy lies (Doubled), where they lie
    /// (Misplaced), where they should have come (Lost, Unsent).
    std::uint64_t at = 0;

    bool operator==(const Damage&) const = default;
};

/// All of it: the ranges in the order of the lists, at most kMost of them, and the sums in bytes over all.
struct DamageReport {
    static constexpr std::size_t kMost = 64;
    std::vector<Damage> ranges;
    std::uint64_t left_out = 0;  ///< ranges beyond kMost
    std::uint64_t lost = 0;
    std::uint64_t unsent = 0;
    std::uint64_t doubled = 0;  ///< each surplus copy counts
    std::uint64_t misplaced = 0;

    bool none() const { return ranges.empty(); }
};

/// Holds what arrived against what should have. `arrived` as for judge() (verdict.h); `believed` is what the loop
/// of each list takes for sent; lists that were not begun have 0 or are left out. What went on where the last piece
/// ended costs a look at each piece; only what did not is sorted. So it can be asked for any moment of a run.
DamageReport damage_of(std::span<const Piece> arrived, const Expected& expected,
                       const std::vector<std::uint64_t>& believed);
DamageReport damage_of(const std::vector<Piece>& arrived, const std::vector<IovList>& lists,
                       const std::vector<std::uint64_t>& believed);

/// What is left of `arrived` when bytes that were written again to the place in a file where they lay already count
/// once. Every piece's `at` must be its place in the sink.
std::vector<Piece> without_rewritten(std::span<const Piece> arrived);
inline std::vector<Piece> without_rewritten(const std::vector<Piece>& arrived) {
    return without_rewritten(std::span<const Piece>(arrived));
}

}  // namespace iovlab
