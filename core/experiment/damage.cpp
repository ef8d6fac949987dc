#include "core/experiment/damage.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <tuple>
#include <utility>

namespace iovlab {

namespace {

/// A run of the expected stream, all of whose bytes arrived equally often.
struct Segment {
    std::uint64_t begin = 0;
    std::uint64_t end = 0;
    std::uint64_t times = 0;
};

/// A piece that arrived: where it lies in what arrived, and where it belongs.
struct Arrival {
    std::uint64_t at = 0;
    std::uint64_t begin = 0;
    std::uint64_t end = 0;
};

/// A run of the expected stream with a fate.
struct Found {
    DamageKind kind = DamageKind::Lost;
    std::uint64_t begin = 0;
    std::uint64_t end = 0;
    std::uint64_t times = 0;
};

/// Pieces of which each goes on where the last one ended are one arrival, however many calls carried them.
std::vector<Arrival> arrivals_of(std::span<const Piece> arrived, const Expected& expected) {
    std::vector<Arrival> all;
    std::uint64_t at = 0;
    for (const Piece& piece : arrived) {
        const std::uint64_t begin = expected.position(piece);
        const std::uint64_t length = std::min(piece.length, UINT64_MAX - begin);  // lying lengths end there
        if (!all.empty() && all.back().end == begin) {
            all.back().end += length;
        } else {
            all.push_back({at, begin, begin + length});
        }
        at += piece.length;
    }
    return all;
}

/// The whole expected stream, cut wherever the number of copies changes or a list begins.
std::vector<Segment> segments_of(const std::vector<Arrival>& arrivals, const Expected& expected) {
    std::vector<std::pair<std::uint64_t, int>> changes;  // position, by how much the number of copies changes there
    changes.reserve(2 * arrivals.size() + expected.lists() + 1);
    for (const Arrival& one : arrivals) {
        changes.emplace_back(one.begin, 1);
        changes.emplace_back(one.end, -1);
    }
    for (std::size_t list = 0; list < expected.lists(); ++list) changes.emplace_back(expected.list_begin(list), 0);
    changes.emplace_back(expected.total(), 0);
    std::sort(changes.begin(), changes.end());
    std::vector<Segment> segments;
    std::int64_t times = 0;
    for (std::size_t i = 0; i + 1 < changes.size(); ++i) {
        times += changes[i].second;
        const std::uint64_t end = changes[i + 1].first;
        if (changes[i].first < end) segments.push_back({changes[i].first, end, static_cast<std::uint64_t>(times)});
    }
    return segments;
}

class Assessment {
public:
    Assessment(const std::vector<Arrival>& arrivals, const Expected& expected)
        : arrivals_(arrivals), expected_(expected), segments_(segments_of(arrivals, expected)) {
        for (const Arrival& one : arrivals_) last_ = std::max(last_, one.end);
        std::copy_if(segments_.begin(), segments_.end(), std::back_inserter(single_),
                     [](const Segment& segment) { return segment.times == 1; });
    }

    DamageReport report(const std::vector<std::uint64_t>& believed) {
        for (const Segment& segment : segments_) {
            if (segment.times == 0) missing(segment, believed);
            if (segment.times > 1) add(DamageKind::Doubled, segment.begin, segment.end, segment.times);
        }
        misplaced();
        return finished();
    }

private:
    /// What lies in front of something that arrived left a hole; behind that, the belief tells.
    void missing(const Segment& segment, const std::vector<std::uint64_t>& believed) {
        const Piece first = expected_.piece_at(segment.begin);
        const std::uint64_t begin = expected_.list_begin(first.list);
        const std::uint64_t trusted = first.list < believed.size() ? believed[first.list] : 0;
        const std::uint64_t sent = std::max(last_, trusted > UINT64_MAX - begin ? UINT64_MAX : begin + trusted);
        const std::uint64_t cut = std::clamp(sent, segment.begin, segment.end);
        add(DamageKind::Lost, segment.begin, cut, 0);
        add(DamageKind::Unsent, cut, segment.end, 0);
    }

    void misplaced() {
        std::uint64_t furthest = 0;
        for (const Arrival& one : arrivals_) {
            if (one.begin < furthest) late(one.begin, std::min(one.end, furthest));
            furthest = std::max(furthest, one.end);
        }
    }

    /// [begin, end) came behind bytes that belong behind it; those of it that came twice are doubled, not
    /// misplaced.
    void late(std::uint64_t begin, std::uint64_t end) {
        auto segment = std::upper_bound(single_.begin(), single_.end(), begin,
                                        [](std::uint64_t at, const Segment& s) { return at < s.end; });
        for (; segment != single_.end() && segment->begin < end; ++segment) {
            add(DamageKind::Misplaced, std::max(segment->begin, begin), std::min(segment->end, end), 1);
        }
    }

    /// How many of the bytes that arrived belong in front of `position`: where its byte should have come.
    std::uint64_t arrived_before(std::uint64_t position) const {
        std::uint64_t sum = 0;
        for (const Arrival& one : arrivals_) {
            if (one.begin < position) sum = std::max(sum, one.at + (std::min(one.end, position) - one.begin));
        }
        return sum;
    }

    /// Where copy number `copy` (from 1) of the byte at `position` lies.
    std::uint64_t place_of(std::uint64_t position, std::uint64_t copy) const {
        for (const Arrival& one : arrivals_) {
            if (one.begin > position || position >= one.end) continue;
            if (--copy == 0) return one.at + (position - one.begin);
        }
        return 0;
    }

    void add(DamageKind kind, std::uint64_t begin, std::uint64_t end, std::uint64_t times) {
        if (begin != end) found_.push_back({kind, begin, end, times});
    }

    /// In the order of the lists, with what adjoins joined; no range runs on into another list.
    void put_in_order() {
        std::stable_sort(found_.begin(), found_.end(),
                         [](const Found& a, const Found& b) { return a.begin < b.begin; });
        std::vector<Found> joined;
        for (const Found& one : found_) {
            const bool goes_on = !joined.empty() && joined.back().kind == one.kind &&
                                 joined.back().times == one.times && joined.back().end == one.begin &&
                                 one.begin != expected_.list_begin(expected_.piece_at(one.begin).list);
            goes_on ? void(joined.back().end = one.end) : joined.push_back(one);
        }
        found_ = std::move(joined);
    }

    Damage damage(const Found& one) const {
        const Piece first = expected_.piece_at(one.begin);
        const std::uint64_t copy = one.kind == DamageKind::Doubled ? 2 : 1;
        const std::uint64_t at = one.times == 0 ? arrived_before(one.begin) : place_of(one.begin, copy);
        return {one.kind, first.list, {first.entry, first.offset}, one.end - one.begin, one.times, at};
    }

    DamageReport finished() {
        put_in_order();
        DamageReport report;
        for (const Found& one : found_) {
            const std::uint64_t bytes = one.end - one.begin;
            if (one.kind == DamageKind::Lost) report.lost += bytes;
            if (one.kind == DamageKind::Unsent) report.unsent += bytes;
            if (one.kind == DamageKind::Doubled) report.doubled += bytes * (one.times - 1);
            if (one.kind == DamageKind::Misplaced) report.misplaced += bytes;
            if (report.ranges.size() < DamageReport::kMost) {
                report.ranges.push_back(damage(one));
            } else {
                ++report.left_out;
            }
        }
        return report;
    }

    const std::vector<Arrival>& arrivals_;
    const Expected& expected_;
    std::vector<Segment> segments_;
    std::vector<Segment> single_;  // of these: arrived once, each within one arrival
    std::uint64_t last_ = 0;       // behind the furthest byte that arrived
    std::vector<Found> found_;
};

/// The parts of `piece` that `later` does not cover.
void keep_uncovered(const Piece& piece, const Provenance& later, std::vector<Piece>& kept) {
    for (std::uint64_t at = piece.at; at < piece.end();) {
        const Piece* found = later.find(at);
        const std::uint64_t end = found ? std::min(found->end(), piece.end()) : piece.end();
        if (!found || found->source == Source::Hole) {
            Piece part = piece;
            part.at = at;
            part.length = end - at;
            part.offset += at - piece.at;
            kept.push_back(part);
        }
        at = end;
    }
}

}  // namespace

const char* to_string(DamageKind kind) {
    switch (kind) {
        case DamageKind::Lost:
            return "lost";
        case DamageKind::Unsent:
            return "unsent";
        case DamageKind::Doubled:
            return "doubled";
        case DamageKind::Misplaced:
            break;
    }
    return "misplaced";
}

DamageReport damage_of(const std::vector<Piece>& arrived, const std::vector<IovList>& lists,
                       const std::vector<std::uint64_t>& believed) {
    return damage_of(arrived, Expected(lists), believed);
}

DamageReport damage_of(std::span<const Piece> arrived, const Expected& expected,
                       const std::vector<std::uint64_t>& believed) {
    if (expected.total() == 0) return {};
    const std::vector<Arrival> arrivals = arrivals_of(arrived, expected);
    return Assessment(arrivals, expected).report(believed);
}

std::vector<Piece> without_rewritten(std::span<const Piece> arrived) {
    const auto goes_back = [](const Piece& a, const Piece& b) { return b.at < a.end(); };
    if (std::adjacent_find(arrived.begin(), arrived.end(), goes_back) == arrived.end())
        return {arrived.begin(), arrived.end()};
    std::map<std::tuple<std::uint32_t, std::uint32_t, std::uint64_t>, Provenance> later;
    std::vector<Piece> kept;
    for (auto piece = arrived.rbegin(); piece != arrived.rend(); ++piece) {
        Provenance& same = later[{piece->list, piece->entry, piece->at - piece->offset}];
        std::vector<Piece> parts;
        keep_uncovered(*piece, same, parts);
        kept.insert(kept.end(), parts.rbegin(), parts.rend());
        same.overlay(*piece);
    }
    std::reverse(kept.begin(), kept.end());
    return kept;
}

}  // namespace iovlab
