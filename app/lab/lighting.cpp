#include "app/lab/lighting.h"

#include "app/lab/byte_words.h"
#include "app/lab/origin.h"
#include "app/lab/state.h"
#include "core/experiment/vocabulary.h"

#include <algorithm>
#include <array>

namespace iovlab {

namespace {

constexpr std::size_t kMostRanges = 4096;  // lit in one place: more than there are pixels
constexpr std::size_t kMostMemory = 256;   // ranges of memory under one selection
constexpr std::uint64_t kMostRepeats = 64;

using Lit = std::vector<ui::LitRange>;

/// Bytes of one buffer that lie side by side somewhere: in an entry, a sink, a call.
struct Stretch {
    std::uint64_t at = 0;  ///< where they lie
    std::size_t buffer = 0;
    std::uint64_t offset = 0;
    std::uint64_t length = 0;
};

/// Finds bytes of memory in stretches, exact and as copies.
class Finder {
public:
    Finder(const Derived& derived, const std::vector<MemoryRange>& memory, bool chosen)
        : derived_(derived), memory_(memory), chosen_(chosen) {}

    bool idle() const { return memory_.empty(); }
    void look(const Stretch& stretch, Lit& out) const {
        if (memory_.empty() || stretch.buffer >= derived_.buffers.size() || out.size() >= kMostRanges) return;
        const BufferFacts& facts = derived_.buffers[stretch.buffer];
        if (stretch.offset >= facts.size) return;
        const std::uint64_t length = std::min(stretch.length, facts.size - stretch.offset);
        for (const MemoryRange& range : memory_) {
            if (range.root >= derived_.buffers.size()) continue;
            const bool same = facts.root == range.root;
            const BufferFacts& root = derived_.buffers[range.root];
            if (!same && facts.made_by != root.made_by) continue;
            const std::uint64_t first = same ? facts.offset + stretch.offset : facts.made_at + stretch.offset;
            const std::uint64_t shift = same ? 0 : root.made_at;
            const std::uint64_t begin = std::max(first, range.begin + shift);
            const std::uint64_t end = std::min(first + length, range.end + shift);
            if (begin < end)
                out.push_back({stretch.at + (begin - first), stretch.at + (end - first), chosen_, !same});
        }
    }
    void look(const std::vector<Piece>& pieces, Lit& out) const {
        for (const Piece& piece : pieces) look(piece, piece.at, out);
    }
    void look(const Piece& piece, std::uint64_t at, Lit& out) const {
        if (piece.source != Source::Entry) return;
        if (const auto buffer = derived_.buffer_of(piece.list, piece.entry))
            look(Stretch{at, *buffer, piece.offset, piece.length}, out);
    }
    void look(const EntryFacts& line, std::uint64_t begin, Lit& out) const {
        if (!line.buffer || line.length == 0) return;
        const std::uint64_t times = std::min(line.total / line.length, kMostRepeats);
        for (std::uint64_t i = 0; i < times; ++i)
            look(Stretch{begin + i * line.length, *line.buffer, 0, line.length}, out);
    }

private:
    const Derived& derived_;
    const std::vector<MemoryRange>& memory_;
    bool chosen_;
};

int rank(const ui::LitRange& range) {
    return (range.copy ? 2 : 0) + (range.chosen ? 1 : 0);
}

/// In order and without overlaps; what is hovered lies upon what is selected, both upon copies.
Lit flattened(const Lit& ranges) {
    if (ranges.empty()) return {};
    std::vector<std::pair<std::uint64_t, std::pair<int, int>>> edges;
    for (const ui::LitRange& range : ranges) {
        edges.push_back({range.begin, {rank(range), 1}});
        edges.push_back({range.end, {rank(range), -1}});
    }
    std::sort(edges.begin(), edges.end());
    Lit flat;
    std::array<int, 4> open{};
    for (std::size_t i = 0; i < edges.size(); ++i) {
        const auto [kind, step] = edges[i].second;
        open[static_cast<std::size_t>(kind)] += step;
        const std::uint64_t at = edges[i].first;
        if (i + 1 == edges.size() || edges[i + 1].first == at) continue;
        const auto top = std::find_if(open.begin(), open.end(), [](int count) { return count > 0; }) - open.begin();
        if (top == 4) continue;
        const ui::LitRange next{at, edges[i + 1].first, (top & 1) != 0, (top & 2) != 0};
        if (!flat.empty() && flat.back().end == at && rank(flat.back()) == top) {
            flat.back().end = next.end;
        } else {
            flat.push_back(next);
        }
    }
    return flat;
}

void add_memory(std::vector<MemoryRange>& memory, const MemoryRange& range) {
    for (MemoryRange& known : memory) {
        if (known.root != range.root || known.end < range.begin || range.end < known.begin) continue;
        known.begin = std::min(known.begin, range.begin);
        known.end = std::max(known.end, range.end);
        return;
    }
    if (memory.size() < kMostMemory) memory.push_back(range);
}

std::vector<MemoryRange> memory_of(const Derived& derived, std::size_t buffer, std::uint64_t begin,
                                   std::uint64_t end) {
    if (buffer >= derived.buffers.size()) return {};
    const BufferFacts& facts = derived.buffers[buffer];
    end = std::min(end, facts.size);
    if (begin >= end) return {};
    return {{facts.root, facts.offset + begin, facts.offset + end}};
}

/// What waits in a pipe or socket is known by its stream alone; a file only by what it holds.
const Provenance& provenance_of(const RunView& run, std::uint64_t at) {
    const Run::Sink& sink = run.sink_shown();
    return at < sink.size || run.pipe.stream.size() == 0 ? sink.provenance : run.pipe.stream;
}

std::vector<MemoryRange> memory_in_sink(const LabState& state, std::uint64_t begin, std::uint64_t end) {
    std::vector<MemoryRange> memory;
    const Derived& derived = state.run_derived;
    const std::vector<Piece>& pieces = provenance_of(state.run, end - 1).pieces();
    auto piece = std::partition_point(pieces.begin(), pieces.end(),
                                      [begin](const Piece& one) { return one.end() <= begin; });
    for (; piece != pieces.end() && piece->at < end; ++piece) {
        if (piece->source != Source::Entry) continue;
        const auto buffer = derived.buffer_of(piece->list, piece->entry);
        if (!buffer) continue;
        const std::uint64_t from = std::max(begin, piece->at) - piece->at + piece->offset;
        const std::uint64_t to = std::min(end, piece->end()) - piece->at + piece->offset;
        for (const MemoryRange& range : memory_of(derived, *buffer, from, to)) add_memory(memory, range);
    }
    return memory;
}

std::optional<std::size_t> in_run(const LabState& state, std::size_t buffer) {
    if (!state.run.exists) return std::nullopt;
    const auto& ran = state.run.experiment.buffers;
    const auto& now = state.experiment().buffers;
    if (buffer < ran.size() && buffer < now.size() && ran[buffer] == now[buffer]) return buffer;
    for (std::size_t i = 0; buffer < now.size() && i < ran.size(); ++i) {
        if (ran[i] == now[buffer]) return i;
    }
    return std::nullopt;
}

template <class Translate>
std::vector<MemoryRange> translated(const std::vector<MemoryRange>& memory, const Translate& translate) {
    std::vector<MemoryRange> all;
    for (const MemoryRange& range : memory) {
        if (const auto root = translate(range.root)) all.push_back({*root, range.begin, range.end});
    }
    return all;
}

void resolve(const LabState& state, PointedAt& pointed) {
    pointed.memory.clear();
    pointed.ran.clear();
    if (!pointed.spot) return;
    if (pointed.spot->in == ByteSpot::In::Buffer) {
        pointed.memory = memory_of(state.derived, pointed.spot->buffer, pointed.begin, pointed.end);
        pointed.ran = translated(pointed.memory, [&](std::size_t root) { return in_run(state, root); });
    } else if (state.run.exists) {
        pointed.ran = memory_in_sink(state, pointed.begin, pointed.end);
        pointed.memory = translated(pointed.ran, [&](std::size_t root) { return in_document(state, root); });
    }
}

void point(const LabState& state, PointedAt& pointed, const std::optional<ByteSpot>& spot, std::uint64_t anchor) {
    pointed = {};
    if (!spot) return;
    pointed.spot = spot;
    pointed.begin = std::min(anchor, spot->at);
    pointed.end = std::max(anchor, spot->at);
    if (pointed.end < UINT64_MAX) ++pointed.end;
    resolve(state, pointed);
}

/// What was pointed at in the sink is lit there, whatever it is made of.
void add_itself(const LabState& state, const PointedAt& pointed, bool chosen, Lighting& lighting) {
    if (!pointed.spot || pointed.spot->in != ByteSpot::In::Sink) return;
    const ui::LitRange itself{pointed.begin, pointed.end, chosen, false};
    const bool stream = sink_kind(state.run.experiment.target.kind) == SinkKind::Stream;
    lighting.stream.push_back(itself);
    if (stream || !state.run.looking_back()) lighting.sink.push_back(itself);
}

}  // namespace

std::optional<std::size_t> in_document(const LabState& state, std::size_t run_buffer) {
    if (!state.run.exists) return std::nullopt;
    const auto& ran = state.run.experiment.buffers;
    const auto& now = state.experiment().buffers;
    if (run_buffer >= ran.size()) return std::nullopt;
    if (run_buffer < now.size() && now[run_buffer] == ran[run_buffer]) return run_buffer;
    for (std::size_t i = 0; i < now.size(); ++i) {
        if (now[i] == ran[run_buffer]) return i;
    }
    return std::nullopt;
}

void hover_byte(LabState& state, const std::optional<ByteSpot>& spot) {
    point(state, state.lighting.hovered, spot, spot ? spot->at : 0);
}

void select_bytes(LabState& state, const SelectBytes& select) {
    Lighting& lighting = state.lighting;
    const bool extend =
        select.extend && select.spot && lighting.chosen.spot && lighting.chosen.spot->same_place(*select.spot);
    if (select.spot && !extend) lighting.anchor = select.spot->at;
    point(state, lighting.chosen, select.spot, lighting.anchor);
}

void leave_sink(LabState& state) {
    Lighting& lighting = state.lighting;
    lighting.hovered = {};
    if (!lighting.chosen.spot || lighting.chosen.spot->in != ByteSpot::In::Sink) return;
    const std::vector<MemoryRange> memory = lighting.chosen.memory;
    lighting.chosen = {};
    if (memory.size() != 1) return;
    lighting.anchor = memory.front().begin;
    const ByteSpot last{ByteSpot::In::Buffer, memory.front().root, memory.front().end - 1};
    point(state, lighting.chosen, last, lighting.anchor);
}

void point_anew(LabState& state) {
    Lighting& lighting = state.lighting;
    for (PointedAt* pointed : {&lighting.hovered, &lighting.chosen}) {
        if (!pointed->spot || pointed->spot->in != ByteSpot::In::Buffer) continue;
        const auto& buffers = state.derived.buffers;
        const std::size_t index = pointed->spot->buffer;
        if (index >= buffers.size() || pointed->end > buffers[index].size) *pointed = {};
    }
    resolve(state, lighting.hovered);
    if (lighting.chosen.spot && lighting.chosen.spot->in == ByteSpot::In::Buffer) resolve(state, lighting.chosen);
    light_up(state);
}

void light_up(LabState& state) {
    Lighting& lighting = state.lighting;
    for (Lit* lit : {&lighting.sink, &lighting.stream, &lighting.accepted, &lighting.expected}) lit->clear();
    if (!lighting.hovered.spot && !lighting.chosen.spot) {
        lighting.words = {};
        return;
    }
    for (const PointedAt* pointed : {&lighting.hovered, &lighting.chosen}) {
        const bool chosen = pointed == &lighting.chosen;
        const Finder finder(state.run_derived, pointed->ran, chosen);
        add_itself(state, *pointed, chosen, lighting);
        if (finder.idle()) continue;
        finder.look(state.run.sink_shown().provenance.pieces(), lighting.sink);
        finder.look(state.run.pipe.stream.pieces(), lighting.stream);
        std::uint64_t at = 0;
        for (const Piece& piece : state.run.sent.pieces(state.run.moment().steps)) {
            finder.look(piece, at, lighting.accepted);
            at += piece.length;
        }
        std::uint64_t begin = 0;
        for (const ListFacts& list : state.run_derived.lists) {
            for (const EntryFacts& line : list.lines) finder.look(line, begin + line.start, lighting.expected);
            begin += list.asked;
        }
    }
    for (Lit* lit : {&lighting.sink, &lighting.stream, &lighting.accepted, &lighting.expected})
        *lit = flattened(*lit);
    lighting.words = words_of_bytes(state);
}

std::vector<ui::LitRange> lit_in_buffer(const LabState& state, std::size_t index) {
    Lit lit;
    const std::uint64_t size = state.derived.buffers[index].size;
    for (const PointedAt* pointed : {&state.lighting.hovered, &state.lighting.chosen}) {
        const Finder finder(state.derived, pointed->memory, pointed == &state.lighting.chosen);
        finder.look(Stretch{0, index, 0, size}, lit);
    }
    return flattened(lit);
}

std::vector<ui::LitRange> lit_in_line(const LabState& state, std::size_t list, std::size_t line) {
    Lit lit;
    for (const PointedAt* pointed : {&state.lighting.hovered, &state.lighting.chosen}) {
        const Finder finder(state.derived, pointed->memory, pointed == &state.lighting.chosen);
        finder.look(state.derived.lists[list].lines[line], 0, lit);
    }
    return flattened(lit);
}

std::optional<std::uint64_t> caret_in_buffer(const LabState& state, std::size_t index) {
    const auto& spot = state.lighting.chosen.spot;
    if (!spot || spot->in != ByteSpot::In::Buffer || spot->buffer != index) return std::nullopt;
    return spot->at;
}

std::optional<std::uint64_t> caret_in_sink(const LabState& state) {
    const auto& spot = state.lighting.chosen.spot;
    if (!spot || spot->in != ByteSpot::In::Sink) return std::nullopt;
    return spot->at;
}

std::optional<ByteSpot> carried_spot(const LabState& state, std::uint64_t at) {
    for (const Piece& piece : state.run.sent.pieces(state.run.moment().steps)) {
        if (at >= piece.length) {
            at -= piece.length;
            continue;
        }
        const auto buffer = state.run_derived.buffer_of(piece.list, piece.entry);
        const auto now = buffer ? in_document(state, *buffer) : std::nullopt;
        const std::uint64_t offset = piece.offset + at;
        if (now && offset < state.derived.buffers[*now].size) return ByteSpot{ByteSpot::In::Buffer, *now, offset};
        return ByteSpot{ByteSpot::In::Sink, 0, piece.at + at};
    }
    return std::nullopt;
}

std::optional<ByteSpot> expected_spot(const LabState& state, std::uint64_t at) {
    for (const ListFacts& list : state.run_derived.lists) {
        if (at >= list.asked) {
            at -= list.asked;
            continue;
        }
        const std::size_t line = list.line_at(at);
        if (line == list.lines.size()) return std::nullopt;
        const EntryFacts& facts = list.lines[line];
        const auto now = facts.buffer ? in_document(state, *facts.buffer) : std::nullopt;
        if (!now || facts.length == 0) return std::nullopt;
        const std::uint64_t offset = (at - facts.start) % facts.length;
        if (offset >= state.derived.buffers[*now].size) return std::nullopt;
        return ByteSpot{ByteSpot::In::Buffer, *now, offset};
    }
    return std::nullopt;
}

}  // namespace iovlab
