#include "core/experiment/expected.h"

#include <algorithm>
#include <limits>

namespace iovlab {

Expected::Expected(const std::vector<IovList>& lists) {
    constexpr std::uint64_t largest = std::numeric_limits<std::uint64_t>::max();
    for (const IovList& list : lists) {
        firsts_.push_back(starts_.size());
        for (std::size_t i = 0; i < list.size(); ++i) {
            starts_.push_back(total_);
            const std::uint64_t length = list[i].length;
            total_ = length > largest - total_ ? largest : total_ + length;
        }
    }
}

std::uint64_t Expected::list_begin(std::size_t list) const {
    if (list >= firsts_.size() || firsts_[list] >= starts_.size()) return total_;
    return starts_[firsts_[list]];
}

Piece Expected::piece_at(std::uint64_t position) const {
    if (starts_.empty()) return {.source = Source::Entry};
    // Empty entries begin where the one behind them does: the last that begins here or before has the byte.
    const auto behind = std::upper_bound(starts_.begin(), starts_.end(), position);
    const auto index = static_cast<std::size_t>(behind - starts_.begin()) - 1;
    const auto list =
        static_cast<std::size_t>(std::upper_bound(firsts_.begin(), firsts_.end(), index) - firsts_.begin()) - 1;
    Piece piece{.source = Source::Entry};
    piece.list = static_cast<std::uint32_t>(list);
    piece.entry = static_cast<std::uint32_t>(index - firsts_[list]);
    piece.offset = position - starts_[index];
    piece.length = (behind == starts_.end() ? total_ : *behind) - position;
    return piece;
}

}  // namespace iovlab
