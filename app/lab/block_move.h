#pragma once

#include "app/lab/editing.h"
#include "app/lab/intent.h"

#include <optional>
#include <set>

namespace iovlab {

/// Several entries taken to another place of their list together, in the order in which they stand.
struct BlockMove {
    EditStep step;
    std::set<std::size_t> rows;  ///< where they stand afterwards
};
/// What a moved entry takes along when it is one of several that are chosen. Nothing when it moves alone, or when
/// the list would be as before.
std::optional<BlockMove> block_move(const MoveEntry& move, const Rows& chosen, const Experiment& experiment);

}  // namespace iovlab
