#pragma once

#include "core/experiment/experiment.h"
#include "core/experiment/trace.h"
#include "core/lesson/amount.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace iovlab {

/// What a lesson says of bytes that were damaged: how many, or that they are exactly one entry's.
struct DamageClaim {
    std::optional<Bounds> bytes;
    std::string entry;  ///< a buffer's name; empty: any

    bool operator==(const DamageClaim&) const = default;
};

/// What must hold of a run: a choice's answer, a task's goal, a proof's damage. Only what is set counts.
struct Claim {
    static constexpr int kAny = 0;    ///< some call does it all
    static constexpr int kLast = -1;  ///< the run's last call
    int call = 1;                     ///< which call the next lines are about, from 1
    std::optional<Bounds> result;
    std::string error;  ///< an errno's name
    std::string signal;
    std::optional<bool> blocked;
    std::string origin;            ///< "kernel", "capped" or "injected"
    std::string cut;               ///< the entry in which the call stopped, by its buffer; "between" or "none"
    std::optional<Bounds> asked;   ///< bytes
    std::optional<Bounds> iovcnt;  ///< entries offered in this call
    std::optional<Bounds> queued;  ///< bytes that lie in the target after it

    std::string verdict;  ///< of the whole run, from here on
    std::string status;
    std::optional<Bounds> calls;
    std::optional<Bounds> delivered;  ///< bytes
    std::optional<Bounds> believed;   ///< bytes that the loop takes for sent at the end
    std::optional<Bounds> spun;
    std::optional<Bounds> copied;  ///< bytes
    std::optional<DamageClaim> lost, unsent, doubled, misplaced;

    bool operator==(const Claim&) const = default;
};

/// What of `claim` does not hold, a sentence each; empty: it holds. Nothing but the trace is asked.
std::vector<std::string> unmet(const Claim& claim, const Experiment& experiment, const Trace& trace);
inline bool holds(const Claim& claim, const Experiment& experiment, const Trace& trace) {
    return unmet(claim, experiment, trace).empty();
}
/// Something in it is about one call, and not about the run as a whole.
bool about_a_call(const Claim& claim);
/// Every sum that the claim names, to look its names up.
std::vector<Amount> amounts_of(const Claim& claim);

/// Call `n` of a run (Claim::call); null when there was none.
const Step* call_of(const Trace& trace, int n);
/// What ended it; null while it is not over.
const EndStep* end_of(const Trace& trace);
/// The entry's buffer by its place in list `list`; "" for a wrong address.
std::string buffer_of_entry(const Experiment& experiment, std::size_t list, std::uint64_t entry);
/// "65,536", "-1 EAGAIN", "killed by SIGPIPE", "asleep".
std::string outcome_words(const Outcome& outcome);

}  // namespace iovlab
