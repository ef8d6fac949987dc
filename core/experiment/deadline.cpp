#include "core/experiment/deadline.h"

#include <algorithm>

namespace iovlab {

namespace {

using namespace std::chrono_literals;

constexpr auto kUsual = 2s;        // where nobody is there to wake a sleeper
constexpr auto kAtWork = 30s;      // a slow disk is no sleeper
constexpr auto kLookAgain = 50ms;  // at one that works on when its time is over

}  // namespace

Deadline::Deadline(const std::optional<double>& seconds, bool people, Clock::time_point began)
    : given_(seconds.has_value()) {
    if (seconds) {
        const auto time = std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(*seconds));
        soft_ = began + time;
        hard_ = *soft_ + time + 1s;
    } else if (!people) {
        soft_ = began + kUsual;
        hard_ = began + kAtWork;
    }
}

void Deadline::stirred(Clock::time_point now) {
    if (given_ || !soft_) return;
    soft_ = now + kUsual;
    hard_ = now + kAtWork;
}

bool Deadline::over(Clock::time_point now, bool waits, bool asleep) const {
    if (!passed(now)) return false;
    // Without [deadline] nobody has said that a disk may not take its time.
    return now >= *hard_ || (waits && (given_ || asleep));
}

std::optional<Deadline::Clock::time_point> Deadline::next(Clock::time_point now) const {
    if (!passed(now)) return soft_;
    return std::min(*hard_, now + kLookAgain);
}

UnseenSleep unseen_sleep(const Experiment& experiment, bool by_clock, bool signal_sent) {
    UnseenSleep unseen{.ended_by_clock = by_clock, .no_signal = experiment.signal && !signal_sent};
    switch (experiment.reader.policy) {
        case ReaderPolicy::WhenFull:
        case ReaderPolicy::CloseWhenFull:
        case ReaderPolicy::CloseAfter:
        case ReaderPolicy::All:
            unseen.no_reader = by_clock;
            break;
        case ReaderPolicy::None:
        case ReaderPolicy::AfterCall:
        case ReaderPolicy::Steady:
            break;
    }
    return unseen;
}

std::string note_of(const UnseenSleep& unseen) {
    if (!unseen.any()) return {};
    std::string words;
    const auto add = [&](bool what, const char* told) {
        if (what) words += (words.empty() ? "" : ", ") + std::string(told);
    };
    add(unseen.ended_by_clock, "the last call was ended by the clock alone");
    add(unseen.no_signal, "no signal was sent ([signal] waits for sleep)");
    add(unseen.no_reader, "the reader did not wake a sleeper ([reader] waits for sleep)");
    return "this machine does not show whether a process sleeps (/proc/PID/stat): " + words;
}

}  // namespace iovlab
