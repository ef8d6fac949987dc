#include "core/experiment/pipe_record.h"

#include <algorithm>
#include <utility>

namespace iovlab {

PipeRecord::PipeRecord(std::uint64_t capacity, std::uint64_t preload, bool packet) {
    pipe_.slots = PipeSlots(capacity);
    pipe_.packet = packet;
    if (preload == 0) return;
    pipe_.slots.begin_write(preload, packet);
    pipe_.slots.put(preload);
    pipe_.stream.append({.length = preload, .source = Source::Preload});
}

PipeRecord::PipeRecord(Keeps keeps, bool exact) : keeps_(keeps), exact_(exact) {}

void PipeRecord::begin(const CallStep& call, const IovList& list, std::uint64_t asked) {
    const std::lock_guard lock(mutex_);
    call_ = call;
    rest_ = list;
    taken_ = 0;
    if (keeps_ == Keeps::Pages) pipe_.slots.begin_write(asked, pipe_.packet);
}

void PipeRecord::took(std::uint64_t n) {
    if (n == 0) return;
    const std::lock_guard lock(mutex_);
    for (const Piece& piece : pieces_of(rest_, n, call_)) pipe_.stream.append(piece);
    rest_ = rest_.after(n);
    if (keeps_ == Keeps::Pages) pipe_.slots.put(n);
    if (keeps_ == Keeps::Messages) messages_.push_back({n});
    taken_ += n;
}

PipeSlots::Taken PipeRecord::take(std::uint64_t n) {
    if (keeps_ == Keeps::Pages) return pipe_.slots.take(n);
    if (keeps_ == Keeps::Bytes) return {gone_, n, 0};
    const auto no_bytes = [](const Message& one) { return one.lost || one.length == 0; };
    for (; !messages_.empty() && no_bytes(messages_.front()); messages_.pop_front()) {
        gone_ += messages_.front().length;
    }
    if (messages_.empty() || messages_.front().length < n) return {gone_, 0, 0};
    const std::uint64_t length = messages_.front().length;
    messages_.pop_front();
    return {gone_, n, length - n};
}

std::vector<Piece> PipeRecord::gave(std::uint64_t n) {
    const std::lock_guard lock(mutex_);
    PipeSlots::Taken taken = take(n);
    if (taken.length != n) {  // the rules and the kernel disagree: what is certain is the order of the stream
        pipe_.agrees = false;
        taken = {gone_, n, 0};
    }
    gone_ += taken.length + taken.dropped;
    cut_off_ += taken.dropped;
    std::vector<Piece> pieces;
    for (std::uint64_t at = taken.at; at < taken.at + n;) {
        const Piece* found = pipe_.stream.find(at);
        if (!found) {  // more than the kernel was ever seen to take: it came from nowhere we know
            pieces.push_back({.length = taken.at + n - at});
            break;
        }
        Piece piece = *found;
        piece.offset += at - found->at;
        piece.length = std::min(found->end(), taken.at + n) - at;
        piece.at = 0;
        at += piece.length;
        pieces.push_back(piece);
    }
    return pieces;
}

void PipeRecord::compare(std::uint64_t queued) {
    const std::lock_guard lock(mutex_);
    if (!exact_ || queued == (keeps_ == Keeps::Pages ? pipe_.slots.queued() : put() - gone_)) return;
    pipe_.agrees = false;
}

void PipeRecord::dropped(std::uint64_t messages) {
    const std::lock_guard lock(mutex_);
    std::uint64_t news = messages - std::min(messages, std::exchange(known_drops_, messages));
    for (auto one = messages_.rbegin(); one != messages_.rend() && news > 0; ++one) {
        if (!std::exchange(one->lost, true)) --news;
    }
}

void PipeRecord::took_empty_message() {
    if (keeps_ != Keeps::Messages) return;
    const std::lock_guard lock(mutex_);
    messages_.push_back({});
}

bool PipeRecord::only_empty_messages() const {
    return !messages_.empty() && std::all_of(messages_.begin(), messages_.end(),
                                             [](const Message& one) { return one.lost || one.length == 0; });
}

void PipeRecord::resized(std::uint64_t capacity) {
    const std::lock_guard lock(mutex_);
    pipe_.slots.set_capacity(capacity);
}

void PipeRecord::hold() {
    const std::lock_guard lock(mutex_);
    held_ = pipe_;
}

Run::Pipe PipeRecord::copy() const {
    const std::lock_guard lock(mutex_);
    return held_ ? *held_ : pipe_;
}

}  // namespace iovlab
