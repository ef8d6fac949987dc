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

bool meets_end(const CallStep& call) {
    return reads(call.call.op) && call.outcome.result == 0 && call.asked > 0;
}

void tell_call(ToldLoop& told, const CallStep& call) {
    Loop& loop = *told.loop;
    // This loop would have slept first, and then made the call that was made.
    if (loop.want() == Want::Wait) loop.woke({.result = 1});
    if (loop.want() != Want::Call) return;
    // A read that meets the end of its target ends the list; a loop for writes would take the 0 for a fault.
    if (meets_end(call)) return;
    told.offered = loop.list();
    const Outcome outcome = fitted(call.outcome, told.offered);
    told.taken = returned(outcome) && outcome.result ? static_cast<std::uint64_t>(*outcome.result) : 0;
    if (returned(outcome)) loop.returned(outcome);
    if (loop.want() == Want::Done || loop.want() == Want::Fail) told.ended_after = call.n;
}

void tell(ToldLoop& told, const Step& step, std::uint32_t list) {
    if (told.ended_after != 0) return;
    if (const auto* call = std::get_if<CallStep>(&step.what)) {
        if (call->list == list) tell_call(told, *call);
    } else if (const auto* wait = std::get_if<WaitStep>(&step.what)) {
        if (told.loop->want() == Want::Wait && returned(wait->outcome)) told.loop->woke(wait->outcome);
    }
}

Thought thought_of(const ToldLoop& told, const std::string& name, const CallStep& shown) {
    const Loop& loop = *told.loop;
    Thought thought;
    thought.loop = name;
    thought.want = loop.want();
    thought.place = loop.place();
    thought.offered = told.offered;
    thought.taken = told.taken;
    thought.believed = loop.believed();
    thought.left = loop.left();
    thought.failure = loop.failure();
    thought.ended_after = told.ended_after;
    if (thought.want == Want::Call || thought.want == Want::Wait) thought.next = loop.list();
    if (told.ended_after != 0) return thought;
    if (meets_end(shown)) thought.place = "done";
    if (!returned(shown.outcome)) thought.place = "call";  // that is where it died, or slept to the end
    return thought;
}

}  // namespace

std::optional<Thought> think(const RunView& run, const std::string& name, ThoughtsKept& kept) {
    const CallStep* shown = run.shown_call();
    if (!shown || !run.arena || run.experiment.second) return std::nullopt;  // two writers have no loop
    const std::uint32_t list = shown->list;
    const auto begin = [&] {
        const bool one_by_one = run.experiment.calls[list].op == Op::Writes;
        return make_loop(name, run.arena->list(list), one_by_one);
    };
    if (kept.run != run.id || kept.loop != name || kept.list != list) {
        if (!begin()) return std::nullopt;
        kept.told.clear();
        kept.run = run.id;
        kept.loop = name;
        kept.list = list;
    }
    const std::size_t last = std::max(run.shown_index(), run.shown_call_index());
    const ToldLoop& told = kept.told.at(
        last + 1, [&] { return ToldLoop(begin()); },
        [&](ToldLoop& state, std::size_t step) { tell(state, run.steps[step], list); });
    return thought_of(told, name, *shown);
}

std::optional<Thought> think(const RunView& run, const std::string& name) {
    ThoughtsKept kept;
    return think(run, name, kept);
}

Thinking thinking_of(const RunView& run, const Derived& derived, const std::string& chosen, ThinkingKept& kept) {
    Thinking thinking;
    const CallStep* call = run.shown_call();
    if (!call) return thinking;
    thinking.own = think(run, run.experiment.loop.kind, kept.own);
    if (!thinking.own) return thinking;
    thinking.call = call->n;
    thinking.list = call->list;
    thinking.advance = advance_of(*thinking.own, run, derived);
    if (chosen == run.experiment.loop.kind) return thinking;
    thinking.other = think(run, chosen, kept.other);
    if (thinking.other) thinking.other_advance = advance_of(*thinking.other, run, derived);
    return thinking;
}

Thinking thinking_of(const RunView& run, const Derived& derived, const std::string& chosen) {
    ThinkingKept kept;
    return thinking_of(run, derived, chosen, kept);
}

}  // namespace iovlab
