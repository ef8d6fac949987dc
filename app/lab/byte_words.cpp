#include "app/lab/byte_words.h"

#include "app/lab/origin.h"
#include "app/lab/state.h"
#include "core/experiment/text.h"
#include "core/experiment/vocabulary.h"

#include <algorithm>
#include <array>
#include <cstdio>

namespace iovlab {

namespace {

constexpr std::size_t kShown = 8;                 // bytes of a range
constexpr std::uint64_t kMadeForOne = 64u << 10;  // content that is made to tell one byte of it
constexpr std::size_t kNamed = 3;                 // entries or calls; the rest are counted

using Bytes = std::vector<std::byte>;

/// Bytes of a content that is written down in the document, without making all of it where that can be avoided.
Bytes bytes_of(const Content& content, std::uint64_t at, std::size_t count) {
    Bytes bytes;
    const std::uint64_t size = content_size(content);
    if (at >= size || !content_problem(content).empty()) return bytes;
    count = static_cast<std::size_t>(std::min<std::uint64_t>(count, size - at));
    if (content.kind == ContentKind::Text || content.kind == ContentKind::Fill) {
        for (std::size_t i = 0; i < count; ++i)
            bytes.push_back(static_cast<std::byte>(content.text[(at + i) % content.text.size()]));
    } else if (content.kind != ContentKind::File && at + count <= kMadeForOne) {
        Content part = content;
        if (part.kind == ContentKind::Random) part.size = std::min(part.size, at + count);
        const Bytes made = make_content(part);
        const std::size_t from = static_cast<std::size_t>(at);
        if (from < made.size())
            bytes.assign(made.begin() + static_cast<std::ptrdiff_t>(from),
                         made.begin() + static_cast<std::ptrdiff_t>(std::min(made.size(), from + count)));
    }
    return bytes;
}

/// The run's memory as it lies there now: calls that read change it.
Bytes bytes_in_arena(const LabState& state, const MemoryRange& range, std::size_t count) {
    const Arena* arena = state.run.arena;
    if (!arena) return {};
    const Derived& derived = state.run_derived;
    for (std::size_t list = 0; list < derived.lists.size(); ++list) {
        for (const EntryFacts& line : derived.lists[list].lines) {
            if (!line.buffer || line.length == 0) continue;
            const BufferFacts& facts = derived.buffers[*line.buffer];
            const IovList iov = arena->list(list);
            if (facts.root != range.root || line.first >= iov.size()) continue;
            Bytes bytes(count);
            bytes.resize(arena->copy(iov[line.first].base - facts.offset + range.begin, bytes));
            return bytes;
        }
    }
    return {};
}

Bytes values_of(const LabState& state, const PointedAt& pointed) {
    const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(pointed.size(), kShown));
    const Run::Sink& sink = state.run.sink_shown();
    if (pointed.spot->in == ByteSpot::In::Sink && pointed.begin < sink.bytes.size()) {
        const auto from = static_cast<std::size_t>(pointed.begin);
        const std::size_t to = std::min(sink.bytes.size(), from + count);
        return {sink.bytes.begin() + static_cast<std::ptrdiff_t>(from),
                sink.bytes.begin() + static_cast<std::ptrdiff_t>(to)};
    }
    if (!pointed.ran.empty()) {
        if (Bytes bytes = bytes_in_arena(state, pointed.ran.front(), count); !bytes.empty()) return bytes;
    }
    if (pointed.memory.empty()) return {};
    const MemoryRange& range = pointed.memory.front();
    const BufferFacts& root = state.derived.buffers[range.root];
    return bytes_of(state.experiment().buffers[root.made_by].content, root.made_at + range.begin, count);
}

std::string hex(std::byte byte) {
    std::array<char, 4> text{};
    std::snprintf(text.data(), text.size(), "%02x", std::to_integer<unsigned>(byte));
    return text.data();
}

std::string character(std::byte byte) {
    const auto code = std::to_integer<unsigned char>(byte);
    switch (code) {
        case '\n':
            return "\\n";
        case '\r':
            return "\\r";
        case '\t':
            return "\\t";
        case 0:
            return "\\0";
        default:
            return code >= 0x20 && code < 0x7F ? std::string(1, static_cast<char>(code)) : std::string();
    }
}

std::string value_words(const Bytes& bytes, std::uint64_t size) {
    if (bytes.empty()) return "value known when it runs";
    if (size == 1) {
        const std::string sign = character(bytes[0]);
        return "0x" + hex(bytes[0]) + " = " + std::to_string(std::to_integer<unsigned>(bytes[0])) +
               (sign.empty() ? std::string() : " = '" + sign + "'");
    }
    std::string digits;
    std::string text;
    for (const std::byte byte : bytes) {
        digits += hex(byte) + " ";
        const std::string sign = character(byte);
        text += sign.size() == 1 ? sign : ".";
    }
    const char* more = size > bytes.size() ? "…" : "";
    return digits + more + (*more ? " " : "") + "\"" + text + more + "\"";
}

/// "1", "1 and 3", "1, 2, 3 and 5 more".
std::string listed(const std::vector<std::string>& names) {
    std::string text;
    const std::size_t shown = std::min(names.size(), kNamed);
    for (std::size_t i = 0; i < shown; ++i) {
        const bool last = i + 1 == names.size() && i > 0;
        text += (i == 0 ? "" : last ? " and " : ", ") + names[i];
    }
    if (names.size() > shown) text += " and " + grouped(names.size() - shown) + " more";
    return text;
}

std::string range_words(std::uint64_t begin, std::uint64_t end) {
    if (end - begin == 1) return grouped(begin);
    return grouped(begin) + " to " + grouped(end - 1);
}

/// What a byte of the sink is that came from no buffer.
std::string stranger_words(const LabState& state, std::uint64_t at) {
    const Run::Sink& sink = state.run.sink_shown();
    const Provenance& from = at < sink.size ? sink.provenance : state.run.pipe.stream;
    const ByteOrigin origin = origin_of(from, at, state.run_derived);
    switch (origin.source) {
        case Source::Preload:
            return "preload+" + grouped(origin.offset) + ", there before the run";
        case Source::Content:
            return "content+" + grouped(origin.offset) + ", there before the run";
        case Source::Hole:
            return "a hole: never written, reads as zero";
        case Source::Entry:
            break;
    }
    if (!origin.buffer) return "before a bad address";
    const std::string& name = state.run.experiment.buffers[*origin.buffer].name;
    return origin.guard ? "past the end of " + name : name + "+" + grouped(origin.offset);
}

void say_place(const LabState& state, const PointedAt& pointed, ByteWords& words) {
    const std::string count = pointed.size() > 1 ? ", " + grouped(pointed.size()) + " B" : "";
    if (pointed.spot->in == ByteSpot::In::Buffer) {
        words.buffer = pointed.spot->buffer;
        words.place = state.experiment().buffers[pointed.spot->buffer].name + "+" +
                      range_words(pointed.begin, pointed.end) + count;
        return;
    }
    const Run::Sink& sink = state.run.sink_shown();
    const Provenance& from = pointed.begin < sink.size ? sink.provenance : state.run.pipe.stream;
    const ByteOrigin origin = origin_of(from, pointed.begin, state.run_derived);
    if (origin.source == Source::Entry && origin.buffer) words.buffer = in_document(state, *origin.buffer);
    words.place = stranger_words(state, pointed.begin);
    if (pointed.size() > 1) words.place += " and on" + count;
}

void say_entries(const LabState& state, const PointedAt& pointed, ByteWords& words) {
    if (pointed.memory.empty()) return;
    std::vector<std::string> names;
    const auto& lines = state.list().lines;
    for (std::size_t line = 0; line < lines.size(); ++line) {
        if (!lines[line].buffer) continue;
        const BufferFacts& facts = state.derived.buffers[*lines[line].buffer];
        const MemoryRange& range = pointed.memory.front();
        const std::uint64_t end = facts.offset + std::min(lines[line].length, facts.size);
        if (facts.root == range.root && range.begin >= facts.offset && range.begin < end)
            names.push_back("iov[" + std::to_string(lines[line].first) + "]");
    }
    words.entry = names.empty() ? "on no list" : listed(names);
}

bool holds(const LabState& state, const Piece& piece, const PointedAt& pointed) {
    if (pointed.spot->in == ByteSpot::In::Sink) return pointed.begin >= piece.at && pointed.begin < piece.end();
    const auto buffer = state.run_derived.buffer_of(piece.list, piece.entry);
    if (!buffer || pointed.ran.empty()) return false;
    const BufferFacts& facts = state.run_derived.buffers[*buffer];
    const MemoryRange& range = pointed.ran.front();
    const std::uint64_t at = facts.offset + piece.offset;
    return facts.root == range.root && range.begin >= at && range.begin - at < piece.length;
}

void say_calls(const LabState& state, const PointedAt& pointed, ByteWords& words) {
    if (state.run.calls.empty()) return;
    std::vector<std::string> names;
    for (const Piece& piece : state.run.sent.pieces(state.run.moment().steps)) {
        if (piece.source != Source::Entry || !holds(state, piece, pointed)) continue;
        if (!words.call_number) words.call_number = piece.step;
        const std::string name = grouped(piece.step);
        if (names.empty() || names.back() != name) names.push_back(name);
    }
    const char* verb = reads(state.run.experiment) ? "filled by call " : "carried by call ";
    if (!names.empty())
        words.call = verb + listed(names);
    else if (!pointed.ran.empty())
        words.call = "carried by no call yet";
}

void say_sink(const LabState& state, const PointedAt& pointed, ByteWords& words) {
    const Lighting& lighting = state.lighting;
    const auto exact = [](const std::vector<ui::LitRange>& lit, bool chosen) {
        return std::find_if(lit.begin(), lit.end(),
                            [&](const ui::LitRange& range) { return !range.copy && range.chosen == chosen; });
    };
    const bool chosen = &pointed == &lighting.chosen;
    const auto arrived = exact(lighting.sink, chosen);
    std::uint64_t at = arrived != lighting.sink.end() ? arrived->begin : 0;
    const bool in_sink = pointed.spot->in == ByteSpot::In::Sink;
    if (in_sink) at = pointed.begin;
    if (arrived != lighting.sink.end() && (!in_sink || at < state.run.sink_shown().size)) {
        words.sink = "sink byte " + range_words(at, at + std::min(pointed.size(), arrived->end - arrived->begin));
        return;
    }
    const auto waiting = exact(lighting.stream, chosen);
    if (waiting == lighting.stream.end()) return;
    const Step* step = state.run.target_shown();
    if (in_sink ? at < (step ? step->put : 0) : step && waiting->begin < step->put)
        words.sink = "waits in the " + std::string(state.run.experiment.target.kind == "pipe" ? "pipe" : "socket") +
                     ", byte " + grouped(in_sink ? at : waiting->begin) + " of the stream";
}

}  // namespace

ByteWords words_of_bytes(const LabState& state) {
    const Lighting& lighting = state.lighting;
    const PointedAt& pointed = lighting.hovered.spot ? lighting.hovered : lighting.chosen;
    ByteWords words;
    if (!pointed.spot || pointed.size() == 0) return words;
    say_place(state, pointed, words);
    words.value = value_words(values_of(state, pointed), pointed.size());
    say_entries(state, pointed, words);
    say_calls(state, pointed, words);
    say_sink(state, pointed, words);
    return words;
}

}  // namespace iovlab
