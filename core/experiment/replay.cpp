#include "core/experiment/replay.h"

#include <algorithm>
#include <utility>

namespace iovlab {

namespace {

std::uint64_t asked_by_call(const Trace& trace, std::size_t from) {
    for (std::size_t i = from; i < trace.size(); ++i) {
        if (const auto* call = std::get_if<CallStep>(&trace[i].what)) return call->call.cap.value_or(call->asked);
    }
    return 0;
}

std::size_t behind_last_call(const Trace& trace) {
    std::size_t i = trace.size();
    while (i > 0 && !std::holds_alternative<CallStep>(trace[i - 1].what)) --i;
    return i;
}

void take_out(PipeSlots& slots, std::uint64_t bytes) {
    while (bytes > 0) {
        const std::uint64_t got = slots.take(bytes).length;
        if (got == 0) return;
        bytes -= got;
    }
}

// Of things that each have a step, how many lie among the first `steps`.
template <typename Things>
std::size_t count_before(const Things& things, std::size_t steps) {
    const auto behind = std::partition_point(things.begin(), things.end(),
                                             [steps](const auto& thing) { return thing.step < steps; });
    return static_cast<std::size_t>(behind - things.begin());
}

}  // namespace

void SlotsReplay::begin(const Trace& trace) {
    const auto capacity = trace.empty() ? 0 : static_cast<std::uint64_t>(trace.front().after.capacity.value_or(0));
    now_ = {PipeSlots(capacity), false};
    now_.slots.begin_write(preload_, packet_);
    now_.slots.put(preload_);
    steps_ = 0;
    kept_.clear();
    if (!trace.empty()) kept_.push_back(now_);
}

void SlotsReplay::take_in(const Trace& trace, std::size_t i) {
    const Step& step = trace[i];
    auto& [slots, writing] = now_;
    const auto* call = std::get_if<CallStep>(&step.what);
    const auto* sleep = std::get_if<SleepStep>(&step.what);
    const std::uint64_t more = step.put > slots.stream_size() ? step.put - slots.stream_size() : 0;
    if (!writing && (call || more > 0 || (sleep && !sleep->polling))) {
        slots.begin_write(asked_by_call(trace, i), packet_);
        writing = true;
    }
    slots.put(more);
    if (call) writing = false;
    const auto* resize = std::get_if<ResizeStep>(&step.what);
    if (resize && resize->result > 0) slots.set_capacity(static_cast<std::uint64_t>(resize->result));
    if (const auto* read = std::get_if<ReadStep>(&step.what)) take_out(slots, read->bytes);
    if (call && reads(call->call.op)) take_out(slots, call->taken);
}

const PipeSlots& SlotsReplay::after(const Trace& trace, std::size_t steps) {
    steps = std::min(steps, trace.size());
    if (kept_.empty()) begin(trace);
    if (certain_) {
        steps_ = certain_->first;
        now_ = std::move(certain_->second);
        certain_.reset();
    }
    const std::size_t returned = behind_last_call(trace);
    const std::size_t nearest = std::min(steps / kStride + 1, kept_.size());
    if (nearest > 0 && (steps < steps_ || steps_ < (nearest - 1) * kStride)) {
        now_ = kept_[nearest - 1];
        steps_ = (nearest - 1) * kStride;
    }
    while (steps_ < steps) {
        // How much a call that is under way asks for is known only when it has returned: what is made of it until
        // then is not kept.
        if (!certain_ && steps_ >= returned) certain_.emplace(steps_, now_);
        take_in(trace, steps_++);
        if (!certain_ && steps_ == kept_.size() * kStride) kept_.push_back(now_);
    }
    return now_.slots;
}

PipeSlots slots_after(const Trace& trace, std::size_t steps, std::uint64_t preload, bool packet) {
    return SlotsReplay(preload, packet).after(trace, steps);
}

void SentReplay::follow(const Trace& trace) {
    for (; steps_ < trace.size(); ++steps_) {
        const auto* call = std::get_if<CallStep>(&trace[steps_].what);
        if (!call) continue;
        if (beliefs_.size() <= call->list) beliefs_.resize(call->list + 1);
        std::vector<Belief>& belief = beliefs_[call->list];
        if (belief.empty() || belief.back().bytes != call->believed) belief.push_back({steps_, call->believed});
        if (call->taken == 0) continue;
        std::uint64_t at = call->at;
        for (Piece piece : pieces_of(call->call.list, call->taken, *call)) {
            piece.at = at;
            at += piece.length;
            pieces_.push_back(piece);
        }
        const std::uint64_t before = marks_.empty() ? 0 : marks_.back().taken;
        marks_.push_back(
            {steps_, pieces_.size(), before > UINT64_MAX - call->taken ? UINT64_MAX : before + call->taken});
    }
}

const SentReplay::Mark* SentReplay::mark(std::size_t steps) const {
    const std::size_t marks = count_before(marks_, steps);
    return marks == 0 ? nullptr : &marks_[marks - 1];
}

std::span<const Piece> SentReplay::pieces(std::size_t steps) const {
    const Mark* last = mark(steps);
    return std::span(pieces_).first(last ? last->pieces : 0);
}

std::uint64_t SentReplay::taken(std::size_t steps) const {
    const Mark* last = mark(steps);
    return last ? last->taken : 0;
}

std::vector<std::uint64_t> SentReplay::believed(std::size_t steps) const {
    std::vector<std::uint64_t> believed;
    for (std::size_t list = 0; list < beliefs_.size(); ++list) {
        const std::size_t known = count_before(beliefs_[list], steps);
        if (known == 0) continue;
        believed.resize(list + 1);
        believed[list] = beliefs_[list][known - 1].bytes;
    }
    return believed;
}

}  // namespace iovlab
