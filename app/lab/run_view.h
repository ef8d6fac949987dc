#pragma once

#include "core/experiment/experiment.h"
#include "core/experiment/replay.h"
#include "core/experiment/run.h"
#include "core/report/explain.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace iovlab {

/// What is derived from a run is kept by this, and never by less: which run it is, and how much of it is on show.
struct Moment {
    std::uint64_t run = 0;
    std::size_t steps = 0;

    bool operator==(const Moment&) const = default;
};

/// A run as the panels see it: copies of what had happened when the last frame began.
struct RunView {
    std::uint64_t id = 0;  ///< no two runs share it: what is derived from a run is kept by this and the step
    bool exists = false;
    Run::State state = Run::State::Over;
    bool stopping = false;    ///< Stop was pressed and the run is not over yet
    Experiment experiment;    ///< as it was run; the document may have gone on
    bool current = false;     ///< the document is still what was run
    bool same_lists = false;  ///< its buffers and calls are, whatever is around them
    Trace steps;
    std::vector<std::size_t> calls;  ///< which of the steps are calls
    SentReplay sent;                 ///< what they moved, at every step
    Run::Sink sink;
    Run::Pipe pipe;           ///< as it is now
    PipeSlots shown_slots;    ///< as it was after the shown step
    Run::Sink past_sink;      ///< as it was after the selected step; see sink_shown()
    Explanation explanation;  ///< of the shown call
    struct Accepted {
        std::uint64_t bytes = 0;
        std::uint64_t call = 0;  ///< its number
        std::size_t list = 0;    ///< of which [[call]]
        bool whole = false;      ///< all that it asked for
        std::uint64_t end = 0;   ///< bytes of all up to this one
    };
    std::vector<std::uint64_t> believed;  ///< by list: what its loop last thought it had sent
    std::vector<Accepted> accepted;       ///< the calls that moved bytes
    const Buffers* buffers = nullptr;     ///< null until the run is set up
    const Arena* arena = nullptr;
    int target_fd = 0;                    ///< the descriptor's number in the worker; 0 until it is known
    std::string refused;                  ///< why it could not be run (CannotRun, BadExperiment), for people
    std::string fault;                    ///< a fault of the machinery; the trace holds what had happened
    std::optional<std::size_t> selected;  ///< a step chosen to be looked at; absent: the last call

    bool busy() const { return exists && state != Run::State::Over; }
    bool asleep() const { return exists && state == Run::State::Asleep; }
    bool paused() const { return exists && state == Run::State::Paused; }

    Moment moment() const { return {id, looking_back() ? *selected + 1 : steps.size()}; }
    /// The step that the panels show: the selected one, else the last call; null when there is none.
    const Step* shown() const;
    std::size_t shown_index() const;  ///< steps.size() when there is none
    /// shown() as a call, else the last call at or before it.
    const CallStep* shown_call() const;
    std::size_t shown_call_index() const;
    /// The target as it was before step `index`.
    TargetState before(std::size_t index) const;
    /// The end of the run, once it is there.
    const EndStep* end() const;
    /// True when an earlier moment than the newest is looked at.
    bool looking_back() const { return selected && *selected + 1 < steps.size(); }
    /// What had arrived at the shown step; everything while nothing is selected.
    const Run::Sink& sink_shown() const { return looking_back() ? past_sink : sink; }
    /// In what the worker sleeps now; null when it does not, or was not seen to.
    const SleepStep* sleeping() const;
    /// The worker was seen asleep in call number `n`.
    bool slept_in(std::uint64_t n) const;
    /// The target as it was at the shown step; while it runs and nothing is selected, as it was last seen, which
    /// may be after the newest step: a writer that was woken goes on. What was read out after the last call is left
    /// out. Null before the first step.
    const Step* target_shown() const;
    /// What reports need; its pointers are null until the run is set up.
    ReportContext context() const;

    /// Bytes that the calls up to number `n` moved.
    std::uint64_t taken_by(std::uint64_t n) const;
    /// What all loops together believe at the end.
    std::uint64_t believed_in_all() const;

    /// Takes in steps that were added behind the `known` first ones.
    void count_calls(std::size_t known);
    /// Brings what follows from the shown step up to date; the lab calls it when something changed.
    void settle();

private:
    void settle_target();

    Step now_;  // what target_shown() says between two steps
    bool has_now_ = false;
    std::optional<SlotsReplay> slots_;
};

}  // namespace iovlab
