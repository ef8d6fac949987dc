#pragma once

#include "core/experiment/damage.h"
#include "core/experiment/expected.h"
#include "core/experiment/trace.h"
#include "core/experiment/verdict.h"
#include "core/kernel/pipe_slots.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace iovlab {

/// A trace is only looked at here: no call is made again.

/// A pipe's page slots after any step of a trace that only grows. Goes on from where it was, and back from a moment
/// that it remembers: a look costs the steps between, kStride of them at most.
class SlotsReplay {
public:
    static constexpr std::size_t kStride = 1024;
    /// `preload` bytes were put in before the run; `packet` is O_DIRECT.
    SlotsReplay(std::uint64_t preload, bool packet) : preload_(preload), packet_(packet) {}

    /// After the first `steps` steps. `trace` is the same run's each time.
    const PipeSlots& after(const Trace& trace, std::size_t steps);

private:
    struct Moment {
        PipeSlots slots;
        bool writing = false;  // a call that was seen asleep, or was read from under way, before it returned
    };
    void begin(const Trace& trace);
    void take_in(const Trace& trace, std::size_t step);

    std::uint64_t preload_;
    bool packet_;
    std::size_t steps_ = 0;
    Moment now_;
    std::optional<std::pair<std::size_t, Moment>> certain_;  // steps_ and now_ before those of a call under way
    std::vector<Moment> kept_;                               // after 0, kStride, 2 * kStride... steps
};

/// What had gone out after any step of a trace that only grows, what the loops then believed, and what is wrong
/// with that. Each step is taken in once; what went out by an earlier step is the front of what went out by a later
/// one.
class SentReplay {
public:
    SentReplay() = default;
    explicit SentReplay(const std::vector<IovList>& lists) : expected_(lists) {}

    /// Takes in the steps that came behind those it knows. `trace` is the same run's each time.
    void follow(const Trace& trace);
    std::size_t steps() const { return steps_; }  ///< taken in so far

    // After the first `steps` steps of those.
    std::span<const Piece> pieces(std::size_t steps) const;
    std::uint64_t taken(std::size_t steps) const;                  ///< bytes of them all
    std::vector<std::uint64_t> believed(std::size_t steps) const;  ///< by list

    const Expected& expected() const { return expected_; }

private:
    struct Mark {  // behind one call
        std::size_t step = 0;
        std::size_t pieces = 0;
        std::uint64_t taken = 0;
    };
    struct Belief {
        std::size_t step = 0;
        std::uint64_t bytes = 0;
    };
    const Mark* mark(std::size_t steps) const;

    Expected expected_{{}};
    std::size_t steps_ = 0;
    std::vector<Piece> pieces_;
    std::vector<Mark> marks_;
    std::vector<std::vector<Belief>> beliefs_;  // by list
};

/// The slots after the first `steps` steps, looked at once.
PipeSlots slots_after(const Trace& trace, std::size_t steps, std::uint64_t preload, bool packet);

}  // namespace iovlab
