#pragma once

#include "core/report/explain.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

namespace iovlab {

/// One call with all that is known around it: what the rules of explain() look at.
struct Situation {
    const CallStep& step;
    const TargetState& before;
    const TargetState& after;
    const ReportContext& context;
    const Experiment& experiment;

    const Call& call() const { return step.call; }
    const Outcome& outcome() const { return step.outcome; }
    const TargetSpec& target() const { return experiment.target; }

    bool to(const char* kind) const { return experiment.target.kind == kind; }
    bool failed_with(int error) const { return step.outcome.error == error; }
    /// The number of bytes returned; 0 when none was.
    std::uint64_t result() const;
    bool complete() const { return step.outcome.result && result() == step.asked; }
    bool short_write() const { return step.outcome.result && result() < step.asked; }
    bool reading() const { return reads(step.call.op); }
    bool has_offset() const {
        return step.call.op == Op::Pwritev || step.call.op == Op::Pwritev2 || step.call.op == Op::Preadv;
    }
    bool rwf(const char* name) const;
    bool vectored() const { return step.call.op != Op::Write && step.call.op != Op::CopyWrite; }

    /// Why a full pipe does not make the caller sleep: "O_NONBLOCK", "RWF_NOWAIT"; empty when it does.
    std::string nonblocking() const;
    /// Whether SIGPIPE came beside an answer because nobody reads, and what this program does about it.
    std::string sigpipe_words() const;
    /// No page slot free right after the call.
    bool seen_full() const;
    /// "16 page slots".
    std::string slots() const;
    std::uint64_t capacity() const;

    /// Bytes that may be read from the list's first one on, before one may not. Absent: all may.
    std::optional<std::uint64_t> fault() const;
    /// "iov[2]": the entry of the call's own list with the byte at `at`.
    std::string entry_at(std::uint64_t at) const;

    /// "The whole list", "This entry", "The joined copy": what one call hands over.
    std::string what_went_out() const;
    /// "writev", "write" for the calls that copy+write and writes make.
    std::string name() const;
    std::string manual(const char* more = "") const;

    /// Where the next call must go on, as a sentence; empty when nothing is left.
    std::string cut() const;
    /// "Short write: 65,536 of 70,024."
    std::string headline() const;
    Explanation explained(std::string why, const char* more_pages = "") const;
};

using Explainer = std::optional<Explanation> (*)(const Situation&);

// The rules of each target, one for every way a call can end; the first that matches explains it.
std::optional<Explanation> unaligned(const Situation& s);   ///< O_DIRECT's EINVAL
std::optional<Explanation> would_wait(const Situation& s);  ///< RWF_NOWAIT on a file
std::span<const Explainer> argument_rules();  ///< refused before the target is looked at, and what ends the caller
std::span<const Explainer> pipe_rules();
std::span<const Explainer> file_rules();
std::span<const Explainer> memfd_rules();  ///< what seals and a small disk add to file_rules(): asked before them
std::span<const Explainer> device_rules();
std::span<const Explainer> eventfd_rules();
std::span<const Explainer> unix_rules();
std::span<const Explainer> read_argument_rules();  ///< calls that read: asked before argument_rules()
std::span<const Explainer> read_rules();           ///< and these after them, whatever the target
std::span<const Explainer> two_writer_rules();     ///< of an experiment with [second]
std::span<const Explainer> net_rules();            ///< TCP, UDP and terminals

}  // namespace iovlab
