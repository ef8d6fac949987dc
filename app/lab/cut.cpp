#include "app/lab/cut.h"

#include "app/lab/call_text.h"
#include "app/lab/faults.h"

#include <algorithm>
#include <variant>

namespace iovlab {

namespace {

std::uint64_t sum(std::uint64_t a, std::uint64_t b) {
    return a > UINT64_MAX - b ? UINT64_MAX : a + b;
}

/// Bytes that a call asks for which begins at byte `from` of the list: to the list's end, or its one entry's.
std::uint64_t asked_from(const LabState& state, std::uint64_t from) {
    const CallSpec& call = state.call();
    const ListFacts& list = state.list();
    std::uint64_t end = list.asked;
    if (call.op == Op::Writes) {
        const std::size_t line = list.line_at(from);
        if (line == list.lines.size()) return 0;
        const EntryFacts& facts = list.lines[line];
        end = facts.length == 0 ? facts.start
                                : sum(facts.start, ((from - facts.start) / facts.length + 1) * facts.length);
        end = std::min(end, facts.end());
    } else if (from == 0 && call.count && *call.count >= 0) {
        end = list.byte_of({static_cast<std::uint64_t>(*call.count), 0});
    }
    return end > from ? end - from : 0;
}

/// The call after the one that is looked at, if it is one of this list.
bool follow_run(const LabState& state, Cut& cut) {
    const RunView& run = state.run;
    const CallStep* shown = run.shown_call();
    const bool looked_at = run.exists && run.same_lists && (run.busy() || run.looking_back());
    if (!looked_at || !shown) return false;
    const auto next = std::upper_bound(run.calls.begin(), run.calls.end(), run.shown_call_index());
    if (next != run.calls.end()) {
        const auto& call = std::get<CallStep>(run.steps[*next].what);
        if (call.list != state.look.list) return false;
        cut.call = call.n;
        cut.from = state.list().byte_of(call.call.list.begin_at());
        cut.asked = call.asked;
        return true;
    }
    const std::uint64_t from = state.list().byte_of(shown->consumed);
    if (shown->list != state.look.list || from >= state.list().asked) return false;
    cut.call = shown->n + 1;
    cut.from = from;
    cut.asked = asked_from(state, from);
    return true;
}

/// The first call of the list on show: known after a run; before it, each earlier list is taken to need one.
void first_call(const LabState& state, Cut& cut) {
    cut.call = state.look.list + 1;
    cut.asked = asked_from(state, 0);
    if (!state.run.exists || !state.run.same_lists) return;
    for (const std::size_t index : state.run.calls) {
        const auto& call = std::get<CallStep>(state.run.steps[index].what);
        if (call.list != state.look.list) continue;
        cut.call = call.n;
        return;
    }
}

std::string entry_name(const EntrySpec& entry) {
    return entry.bad == BadBase::None ? entry.buffer : std::string("bad address");
}

std::string bytes_words(std::uint64_t bytes) {
    return grouped(bytes) + (bytes == 1 ? " byte" : " bytes");
}

/// What goes out between two places: "header whole", "header, body whole", "12 entries whole".
std::string whole_words(const LabState& state, std::uint64_t from, std::uint64_t to) {
    constexpr std::size_t kNamed = 2;
    std::uint64_t entries = 0;
    std::string names;
    std::size_t named = 0;
    const ListFacts& list = state.list();
    for (std::size_t i = 0; i < list.lines.size(); ++i) {
        const EntryFacts& line = list.lines[i];
        if (line.total == 0 || line.end() <= from) continue;
        if (line.start >= to) break;
        const std::uint64_t left_out = from > line.start ? (from - line.start) / line.length : 0;
        const std::uint64_t whole = (std::min(to, line.end()) - line.start) / line.length;
        if (whole <= left_out) continue;
        const bool trimmed = from > line.start + left_out * line.length;
        entries += whole - left_out;
        const std::string name = entry_name(state.call().iov[i]);
        if (++named <= kNamed) names += (named > 1 ? ", " : "") + std::string(trimmed ? "the rest of " : "") + name;
    }
    if (entries == 0) return {};
    return entries == named && named <= kNamed ? names + " whole" : grouped(entries) + " entries whole";
}

}  // namespace

Cut cut_of(const LabState& state) {
    Cut cut;
    if (!follow_run(state, cut)) first_call(state, cut);
    const FaultSpec& faults = state.experiment().faults;
    const FaultScript script = parse_fault_script(faults.script);
    if (!script.problem.empty()) {
        cut.obstacle = "The fault script cannot be read, so no step can be set in it.";
    } else if (state.list().asked == 0) {
        cut.obstacle = "The call asks for nothing: there is nothing to cut.";
    } else if (state.problems.under("call[" + std::to_string(state.look.list) + "]")) {
        cut.obstacle = "First put the list right.";
    }
    if (!cut.obstacle.empty()) return cut;
    const auto place = script_place(script.steps, faults.repeat, cut.call);
    if (!place) return cut;
    const FaultStep& step = script.steps[place->step];
    if (step.kind == FaultKind::Short) cut.at = sum(cut.from, std::min(step.bytes, cut.asked));
    if (step.kind == FaultKind::Short) cut.percent = step.percent;
    cut.replaces_errno = step.kind == FaultKind::Error;
    return cut;
}

Intent move_cut(const LabState& state, const Cut& cut, std::uint64_t to, bool goes_on) {
    const std::uint64_t at = std::clamp(to, cut.from, cut.end());
    const FaultSpec faults = with_short(state.experiment().faults, cut.call, at - cut.from);
    return SetFaults{faults, "cut call " + grouped(cut.call), goes_on};
}

Intent remove_cut(const LabState& state, const Cut& cut) {
    const FaultSpec faults = without_short(state.experiment().faults, cut.call);
    return SetFaults{faults, "take the cut of call " + grouped(cut.call) + " away", false};
}

std::uint64_t moved(const Cut& cut, std::uint64_t at, std::int64_t by) {
    const std::uint64_t far = by < 0 ? 0 - static_cast<std::uint64_t>(by) : static_cast<std::uint64_t>(by);
    const std::uint64_t to = by < 0 ? at - std::min(at, far) : sum(at, far);
    return std::clamp(to, cut.from, cut.end());
}

std::uint64_t next_edge(const ListFacts& list, const Cut& cut, std::uint64_t at, bool forward) {
    // The entry in front of the place when going back: there the byte before it belongs to.
    if (!forward && at <= cut.from) return cut.from;
    const std::size_t line = list.line_at(forward ? at : at - 1);
    if (line == list.lines.size()) return at;
    const EntryFacts& facts = list.lines[line];
    const std::uint64_t inside = (forward ? at : at - 1) - std::min(facts.start, at);
    const std::uint64_t repeat = facts.length == 0 ? 0 : inside / facts.length;
    const std::uint64_t edge = sum(facts.start, repeat * facts.length);
    return std::clamp(forward ? sum(edge, facts.length) : edge, cut.from, cut.end());
}

std::string place_text(const Experiment& experiment, std::size_t list, const ListFacts& facts, std::uint64_t at) {
    const std::size_t line = facts.line_at(at);
    if (line == facts.lines.size() || at >= facts.asked) return "the end";
    const EntryFacts& entry = facts.lines[line];
    const std::uint64_t inside = at - entry.start;
    const EntrySpec& spec = experiment.calls[list].iov[line];
    const std::uint64_t repeat = inside / entry.length;
    const auto& lines = experiment.calls[list].iov;
    const auto same = [&](const EntrySpec& other) { return other.buffer == spec.buffer; };
    const bool by_name =
        spec.times == 1 && spec.bad == BadBase::None && std::count_if(lines.begin(), lines.end(), same) == 1;
    const std::string name = by_name ? spec.buffer : "iov[" + std::to_string(entry.first + repeat) + "]";
    return name + "+" + grouped(inside - repeat * entry.length);
}

std::string cut_words(const LabState& state, const Cut& cut) {
    const std::string of = cut.call > 1 ? " of call " + grouped(cut.call) : "";
    if (!cut.at) return "call " + grouped(cut.call) + " asks for all " + bytes_words(cut.asked);
    const std::uint64_t bytes = *cut.at - cut.from;
    const std::string chance = cut.percent < 100 ? "with a chance of " + std::to_string(cut.percent) + " % " : "";
    const std::string start = chance + "cut after " + bytes_words(bytes) + of + ": ";
    if (bytes >= cut.asked) return start + "that is all, nothing is cut";
    const std::string whole = whole_words(state, cut.from, *cut.at);
    const std::string place = place_text(state.experiment(), state.look.list, state.list(), *cut.at);
    if (bytes == 0) return start + "nothing goes out, " + place;
    return start + (whole.empty() ? "" : whole + ", ") + place;
}

}  // namespace iovlab
