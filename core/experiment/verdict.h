#pragma once

#include "core/bytes/iov_list.h"
#include "core/bytes/provenance.h"
#include "core/experiment/expected.h"
#include "core/experiment/trace.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace iovlab {

/// What arrived, held against what should have.
struct Judgement {
    Verdict verdict = Verdict::Intact;
    std::uint64_t at = 0;           ///< the first wrong byte, counted in what arrived from this run's calls
    std::optional<Piece> expected;  ///< what should have come there (list, entry, offset, length)
    std::optional<Piece> found;     ///< what came instead; absent: nothing did
    /// Files: where no call wrote, right behind the last right byte; what came instead lies further on.
    std::optional<std::uint64_t> gap{};
};

/// `arrived` are the pieces with source Entry in the order in which they went out; `lists` the whole list of each
/// [[call]]. `wrong_byte` is where the first byte that is not its buffer's lies, if there is one.
Judgement judge(std::span<const Piece> arrived, const Expected& expected, std::optional<std::uint64_t> wrong_byte);
Judgement judge(const std::vector<Piece>& arrived, const std::vector<IovList>& lists,
                std::optional<std::uint64_t> wrong_byte);

}  // namespace iovlab
