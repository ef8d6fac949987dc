#include "core/experiment/verdict.h"

#include "core/bytes/buffer.h"

#include <algorithm>

namespace iovlab {

namespace {

// True when every byte of [begin, end) arrives in `pieces` from index `from` on.
bool arrives_later(std::span<const Piece> pieces, std::size_t from, const Expected& expected, std::uint64_t begin,
                   std::uint64_t end) {
    std::vector<ByteRange> ranges;
    for (std::size_t i = from; i < pieces.size(); ++i) {
        const std::uint64_t start = expected.position(pieces[i]);
        ranges.push_back({start, start + pieces[i].length});
    }
    std::sort(ranges.begin(), ranges.end(),
              [](const ByteRange& a, const ByteRange& b) { return a.begin < b.begin; });
    for (const ByteRange& range : ranges) {
        if (range.begin > begin) return false;
        begin = std::max(begin, range.end);
        if (begin >= end) return true;
    }
    return begin >= end;
}

}  // namespace

Judgement judge(const std::vector<Piece>& arrived, const std::vector<IovList>& lists,
                std::optional<std::uint64_t> wrong_byte) {
    return judge(arrived, Expected(lists), wrong_byte);
}

Judgement judge(std::span<const Piece> arrived, const Expected& expected, std::optional<std::uint64_t> wrong_byte) {
    Judgement judgement;
    std::uint64_t next = 0;  // the expected stream goes on here
    std::uint64_t at = 0;
    for (std::size_t i = 0; i < arrived.size(); ++i) {
        const std::uint64_t position = expected.position(arrived[i]);
        if (position != next) {
            judgement.at = at;
            judgement.found = arrived[i];
            if (i > 0 && arrived[i].at > arrived[i - 1].end()) judgement.gap = arrived[i - 1].end();
            if (next < expected.total()) judgement.expected = expected.piece_at(next);
            if (position < next) {
                judgement.verdict = Verdict::Duplicated;
            } else {
                const bool later = arrives_later(arrived, i + 1, expected, next, position);
                judgement.verdict = later ? Verdict::Reordered : Verdict::Lost;
            }
            return judgement;
        }
        if (wrong_byte && *wrong_byte < at + arrived[i].length) break;
        next += arrived[i].length;
        at += arrived[i].length;
    }
    if (wrong_byte) {
        judgement.verdict = Verdict::Corrupt;
        judgement.at = *wrong_byte;
        judgement.expected = expected.piece_at(next + (*wrong_byte - at));
    } else if (next < expected.total()) {
        judgement.verdict = Verdict::Incomplete;
        judgement.at = at;
        judgement.expected = expected.piece_at(next);
    }
    return judgement;
}

}  // namespace iovlab
