#include "core/experiment/engine.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fmt/format.h>
#include <limits>
#include <span>

// The bench turned round: the calls read, and the sink is what lies in their buffers afterwards.
namespace iovlab {

namespace {

constexpr std::uint64_t kCopiedAtOnce = 1u << 20;

std::string bytes_words(std::uint64_t n) {
    return fmt::format("{} {}", n, n == 1 ? "byte" : "bytes");
}

bool is_message_socket(const TargetSpec& target) {
    return target.kind == "unix-datagram" || target.kind == "unix-seqpacket";
}

bool drops_the_rest(const TargetSpec& target) {
    return is_message_socket(target) || (target.kind == "pipe" && target.flags.has("O_DIRECT"));
}

}  // namespace

// What a read put into its buffers without coming back: only a file's position can tell.
std::uint64_t Engine::observed_read(const TargetState& before, const TargetState& after) const {
    if (keeps_ != SinkKind::Place || !before.offset || !after.offset || *after.offset <= *before.offset) return 0;
    return static_cast<std::uint64_t>(*after.offset - *before.offset);
}

// The next bytes that the target had to give, from `at` on: what a read must have put into its buffers.
void Engine::source_bytes(std::uint64_t at, const TargetState& before, std::span<std::byte> out) {
    std::fill(out.begin(), out.end(), std::byte{});  // /dev/zero and /dev/full give nothing else
    if (keeps_ == SinkKind::Place) {
        kernel_.read_file(at, out);
    } else if (keeps_ == SinkKind::Counter) {
        const std::uint64_t value = before.value.value_or(0);
        if (at < sizeof value) {
            std::memcpy(out.data(), reinterpret_cast<const std::byte*>(&value) + at,
                        std::min<std::size_t>(out.size(), sizeof value - at));
        }
    } else if (at < source_.size()) {
        std::copy_n(source_.begin() + static_cast<std::ptrdiff_t>(at),
                    std::min<std::size_t>(out.size(), source_.size() - at), out.begin());
    }
}

// Where in the target the call began to read.
std::uint64_t Engine::source_place(const Call& call, const TargetState& before) const {
    if (call.op == Op::Preadv) return static_cast<std::uint64_t>(call.offset);
    if (keeps_ == SinkKind::Place) return static_cast<std::uint64_t>(before.offset.value_or(0));
    return keeps_ == SinkKind::Stream ? source_at_ : 0;
}

void Engine::settle_read(CallStep& step, const TargetState& before, const TargetState& after) {
    step.at = arrived_;
    Filled& filled = filled_[step.list];
    if (step.outcome.result) {
        const std::uint64_t from = source_place(step.call, before);
        if (step.taken > 0) compare_read(step, from, before);
        move_source(step, from, after, filled);
    } else if (step.outcome.error == EFAULT && is_message_socket(experiment_.target) &&
               source_at_ < source_.size() && step.outcome.origin != Origin::Injected) {
        // The message was taken from the queue before its bytes met the bad address: nobody gets it any more.
        step.cut_off = source_.size() - source_at_;
        end_.cut_off += step.cut_off;
        source_at_ = source_.size();
    }
    arrived_ += step.taken;
    filled.bytes += step.taken;
    if (step.taken > 0) step.got = heads(step);
}

// Holds what lies in the buffers now against what the target had.
void Engine::compare_read(const CallStep& step, std::uint64_t from, const TargetState& before) {
    std::vector<std::byte> expected;
    std::uint64_t at = arrived_;
    for (const Piece& whole : pieces_of(step.call.list, step.taken, step)) {
        for (std::uint64_t done = 0; done < whole.length;) {
            Piece piece = whole;
            piece.at = at;
            piece.offset += done;
            const std::uint64_t base = arena_.list(piece.list)[piece.entry].base + piece.offset;
            const Place place = arena_.place(base);
            piece.length = std::min({whole.length - done, kCopiedAtOnce, std::max<std::uint64_t>(place.run, 1)});
            buffer_.resize(piece.length);
            buffer_.resize(arena_.copy(base, buffer_));
            buffer_.resize(piece.length);
            expected.resize(piece.length);
            source_bytes(from, before, expected);
            const bool outside = place.kind == PlaceKind::Guard;
            if (outside) overrun_ += piece.length;
            sink_.filled(buffer_, outside ? std::span<std::byte>() : expected, piece);
            at += piece.length;
            from += piece.length;
            done += piece.length;
        }
    }
}

// How far the target has been read, and whether it has more.
void Engine::move_source(CallStep& step, std::uint64_t from, const TargetState& after, Filled& filled) {
    const std::uint64_t end = from + step.taken;
    const bool asked = step.call.cap.value_or(step.asked) > 0;
    switch (keeps_) {
        case SinkKind::Place:
            filled.target_ended = end >= static_cast<std::uint64_t>(after.size.value_or(0));
            break;
        case SinkKind::Stream:
            source_at_ = end;
            if (asked && step.taken > 0 && drops_the_rest(experiment_.target)) {
                // A pipe's packets are a page each; a socket's content was one message.
                const auto queued = experiment_.target.kind == "pipe" ? after.queued.value_or(0) : 0;
                const std::uint64_t gone = source_.size() - static_cast<std::uint64_t>(queued);
                step.cut_off = gone - std::min(gone, end);
                end_.cut_off += step.cut_off;
                source_at_ = std::max(gone, end);
            }
            filled.target_ended = source_at_ >= source_.size();
            if (book_ && experiment_.target.kind == "pipe" && step.taken > 0) book_->gave(step.taken);
            break;
        case SinkKind::Counter:
            filled.target_ended = step.taken > 0;
            break;
        case SinkKind::Handed:
        case SinkKind::Nothing:
            filled.target_ended = asked && step.taken == 0;
            break;
    }
}

// The beginning of what was put into each entry, as it lies there now: a later call may put other bytes there.
std::shared_ptr<const std::vector<std::vector<std::byte>>> Engine::heads(const CallStep& step) const {
    auto got = std::make_shared<std::vector<std::vector<std::byte>>>();
    std::uint64_t left = step.taken;
    for (std::size_t i = 0; i < std::min(step.call.list.size(), CallStep::kMostGot) && left > 0; ++i) {
        const Iov iov = step.call.list[i];
        const std::uint64_t here = std::min(iov.length, left);
        std::vector<std::byte> bytes(std::min<std::uint64_t>(here, CallStep::kMostGot));
        bytes.resize(arena_.copy(iov.base, bytes));
        got->push_back(std::move(bytes));
        left -= here;
    }
    return got;
}

// True when the loop's work is done because there is nothing more to be read: it is not told of the 0, which would
// be a fault of a write.
bool Engine::at_end_of_file(const CallStep& step) const {
    return reads_ && step.outcome.result == 0 && step.call.cap.value_or(step.asked) > 0;
}

void Engine::judge_reads() {
    bool all = true;
    for (std::size_t i = 0; i < filled_.size(); ++i) {
        all = all && (filled_[i].target_ended || filled_[i].bytes == arena_.list(i).total());
    }
    end_.verdict = sink_.wrong_byte() ? Verdict::Corrupt : all ? Verdict::Intact : Verdict::Incomplete;
    if (overrun_ > 0) {
        note(fmt::format("{} went past the end of a buffer, over whatever lies there: the kernel believes iov_len",
                         bytes_words(overrun_)));
    } else if (sink_.wrong_byte()) {
        note(
            fmt::format("byte {} of what was read does not lie in its buffer any more: a later entry of the same "
                        "call points there too",
                        *sink_.wrong_byte()));
    }
    if (end_.cut_off > 0) {
        if (end_.verdict != Verdict::Corrupt) end_.verdict = Verdict::Lost;
        note(fmt::format("{} of a message did not fit and {} lost", bytes_words(end_.cut_off),
                         end_.cut_off == 1 ? "is" : "are"));
    }
    for (std::size_t i = 0; i < filled_.size() && all; ++i) {
        const std::uint64_t total = arena_.list(i).total();
        if (filled_[i].bytes >= total || !end_.note.empty()) continue;
        note(fmt::format("the target had no more to give: {} of the list stay as they were",
                         bytes_words(total - filled_[i].bytes)));
    }
}

}  // namespace iovlab
