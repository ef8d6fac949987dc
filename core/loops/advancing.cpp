#include "core/loops/advancing.h"

#include <utility>

namespace iovlab {

AdvancingLoop::AdvancingLoop(const IovList& list, bool one_by_one) : whole_(list), one_by_one_(one_by_one) {
    // Empties in front are dropped first: a loop that calls with nothing to send never ends.
    rest_ = list.after(0);
    offered_ = one_by_one ? rest_.entries(1) : rest_;
    if (rest_.total() == 0) go(Want::Done, "done");
}

void AdvancingLoop::returned(const Outcome& outcome) {
    if (outcome.result) {
        *outcome.result > 0 ? took(static_cast<std::uint64_t>(*outcome.result)) : took_nothing();
    } else if (outcome.error == EINTR) {
        interrupted();
    } else if (outcome.error == EAGAIN) {
        no_room();
    } else {
        fail(outcome.error);
    }
}

void AdvancingLoop::woke(const Outcome& outcome) {
    if (outcome.result || outcome.error == EINTR) {
        go(Want::Call, "call");
    } else {  // it gives up where it waited
        failure_ = outcome.error;
        go(Want::Fail, place_);
    }
}

void AdvancingLoop::took(std::uint64_t n) {
    continue_with(rest_.after(n), sent_ + n);
}

void AdvancingLoop::continue_with(IovList rest, std::uint64_t sent) {
    set_rest(std::move(rest));
    sent_ = sent;
    if (rest_.total() == 0) {
        go(Want::Done, "done");
    } else {
        go(Want::Call, "advance");
    }
}

void AdvancingLoop::set_rest(IovList rest) {
    rest_ = std::move(rest);
    offered_ = offer(rest_);
}

}  // namespace iovlab
