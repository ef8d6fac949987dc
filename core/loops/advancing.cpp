#include "core/loops/advancing.h"

#include <cerrno>

namespace iovlab {

void AdvancingLoop::advance(std::uint64_t n) {
    sent_ += n;
    rest_ = rest_.after(n);
    offer();
    if (rest_.total() == 0) {
        finish("done");
    } else {
        go(Want::Call, "advance");
    }
}

void AdvancingLoop::woke(const Outcome& outcome) {
    if (outcome.result || outcome.error == EINTR) {
        go(Want::Call, "call");
    } else {
        fail(outcome.error);
    }
}

}  // namespace iovlab
