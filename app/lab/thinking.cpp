#include "app/lab/thinking.h"

#include "app/lab/call_text.h"
#include "core/kernel/names.h"
#include "core/report/words.h"

#include <algorithm>
#include <cerrno>

namespace iovlab {

namespace {

/// The outcome as a loop would have seen it that offered `list`: no call takes more than it was asked to.
Outcome fitted(Outcome outcome, const IovList& list) {
    if (outcome.result && *outcome.result > 0)
        outcome.result = std::min(*outcome.result, static_cast<std::int64_t>(std::min<std::uint64_t>(
                                                       list.total(), static_cast<std::uint64_t>(INT64_MAX))));
    return outcome;
}

bool returned(const Outcome& outcome) {
    return outcome.signal == 0 && !outcome.blocked;
}

void tell_call(Loop& loop, const CallStep& call, Thought& thought) {
    // This loop would have slept first, and then made the call that was made.
    if (loop.want() == Want::Wait) loop.woke({.result = 1});
    if (loop.want() != Want::Call) return;
    // A read that meets the end of its target ends the list; a loop for writes would take the 0 for a fault.
    if (reads(call.call.op) && call.outcome.result == 0 && call.asked > 0) return;
    thought.offered = loop.list();
    const Outcome outcome = fitted(call.outcome, thought.offered);
    thought.taken = returned(outcome) && outcome.result ? static_cast<std::uint64_t>(*outcome.result) : 0;
    if (returned(outcome)) loop.returned(outcome);
    if (loop.want() == Want::Done || loop.want() == Want::Fail) thought.ended_after = call.n;
}

}  // namespace

std::optional<Thought> think(const RunView& run, const std::string& name) {
    const CallStep* shown = run.shown_call();
    if (!shown || !run.arena || run.experiment.second) return std::nullopt;  // two writers have no loop
    const bool one_by_one = run.experiment.calls[shown->list].op == Op::Writes;
    const std::unique_ptr<Loop> loop = make_loop(name, run.arena->list(shown->list), one_by_one);
    if (!loop) return std::nullopt;
    Thought thought;
    thought.loop = name;
    const std::size_t last = std::max(run.shown_index(), run.shown_call_index());
    for (std::size_t i = 0; i <= last && thought.ended_after == 0; ++i) {
        if (const auto* call = std::get_if<CallStep>(&run.steps[i].what)) {
            if (call->list == shown->list) tell_call(*loop, *call, thought);
        } else if (const auto* wait = std::get_if<WaitStep>(&run.steps[i].what)) {
            if (loop->want() == Want::Wait && returned(wait->outcome)) loop->woke(wait->outcome);
        }
    }
    thought.want = loop->want();
    thought.place = loop->place();
    thought.believed = loop->believed();
    thought.failure = loop->failure();
    if (thought.want == Want::Call || thought.want == Want::Wait) thought.next = loop->list();
    return thought;
}

Thinking thinking_of(const RunView& run, const Derived& derived, const std::string& chosen) {
    Thinking thinking;
    const CallStep* call = run.shown_call();
    if (!call) return thinking;
    thinking.own = think(run, run.experiment.loop.kind);
    if (!thinking.own) return thinking;
    thinking.call = call->n;
    thinking.list = call->list;
    thinking.advance = advance_of(*thinking.own, run, derived);
    if (chosen == run.experiment.loop.kind) return thinking;
    thinking.other = think(run, chosen);
    if (thinking.other) thinking.other_advance = advance_of(*thinking.other, run, derived);
    return thinking;
}

}  // namespace iovlab
