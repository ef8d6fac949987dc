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

std::uint64_t RunView::taken_of(std::size_t list, std::uint64_t n) const {
    std::uint64_t taken = 0;
    for (const Accepted& one : accepted) {
        if (one.list == list && one.call <= n) taken += one.bytes;
    }
    return taken;
}

std::uint64_t RunView::believed_in_all() const {
    std::uint64_t sum = 0;
    for (const std::uint64_t bytes : believed) sum += bytes;
    return sum;
}

void RunView::count_calls(std::size_t known) {
    for (std::size_t i = known; i < steps.size(); ++i) {
        const auto* call = std::get_if<CallStep>(&steps[i].what);
        if (!call) continue;
        calls.push_back(i);
        if (believed.size() <= call->list) believed.resize(call->list + 1);
        believed[call->list] = call->believed;
        if (call->taken > 0) accepted.push_back({call->taken, call->n, call->list, call->taken >= call->asked});
    }
}

void RunView::settle() {
    explanation = {};
    if (const std::size_t index = shown_call_index(); index < steps.size() && buffers && arena) {
        explanation = explain(steps[index], before(index), context());
    }
    if (looking_back()) sink_after(*this, *selected, past_sink);
    if (experiment.target.kind != "pipe") return;
    if (!selected) {
        shown_slots = pipe.slots;
        return;
    }
    const bool packet = experiment.target.flags.has("O_DIRECT");
    shown_slots =
        slots_after(steps, std::min(shown_index() + 1, steps.size()), preloaded(experiment.target), packet);
}

bool RunView::slept_in(std::uint64_t n) const {
    return std::any_of(steps.begin(), steps.end(), [n](const Step& step) {
        const auto* sleep = std::get_if<SleepStep>(&step.what);
        return sleep && sleep->n == n && !sleep->polling;
    });
}

}  // namespace iovlab
