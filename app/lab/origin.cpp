#include "app/lab/origin.h"

#include <algorithm>

namespace iovlab {

namespace {

using Kind = ColourRun::Kind;

void add(std::vector<ColourRun>& runs, ColourRun run, std::uint64_t begin, std::uint64_t end) {
    const std::uint64_t from = std::max(run.at, begin);
    const std::uint64_t to = std::min(run.end(), end);
    if (from >= to) return;
    run.at = from;
    run.length = to - from;
    if (!runs.empty()) {
        ColourRun& last = runs.back();
        if (last.end() == run.at && last.kind == run.kind && last.buffer == run.buffer) {
            last.length += run.length;
            return;
        }
    }
    runs.push_back(run);
}

void add_piece(std::vector<ColourRun>& runs, const Piece& piece, const Derived& derived, std::uint64_t begin,
               std::uint64_t end) {
    ColourRun run{piece.at, piece.length, Kind::Before, 0};
    if (piece.source == Source::Hole) run.kind = Kind::Hole;
    if (piece.source != Source::Entry) return add(runs, run, begin, end);
    const std::optional<std::size_t> buffer = derived.buffer_of(piece.list, piece.entry);
    if (!buffer) {
        run.kind = Kind::Other;
        return add(runs, run, begin, end);
    }
    const std::uint64_t size = derived.buffers[*buffer].size;
    const std::uint64_t own = piece.offset < size ? std::min(piece.length, size - piece.offset) : 0;
    add(runs, {piece.at, own, Kind::Buffer, *buffer}, begin, end);
    add(runs, {piece.at + own, piece.length - own, Kind::Guard, *buffer}, begin, end);
}

/// The first piece that ends behind `at`.
auto first_piece(const std::vector<Piece>& pieces, std::uint64_t at) {
    return std::partition_point(pieces.begin(), pieces.end(),
                                [at](const Piece& piece) { return piece.end() <= at; });
}

}  // namespace

ByteOrigin origin_of(const Provenance& provenance, std::uint64_t at, const Derived& derived) {
    ByteOrigin origin;
    const Piece* piece = provenance.find(at);
    if (!piece) return origin;
    origin.source = piece->source;
    origin.offset = piece->offset + (at - piece->at);
    if (piece->source != Source::Entry) return origin;
    origin.call = piece->step;
    origin.list = piece->list;
    origin.entry = piece->entry;
    origin.buffer = derived.buffer_of(piece->list, piece->entry);
    origin.guard = origin.buffer && origin.offset >= derived.buffers[*origin.buffer].size;
    return origin;
}

std::vector<ColourRun> colour_runs(const Provenance& provenance, const Derived& derived, std::uint64_t begin,
                                   std::uint64_t end) {
    std::vector<ColourRun> runs;
    const std::vector<Piece>& pieces = provenance.pieces();
    for (auto i = first_piece(pieces, begin); i != pieces.end() && i->at < end; ++i) {
        add_piece(runs, *i, derived, begin, end);
    }
    return runs;
}

std::optional<RootByte> root_byte(const Derived& derived, std::optional<std::size_t> buffer, std::uint64_t offset) {
    if (!buffer || *buffer >= derived.buffers.size()) return std::nullopt;
    const BufferFacts& facts = derived.buffers[*buffer];
    if (offset >= facts.size) return std::nullopt;
    return RootByte{facts.root, facts.offset + offset};
}

std::optional<std::uint64_t> in_buffer(const Derived& derived, const RootByte& byte, std::size_t buffer) {
    const BufferFacts& facts = derived.buffers[buffer];
    if (facts.root != byte.root || byte.offset < facts.offset || byte.offset - facts.offset >= facts.size) {
        return std::nullopt;
    }
    return byte.offset - facts.offset;
}

std::optional<std::uint64_t> in_sink(const Provenance& provenance, const Derived& derived, const RootByte& byte) {
    for (const Piece& piece : provenance.pieces()) {
        if (piece.source != Source::Entry) continue;
        const auto buffer = derived.buffer_of(piece.list, piece.entry);
        const auto offset = buffer ? in_buffer(derived, byte, *buffer) : std::nullopt;
        if (offset && *offset >= piece.offset && *offset - piece.offset < piece.length) {
            return piece.at + (*offset - piece.offset);
        }
    }
    return std::nullopt;
}

}  // namespace iovlab
