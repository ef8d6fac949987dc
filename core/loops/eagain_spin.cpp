#include "core/loops/advancing.h"

namespace iovlab {

namespace {

/// Asks again at once, however often: nothing is lost, but nobody else gets the processor.
class EagainSpin : public AdvancingLoop {
public:
    using AdvancingLoop::AdvancingLoop;

protected:
    void no_room() override { go(Want::Call, "spin"); }
};

}  // namespace

LoopEntry eagain_spin_loop() {
    return {{"eagain-spin",
             "ask again at once",
             "EAGAIN is gone by the time one asks again.",
             false,
             {place::call,
              place::advance,
              place::retry,
              {"spin", "EAGAIN: ask again at once, without waiting for room."},
              place::stuck,
              place::failed,
              place::done},
             {"apache/incubator-pagespeed-ngx", 1380,
              "A write to a full pipe was retried without waiting: nginx workers stood at 100 % CPU. The fix made "
              "the pipe larger and left the loop as it was."}},
            make<EagainSpin>};
}

}  // namespace iovlab
