#include "app/lab/block_move.h"

#include "app/lab/rows.h"

#include <utility>
#include <vector>

namespace iovlab {

std::optional<BlockMove> block_move(const MoveEntry& move, const Rows& chosen, const Experiment& experiment) {
    const bool together = chosen.rows.size() > 1 && chosen.has(Rows::Of::Entries, move.from);
    if (!together || chosen.list != move.list || move.list >= experiment.calls.size()) return std::nullopt;
    const std::vector<EntrySpec>& before = experiment.calls[move.list].iov;
    if (*chosen.rows.rbegin() >= before.size() || move.to >= before.size()) return std::nullopt;
    const std::size_t gap = move.to > move.from ? move.to + 1 : move.to;  // between two rows as they stand now
    Experiment after = experiment;
    BlockMove block;
    block.rows = move_entries(after, move.list, chosen.rows, gap);
    if (after.calls[move.list].iov == before) return std::nullopt;
    block.step = {
        "move " + rows_words(chosen, experiment), "",
        [list = move.list, rows = chosen.rows, gap](Experiment& next) { move_entries(next, list, rows, gap); }};
    return block;
}

}  // namespace iovlab
