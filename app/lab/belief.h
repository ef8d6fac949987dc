#pragma once

#include "app/lab/derived.h"
#include "app/lab/run_view.h"
#include "core/experiment/damage.h"
#include "core/experiment/expected.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace iovlab {

/// What the loops believe they have sent by a step, beside what the kernel really took of them. Places are bytes of
/// the stream that should arrive: all lists end to end.
struct Belief {
    /// The bytes of one entry line.
    struct Part {
        std::uint64_t begin = 0;
        std::uint64_t end = 0;
        std::optional<std::size_t> buffer;  ///< absent: a bad address
    };
    /// Bytes that went out equally often; those that never did are in no run.
    struct Run {
        std::uint64_t begin = 0;
        std::uint64_t end = 0;
        std::uint64_t times = 1;

        bool operator==(const Run&) const = default;
    };
    /// A damaged range.
    struct Mark {
        DamageKind kind = DamageKind::Lost;
        std::uint64_t begin = 0;
        std::uint64_t end = 0;
    };

    bool known = false;  ///< false: no call has returned yet, and nothing below means anything
    std::uint64_t total = 0;
    std::uint64_t believed = 0;  ///< bytes, all lists together
    std::uint64_t taken = 0;     ///< bytes that the kernel took, those that it took twice counted twice
    std::vector<Part> parts;
    std::vector<Run> believes;
    std::vector<Run> real;
    std::vector<Mark> marks;
    std::vector<std::string> words;  ///< each mark in words: "bytes 24 to 4,119 of body lost"
    /// Where the first wrong byte should have been something else, and whose it is; in words, empty when none is.
    std::optional<std::uint64_t> wrong_at;
    std::string wrong;

    /// The loop is right about everything so far, even where it gave up early: a sentence says it.
    bool calm() const;
    std::string calm_words() const;
};

/// What the calls of one run moved, in the terms of the lists: neighbours that follow one another there are one
/// piece. As many are left as the calls broke the order of the lists. For going on from, and for earlier steps.
struct BeliefKept {
    std::uint64_t run = 0;
    std::optional<Expected> expected;
    std::vector<Piece> joined;
    struct Mark {
        std::size_t joined = 0;  ///< how many there were
        std::uint64_t last = 0;  ///< bytes of the last one
        bool back = false;       ///< some piece lies in front of one that came before it
    };
    std::vector<Mark> marks;  ///< behind each piece of the run
    std::uint64_t end = 0;    ///< behind the last of them, in the sink
    std::vector<Belief::Part> parts;
};

/// After the first `steps` steps of `run`, whose lists `derived` belongs to. Makes no call. Costs about as much as
/// sorting the pieces that are out of order: worked out once for a step on show.
Belief belief_after(const RunView& run, const Derived& derived, std::size_t steps, BeliefKept& kept);
Belief belief_after(const RunView& run, const Derived& derived, std::size_t steps);
/// How many steps count while this one is on show.
std::size_t steps_on_show(const RunView& run);

}  // namespace iovlab
