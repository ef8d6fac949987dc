#include "app/lab/past_sink.h"

#include "core/bytes/content.h"
#include "core/experiment/pipe_record.h"
#include "core/experiment/serial.h"
#include "core/experiment/two_writers.h"
#include "core/experiment/vocabulary.h"

#include <algorithm>

namespace iovlab {

namespace {

bool same_origin(const Piece& a, const Piece& b, std::uint64_t at) {
    return a.source == b.source && a.step == b.step && a.list == b.list && a.entry == b.entry &&
           a.offset + (at - a.at) == b.offset + (at - b.at);
}

/// What only grows at its end: the past is its front, and the next past that is asked for is near.
void front_of(const RunView& run, std::uint64_t arrived, Run::Sink& out) {
    const Run::Sink& sink = run.sink;
    if (out.record != sink.record || out.rewritten != sink.rewritten) out = {};
    out.record = sink.record;
    out.rewritten = sink.rewritten;
    out.size = std::min(arrived, sink.size);
    const std::uint64_t kept = std::min<std::uint64_t>(out.size, sink.bytes.size());
    const std::uint64_t there = std::min<std::uint64_t>(out.bytes.size(), kept);
    out.bytes.resize(there);
    out.bytes.insert(out.bytes.end(), sink.bytes.begin() + static_cast<std::ptrdiff_t>(there),
                     sink.bytes.begin() + static_cast<std::ptrdiff_t>(kept));
    out.provenance.follow(sink.provenance, out.size);
}

std::uint64_t content_before(const RunView& run) {
    const TargetSpec& target = run.experiment.target;
    if (target.flags.has("O_TRUNC")) return 0;
    std::uint64_t size = target.content ? content_size(*target.content) : 0;
    for (const Piece& piece : run.sink.provenance.pieces()) {  // what no specification tells
        if (piece.source == Source::Content) size = std::max(size, piece.offset + piece.length);
    }
    return size;
}

Provenance file_past(const RunView& run, std::size_t index) {
    Provenance past;
    if (const std::uint64_t content = content_before(run); content > 0)
        past.append({.length = content, .source = Source::Content});
    for (std::size_t i = 0; i <= index; ++i) {
        const auto* call = std::get_if<CallStep>(&run.steps[i].what);
        if (!call) continue;
        std::uint64_t at = call->at;
        for (Piece piece : pieces_of(call->call.list, call->taken, *call)) {
            piece.at = at;
            past.overlay(piece);
            at = piece.end();
        }
    }
    past.resize(run.steps[index].arrived);
    return past;
}

/// Bytes at..at + out.size() of `piece`, from memory.
void recall(const RunView& run, const Piece& piece, std::uint64_t at, std::span<std::byte> out) {
    const std::uint64_t offset = piece.offset + (at - piece.at);
    if (piece.source == Source::Entry && run.arena) {
        const IovList list = run.arena->list(piece.list);
        if (piece.entry < list.size()) run.arena->copy(list[piece.entry].base + offset, out);
    } else if (piece.source == Source::Content && run.experiment.target.content &&
               run.experiment.target.content->kind != ContentKind::File) {
        const std::vector<std::byte> content = make_content(*run.experiment.target.content);
        for (std::size_t i = 0; i < out.size() && offset + i < content.size(); ++i) out[i] = content[offset + i];
    }
}

void fill_bytes(const RunView& run, Run::Sink& out) {
    out.bytes.assign(std::min(out.size, Run::kMaxShown), std::byte{});
    for (const Piece& piece : out.provenance.pieces()) {
        for (std::uint64_t at = piece.at; at < std::min<std::uint64_t>(piece.end(), out.bytes.size());) {
            const Piece* now = run.sink.provenance.find(at);
            const std::uint64_t end = std::min(
                {piece.end(), now ? now->end() : piece.end(), static_cast<std::uint64_t>(out.bytes.size())});
            const std::span<std::byte> part = std::span(out.bytes).subspan(at, end - at);
            if (now && same_origin(piece, *now, at) && end <= run.sink.bytes.size()) {
                std::copy_n(run.sink.bytes.begin() + static_cast<std::ptrdiff_t>(at), part.size(), part.begin());
            } else {
                recall(run, piece, at, part);
            }
            at = end;
        }
    }
}

}  // namespace

bool sink_grows(const RunView& run) {
    const SinkKind kind = sink_kind(run.experiment.target);
    if (kind == SinkKind::Stream || kind == SinkKind::Handed) return true;
    // Where a call of two writers went is known only of positions of their own; else the file has only grown.
    if (run.experiment.second) return !own_positions(run.experiment);
    return run.sink.record != 0 && run.sink.rewritten == 0;
}

void sink_after(const RunView& run, std::size_t index, Run::Sink& out) {
    if (index >= run.steps.size()) return;
    if (sink_grows(run)) {
        front_of(run, run.steps[index].arrived, out);
    } else {
        out = {};
        out.provenance = file_past(run, index);
        out.size = out.provenance.size();
        fill_bytes(run, out);
    }
    out.revision = next_serial();
}

}  // namespace iovlab
