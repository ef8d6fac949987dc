#include "app/lab/run_view.h"

#include "app/lab/past_sink.h"
#include "core/experiment/replay.h"
#include "core/report/words.h"

#include <algorithm>
#include <variant>

namespace iovlab {

std::size_t RunView::shown_index() const {
    if (selected && *selected < steps.size()) return *selected;
    return calls.empty() ? steps.size() : calls.back();
}

const Step* RunView::shown() const {
    const std::size_t index = shown_index();
    return index < steps.size() ? &steps[index] : nullptr;
}

std::size_t RunView::shown_call_index() const {
    const std::size_t index = shown_index();
    const auto after = std::upper_bound(calls.begin(), calls.end(), index);
    return after == calls.begin() ? steps.size() : *(after - 1);
}

const CallStep* RunView::shown_call() const {
    const std::size_t index = shown_call_index();
    return index < steps.size() ? std::get_if<CallStep>(&steps[index].what) : nullptr;
}

TargetState RunView::before(std::size_t index) const {
    if (index > 0 && index <= steps.size()) return steps[index - 1].after;
    return state_at_start(experiment);
}

const EndStep* RunView::end() const {
    return steps.empty() ? nullptr : std::get_if<EndStep>(&steps.back().what);
}

const Step* RunView::target_shown() const {
    if (selected && *selected < steps.size()) return &steps[*selected];
    if (has_now_) return &now_;
    for (auto step = steps.rbegin(); step != steps.rend(); ++step) {
        const auto* read = std::get_if<ReadStep>(&step->what);
        if (!std::holds_alternative<EndStep>(step->what) && !(read && read->final)) return &*step;
    }
    return nullptr;
}

const SleepStep* RunView::sleeping() const {
    if (!asleep()) return nullptr;
    for (auto step = steps.rbegin(); step != steps.rend(); ++step) {
        if (const auto* sleep = std::get_if<SleepStep>(&step->what)) return sleep;
        const bool came_back =
            std::holds_alternative<CallStep>(step->what) || std::holds_alternative<WaitStep>(step->what);
        if (came_back) return nullptr;
    }
    return nullptr;
}

ReportContext RunView::context() const {
    ReportContext all;
    all.experiment = &experiment;
    all.buffers = buffers;
    all.arena = arena;
    all.target_fd = target_fd;
    return all;
}

std::uint64_t RunView::taken_by(std::uint64_t n) const {
    const auto behind = std::upper_bound(accepted.begin(), accepted.end(), n,
                                         [](std::uint64_t call, const Accepted& one) { return call < one.call; });
    return behind == accepted.begin() ? 0 : std::prev(behind)->end;
}

std::uint64_t RunView::believed_in_all() const {
    std::uint64_t sum = 0;
    for (const std::uint64_t bytes : believed) sum += bytes;
    return sum;
}

void RunView::count_calls(std::size_t known) {
    if (known == 0) sent = {};
    sent.follow(steps);
    for (std::size_t i = known; i < steps.size(); ++i) {
        const auto* call = std::get_if<CallStep>(&steps[i].what);
        if (!call) continue;
        calls.push_back(i);
        if (believed.size() <= call->list) believed.resize(call->list + 1);
        believed[call->list] = call->believed;
        if (call->taken == 0) continue;
        const std::uint64_t before = accepted.empty() ? 0 : accepted.back().end;
        const std::uint64_t end = before + std::min(call->taken, UINT64_MAX - before);
        accepted.push_back({call->taken, call->n, call->list, call->taken >= call->asked, end});
    }
}

void RunView::settle() {
    explanation = {};
    if (const std::size_t index = shown_call_index(); index < steps.size() && buffers && arena) {
        explanation = explain(steps[index], before(index), context());
    }
    if (looking_back()) sink_after(*this, *selected, past_sink);
    settle_target();
}

void RunView::settle_target() {
    has_now_ = false;
    const Step* newest = selected ? nullptr : target_shown();
    if (newest && busy() && pipe.queued && !reads(experiment)) {
        now_ = {{}, newest->after, newest->arrived, std::max(newest->put, pipe.stream.size())};
        now_.after.queued = static_cast<std::int64_t>(*pipe.queued);
        has_now_ = true;
    }
    if (experiment.target.kind != "pipe") return;
    if (!selected) {
        shown_slots = pipe.slots;
        return;
    }
    if (!slots_) slots_.emplace(preloaded(experiment.target), experiment.target.flags.has("O_DIRECT"));
    shown_slots = slots_->after(steps, std::min(shown_index() + 1, steps.size()));
}

bool RunView::slept_in(std::uint64_t n) const {
    if (n == 0) return false;
    // Between the call before it and its own return.
    const std::size_t from = n >= 2 && n - 2 < calls.size() ? calls[n - 2] : n == 1 ? 0 : steps.size();
    const std::size_t to = n - 1 < calls.size() ? calls[n - 1] : steps.size();
    return std::any_of(steps.begin() + static_cast<std::ptrdiff_t>(std::min(from, to)),
                       steps.begin() + static_cast<std::ptrdiff_t>(to), [n](const Step& step) {
                           const auto* sleep = std::get_if<SleepStep>(&step.what);
                           return sleep && sleep->n == n && !sleep->polling;
                       });
}

}  // namespace iovlab
