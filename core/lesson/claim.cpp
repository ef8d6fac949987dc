#include "core/lesson/claim.h"

#include "core/experiment/text.h"
#include "core/kernel/names.h"

#include <algorithm>
#include <fmt/format.h>
#include <utility>

namespace iovlab {

namespace {

std::int64_t number_of(std::uint64_t value) {
    return static_cast<std::int64_t>(std::min<std::uint64_t>(value, INT64_MAX));
}

/// Compares one thing after the other, and notes in words what is not as it should be.
class Comparison {
public:
    explicit Comparison(const Experiment& experiment) : experiment_(experiment) {}

    void number(const std::optional<Bounds>& wanted, std::int64_t found, const char* noun) {
        if (!wanted || within(*wanted, found, experiment_)) return;
        const std::string was = found < 0 ? fmt::format("{}", found) : grouped(static_cast<std::uint64_t>(found));
        differs(noun, was, bounds_words(*wanted, experiment_));
    }
    void word(const std::string& wanted, const std::string& found, const char* noun) {
        if (!wanted.empty() && wanted != found) differs(noun, found, wanted);
    }
    void differs(const std::string& noun, const std::string& found, const std::string& wanted) {
        all.push_back(fmt::format("{} is {}; wanted is {}.", noun, found, wanted));
    }
    const Experiment& experiment() const { return experiment_; }

    std::vector<std::string> all;

private:
    const Experiment& experiment_;
};

/// Where the call stopped, in the claim's words.
std::string cut_of(const CallStep& call, const Experiment& experiment) {
    if (!call.outcome.result || call.taken >= call.asked || *call.outcome.result < 0) return "none";
    // Counted in this call's own list: what the loop makes of it is its own affair.
    std::uint64_t left = call.taken;
    for (std::size_t i = 0; i < call.call.list.size(); ++i) {
        const Iov iov = call.call.list[i];
        if (left < iov.length) {
            return left == 0 ? "between" : buffer_of_entry(experiment, call.list, iov.entry);
        }
        left -= iov.length;
    }
    return "none";
}

void compare_call(const Claim& claim, const Step& step, Comparison& to) {
    const auto& call = std::get<CallStep>(step.what);
    const Outcome& outcome = call.outcome;
    if (claim.result && (!outcome.result || !within(*claim.result, *outcome.result, to.experiment()))) {
        to.differs("the result", outcome_words(outcome), bounds_words(*claim.result, to.experiment()));
    }
    if (!claim.error.empty() && (outcome.error == 0 || errno_name(outcome.error) != claim.error)) {
        to.differs("the result", outcome_words(outcome), "-1 " + claim.error);
    }
    if (!claim.signal.empty() && (outcome.signal == 0 || signal_name(outcome.signal) != claim.signal)) {
        to.differs("what came of the call", outcome_words(outcome), "a death by " + claim.signal);
    }
    if (claim.blocked && *claim.blocked != outcome.blocked) {
        to.differs("what came of the call", outcome_words(outcome), *claim.blocked ? "sleep" : "an answer");
    }
    to.word(claim.origin, to_string(outcome.origin), "where the result comes from");
    to.word(claim.cut, cut_of(call, to.experiment()), "where the call stopped");
    to.number(claim.asked, number_of(call.asked), "the number of bytes asked for");
    to.number(claim.iovcnt, call.call.iovcnt(), "iovcnt");
    to.number(claim.queued, step.after.queued.value_or(0), "what lies in the target afterwards");
}

void compare_calls(const Claim& claim, const Trace& trace, Comparison& to) {
    if (!about_a_call(claim)) return;
    if (claim.call != Claim::kAny) {
        const Step* step = call_of(trace, claim.call);
        if (step == nullptr) {
            to.all.push_back(fmt::format("there is no call {} in this run.", claim.call));
        } else {
            compare_call(claim, *step, to);
        }
        return;
    }
    // Any call will do; of those that do not, the nearest is told.
    std::optional<std::vector<std::string>> nearest;
    for (const Step& step : trace) {
        if (!std::holds_alternative<CallStep>(step.what)) continue;
        Comparison one(to.experiment());
        compare_call(claim, step, one);
        if (!nearest || one.all.size() < nearest->size()) nearest = std::move(one.all);
    }
    if (!nearest) nearest.emplace(1, "no call was made.");
    to.all.insert(to.all.end(), nearest->begin(), nearest->end());
}

void compare_damage(const std::optional<DamageClaim>& claim, DamageKind kind, std::uint64_t sum, const EndStep& end,
                    Comparison& to) {
    if (!claim) return;
    const std::string noun = fmt::format("the number of bytes {}", to_string(kind));
    to.number(claim->bytes, number_of(sum), noun.c_str());
    if (claim->entry.empty()) return;
    const auto& wanted = claim->entry;
    std::uint64_t found = 0;
    bool whole = false;
    for (const Damage& damage : end.damage.ranges) {
        if (damage.kind != kind) continue;
        ++found;
        const Amount size{{{false, wanted, 0}}};
        whole = damage.from.offset == 0 &&
                buffer_of_entry(to.experiment(), damage.list, damage.from.entry) == wanted &&
                number_of(damage.bytes) == value_of(size, to.experiment());
    }
    if (found != 1 || !whole) {
        to.all.push_back(
            fmt::format("what is {} is not {}, the whole of it and nothing else.", to_string(kind), wanted));
    }
}

std::uint64_t believed_at_end(const Trace& trace) {
    const Step* last = call_of(trace, Claim::kLast);
    return last == nullptr ? 0 : std::get<CallStep>(last->what).believed;
}

void compare_end(const Claim& claim, const Trace& trace, Comparison& to) {
    const EndStep* end = end_of(trace);
    if (end == nullptr) {
        to.all.emplace_back("the run is not over.");
        return;
    }
    to.word(claim.verdict, to_string(end->verdict), "the verdict");
    to.word(claim.status, to_string(end->status), "how the run ended");
    to.number(claim.calls, number_of(end->calls), "the number of calls");
    to.number(claim.delivered, number_of(end->delivered), "the number of bytes that went out");
    to.number(claim.believed, number_of(believed_at_end(trace)), "what the loop takes for sent");
    to.number(claim.spun, number_of(end->spun), "the number of calls made again at once, in vain,");
    to.number(claim.copied, number_of(end->copied), "the number of bytes that the program copied");
    compare_damage(claim.lost, DamageKind::Lost, end->damage.lost, *end, to);
    compare_damage(claim.unsent, DamageKind::Unsent, end->damage.unsent, *end, to);
    compare_damage(claim.doubled, DamageKind::Doubled, end->damage.doubled, *end, to);
    compare_damage(claim.misplaced, DamageKind::Misplaced, end->damage.misplaced, *end, to);
}

}  // namespace

bool about_a_call(const Claim& claim) {
    return claim.result || !claim.error.empty() || !claim.signal.empty() || claim.blocked ||
           !claim.origin.empty() || !claim.cut.empty() || claim.asked || claim.iovcnt || claim.queued;
}

std::vector<std::string> unmet(const Claim& claim, const Experiment& experiment, const Trace& trace) {
    Comparison comparison(experiment);
    compare_calls(claim, trace, comparison);
    compare_end(claim, trace, comparison);
    return comparison.all;
}

std::vector<Amount> amounts_of(const Claim& claim) {
    std::vector<Amount> all;
    const auto take = [&](const std::optional<Bounds>& bounds) {
        if (bounds && bounds->min) all.push_back(*bounds->min);
        if (bounds && bounds->max) all.push_back(*bounds->max);
    };
    for (const auto* bounds : {&claim.result, &claim.asked, &claim.iovcnt, &claim.queued, &claim.calls,
                               &claim.delivered, &claim.believed, &claim.spun, &claim.copied}) {
        take(*bounds);
    }
    for (const auto* damage : {&claim.lost, &claim.unsent, &claim.doubled, &claim.misplaced}) {
        if (!*damage) continue;
        take((*damage)->bytes);
        if (!(*damage)->entry.empty()) all.push_back({{{false, (*damage)->entry, 0}}});
    }
    if (!claim.cut.empty() && claim.cut != "between" && claim.cut != "none")
        all.push_back({{{false, claim.cut, 0}}});
    return all;
}

const Step* call_of(const Trace& trace, int n) {
    const Step* last = nullptr;
    for (const Step& step : trace) {
        const auto* call = std::get_if<CallStep>(&step.what);
        if (call == nullptr) continue;
        last = &step;
        if (n > 0 && call->n == static_cast<std::uint64_t>(n)) return &step;
    }
    return n == Claim::kLast ? last : nullptr;
}

const EndStep* end_of(const Trace& trace) {
    return trace.empty() ? nullptr : std::get_if<EndStep>(&trace.back().what);
}

std::string buffer_of_entry(const Experiment& experiment, std::size_t list, std::uint64_t entry) {
    if (list >= experiment.calls.size()) return {};
    for (const EntrySpec& spec : experiment.calls[list].iov) {
        if (entry < spec.times) return spec.buffer;
        entry -= spec.times;
    }
    return {};
}

std::string outcome_words(const Outcome& outcome) {
    if (outcome.signal != 0) return "killed by " + signal_name(outcome.signal);
    if (outcome.blocked) return "asleep";
    if (outcome.error != 0) return "-1 " + errno_name(outcome.error);
    return grouped(static_cast<std::uint64_t>(std::max<std::int64_t>(outcome.result.value_or(0), 0)));
}

}  // namespace iovlab
