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
    std::vector<EntrySpec> after;
    BlockMove block;
    const auto put_block = [&] {
        for (const std::size_t row : chosen.rows) {
            block.rows.insert(after.size());
            after.push_back(before[row]);
        }
    };
    for (std::size_t row = 0; row < before.size(); ++row) {
        if (row == gap) put_block();
        if (!chosen.rows.contains(row)) after.push_back(before[row]);
    }
    if (gap == before.size()) put_block();
    if (after == before) return std::nullopt;
    block.step = {"move " + rows_words(chosen, experiment), "",
                  [list = move.list, after = std::move(after)](Experiment& next) { next.calls[list].iov = after; }};
    return block;
}

}  // namespace iovlab
