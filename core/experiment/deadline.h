#pragma once

#include "core/experiment/experiment.h"
#include "core/experiment/trace.h"

#include <chrono>
#include <optional>
#include <string>

namespace iovlab {

/// When a call has had its time, by the clock: [deadline], or what it is without one. It is over for a caller that
/// waits, asleep or unseen. One that is seen at work, or that a reader keeps waking, has as long again and a
/// second.
class Deadline {
public:
    using Clock = std::chrono::steady_clock;
    /// `people`: somebody is there who will wake a sleeper, so that without [deadline] there is no end.
    Deadline(const std::optional<double>& seconds, bool people, Clock::time_point began);

    /// Something was done that may have woken the caller: without [deadline] its time begins anew.
    void stirred(Clock::time_point now);
    /// It may be over: over() says for whom.
    bool passed(Clock::time_point now) const { return soft_ && now >= *soft_; }
    /// `waits`: nothing is seen to happen. `asleep`: it is seen, or cannot be seen, to sleep.
    bool over(Clock::time_point now, bool waits, bool asleep) const;
    /// When to look again; absent where it never ends.
    std::optional<Clock::time_point> next(Clock::time_point now) const;

private:
    bool given_;
    std::optional<Clock::time_point> soft_;  // for a caller that waits
    std::optional<Clock::time_point> hard_;  // for any
};

/// What a run made of a caller whose sleep it could not see. `by_clock`: a call was ended by the deadline.
UnseenSleep unseen_sleep(const Experiment& experiment, bool by_clock, bool signal_sent);
/// The same in words; empty where it made no difference.
std::string note_of(const UnseenSleep& unseen);

}  // namespace iovlab
