#include "core/experiment/engine.h"
#include "core/experiment/verdict.h"
#include "core/kernel/names.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <fmt/format.h>
#include <span>

namespace iovlab {

namespace {
constexpr std::uint64_t kMaxHashed = 1ull << 30;
}

// What the kernel really took. A call that never returned (its caller died, or slept to the end) may have moved
// bytes all the same: then the target tells.
std::uint64_t Engine::observed(const CallStep& step, const TargetState& before, const TargetState& after) {
    if (step.outcome.result) return static_cast<std::uint64_t>(*step.outcome.result);
    if (step.outcome.error != 0 || step.outcome.origin == Origin::Injected) return 0;
    if (reads_) return observed_read(before, after);
    if (pipe_) {
        see_progress();
        return pipe_->taken_of_call();
    }
    if (keeps_ == SinkKind::Handed) return static_cast<std::uint64_t>(*after.handed - *before.handed);
    if (keeps_ != SinkKind::Place) return numbers_added(step, before, after);
    // The bytes lie from the landing place on; the file's position or its end, if it moved, says how far.
    const auto moved_to = [](std::optional<std::int64_t> from, std::optional<std::int64_t> to) {
        return from && to && *to > *from ? static_cast<std::uint64_t>(*to) : 0;
    };
    const std::uint64_t at = landing_place(step.call, before);
    const std::uint64_t end = std::max(moved_to(before.offset, after.offset), moved_to(before.size, after.size));
    return end > at ? std::min(step.call.cap.value_or(step.asked), end - at) : 0;
}

void Engine::settle_pipe(CallStep& step) {
    if (step.outcome.origin == Origin::Injected) {  // no call was made: the pipe is as it was
        step.at = pipe_->put();
        return;
    }
    step.at = pipe_->put() - pipe_->taken_of_call();
    if (step.taken > pipe_->taken_of_call()) pipe_->took(step.taken - pipe_->taken_of_call());
    const bool one_write = step.call.op == Op::Write || step.call.op == Op::CopyWrite;
    if (one_write && step.outcome.result == 0) pipe_->took_empty_message();
    const TargetState seen = kernel_.state();
    if (seen.queued) pipe_->compare(static_cast<std::uint64_t>(*seen.queued));
    if (seen.dropped) pipe_->dropped(static_cast<std::uint64_t>(*seen.dropped));
}

std::uint64_t Engine::landing_place(const Call& call, const TargetState& before) const {
    static const std::uint32_t append_bit = rwf_from("RWF_APPEND").value_or(0);
    static const std::uint32_t noappend_bit = rwf_from("RWF_NOAPPEND").value_or(0);
    const bool with_flags = call.op == Op::Pwritev2;
    const bool not_append = with_flags && (call.flags & noappend_bit) != 0;
    const bool append =
        (experiment_.target.flags.has("O_APPEND") && !not_append) || (with_flags && (call.flags & append_bit) != 0);
    const auto size = static_cast<std::uint64_t>(before.size.value_or(0));
    if (append) return size;
    const bool positional = call.op == Op::Pwritev || (call.op == Op::Pwritev2 && call.offset != -1);
    return static_cast<std::uint64_t>(positional ? call.offset : before.offset.value_or(0));
}

// Reads back what the call left in the file, where it should be, and holds it against the buffers.
void Engine::settle_file(CallStep& step, const TargetState& before, const TargetState& after) {
    step.at = landing_place(step.call, before);
    if (step.taken == 0) return;
    const auto size_before = static_cast<std::uint64_t>(before.size.value_or(0));
    const auto size_after = static_cast<std::uint64_t>(after.size.value_or(0));
    // Overlay file systems append in spite of RWF_NOAPPEND: where the file grew by all of it, it lies at the end.
    if (step.at < size_before && size_after == size_before + step.taken) step.at = size_before;
    std::uint64_t at = step.at;
    for (Piece piece : pieces_of(step.call.list, step.taken, step)) {
        const std::uint64_t end = at + piece.length;
        while (at < end) {
            buffer_.resize(std::min<std::uint64_t>(end - at, 1u << 20));
            const std::size_t got = kernel_.read_file(at, buffer_);
            Piece part = piece;
            part.at = at;
            part.length = got > 0 ? got : end - at;
            piece.offset += part.length;
            // A file that is shorter than the kernel said would be news: its missing bytes count as wrong.
            if (got == 0) buffer_.assign(std::min<std::uint64_t>(part.length, 1), std::byte{});
            sink_.landed(std::span(buffer_).first(std::min<std::uint64_t>(buffer_.size(), part.length)), part);
            at += part.length;
        }
    }
}

// The 8 bytes of the list from `at` on, as the number that an eventfd takes them for.
std::uint64_t Engine::number_at(const IovList& list, std::uint64_t at) const {
    std::array<std::byte, sizeof(std::uint64_t)> bytes{};
    const IovList rest = list.after(at);
    for (std::size_t i = 0, done = 0; i < rest.size() && done < bytes.size(); ++i) {
        const std::uint64_t part = std::min<std::uint64_t>(rest[i].length, bytes.size() - done);
        if (part > 0) done += arena_.copy(rest[i].base, std::span(bytes).subspan(done, part));
    }
    std::uint64_t number = 0;
    std::memcpy(&number, bytes.data(), sizeof number);
    return number;
}

// How far a call on an eventfd got that never returned: the counter tells.
std::uint64_t Engine::numbers_added(const CallStep& step, const TargetState& before, const TargetState& after) {
    if (!before.value || !after.value) return 0;
    const std::uint64_t total = std::min(step.call.cap.value_or(step.asked), step.call.list.total());
    std::uint64_t taken = 0;
    for (std::uint64_t left = *after.value - *before.value; total - taken >= 8; taken += 8) {
        const std::uint64_t number = number_at(step.call.list, taken);
        if (number > left) break;
        left -= number;
    }
    return taken;
}

// Nothing can be read back: what counts as arrived is what the kernel said that it took. A counter must have grown
// by exactly those numbers.
void Engine::settle_numbers(const CallStep& step, const TargetState& before, const TargetState& after) {
    bool right = true;
    if (keeps_ == SinkKind::Counter && before.value && after.value) {
        std::uint64_t value = *before.value;
        for (std::uint64_t at = 0; at + 8 <= step.taken; at += 8) value += number_at(step.call.list, at);
        right = value == *after.value;
    }
    for (const Piece& piece : pieces_of(step.call.list, step.taken, step)) sink_.swallowed(piece, right);
}

// Why there is no SHA-256, and what the verdict is about then.
std::string Engine::what_is_not_shown() const {
    if (reads_) return {};
    if (keeps_ == SinkKind::Counter)
        return "an eventfd keeps a sum and no bytes: the verdict is about the numbers that went into its counter";
    if (keeps_ == SinkKind::Nothing && end_.delivered > 0)
        return "nothing can be read back from this target: the verdict is about what the kernel took";
    if (client_)
        return "what the client's program read cannot be known: the verdict and the SHA-256 are about what the "
               "kernel "
               "took for it";
    if (!hashed_ && keeps_ == SinkKind::Place) return "no SHA-256: the file is larger than 1 GiB";
    if (experiment_.target.disk && !options_.keep.empty() && !options_.model)
        return "the file was on a disk of its own and is gone with it";
    return {};
}

// What is still in the pipe when the run is over belongs to what arrived, if the reader is still there.
void Engine::read_out() {
    if (!pipe_ || !kernel_.state().reader_open) return;
    pipe_->hold();
    std::uint64_t total = 0;
    while (true) {
        const auto queued = static_cast<std::uint64_t>(kernel_.state().queued.value_or(0));
        const std::size_t got = queued > 0 ? kernel_.read(queued, buffer_) : 0;
        if (got == 0) break;
        sink_.arrived(std::span(buffer_).first(got), pipe_->gave(got));
        arrived_ += got;
        total += got;
    }
    if (total > 0) publish({.what = ReadStep{total, true}, .after = kernel_.state()});
}

void Engine::hash_file() {
    if (keeps_ != SinkKind::Place) {
        hashed_ = false;
        return;
    }
    // One byte at a large offset makes a file of terabytes; nobody waits for the hash of its hole.
    if (static_cast<std::uint64_t>(kernel_.state().size.value_or(0)) > kMaxHashed) {
        hashed_ = false;
        return;
    }
    buffer_.resize(1u << 20);
    for (std::uint64_t at = 0;;) {
        const std::size_t got = kernel_.read_file(at, buffer_);
        if (got == 0) break;
        sink_.hash(std::span(buffer_).first(got));
        at += got;
    }
}

// "byte 5 of iov[1] (body)".
std::string Engine::whose(const Piece& piece) const {
    const EntrySpec& line = experiment_.calls[piece.list].iov[arena_.line(piece.list, piece.entry)];
    const std::string name = line.buffer.empty() ? to_string(line.bad) : line.buffer;
    const std::string list = experiment_.calls.size() > 1 ? fmt::format(" of list {}", piece.list + 1) : "";
    return fmt::format("byte {} of iov[{}]{} ({})", piece.offset, piece.entry, list, name);
}

std::string Engine::first_wrong(const Judgement& judgement) const {
    const auto& [verdict, at, expected, found, gap] = judgement;
    if (expected && found && gap && keeps_ == SinkKind::Place) {
        return fmt::format("byte {} of the file should be {}; no call wrote there, the next bytes begin at {}",
                           *gap, whose(*expected), found->at);
    }
    if (expected && found) {
        return fmt::format("byte {} of what arrived should be {}; it is {}", at, whose(*expected), whose(*found));
    }
    if (expected) return "the first byte that is missing or wrong is " + whose(*expected);
    if (found) return fmt::format("byte {} of what arrived is {}, which had come before", at, whose(*found));
    return {};
}

// What arrived, held against the lists and against what their loops believe.
void Engine::judge_arrivals() {
    std::vector<IovList> lists;
    for (std::size_t i = 0; i < experiment_.calls.size(); ++i) lists.push_back(arena_.list(i));
    const bool place = keeps_ == SinkKind::Place;  // elsewhere nothing is ever written over
    const std::vector<Piece> arrived = place ? without_rewritten(sink_.from_calls()) : sink_.from_calls();
    const Judgement judgement = judge(arrived, lists, sink_.wrong_byte());
    end_.verdict = judgement.verdict;
    if (pipe_) end_.cut_off = pipe_->cut_off();
    // A prefix arrived, but what is missing behind it was sent: its reader had no room for it.
    if (end_.verdict == Verdict::Incomplete && end_.cut_off > 0) end_.verdict = Verdict::Lost;
    end_.damage = damage_of(arrived, lists, believed_);
    if (judgement.verdict != Verdict::Intact && end_.note.empty()) end_.note = first_wrong(judgement);
}

}  // namespace iovlab
