#include "core/loops/advancing.h"

namespace iovlab {

namespace {

/// A signal that came before the first byte of a call ends the whole write.
class EintrFatal : public PollingLoop {
public:
    using PollingLoop::PollingLoop;

protected:
    void interrupted() override {
        set_believed(0);
        fail(EINTR);
    }
};

}  // namespace

LoopEntry eintr_fatal_loop() {
    return {{"eintr-fatal",
             "give up on EINTR",
             "EINTR is an error of the target like any other.",
             false,
             {place::call,
              place::advance,
              place::wait,
              place::stuck,
              {"failed", "EINTR, or any other errno: report a failure, and forget how far it came."},
              place::done},
             {"golang/go", 38033,
              "From Go 1.14 on the runtime sends its own threads signals: writes to cgroup files failed with EINTR "
              "while containers were started."}},
            make<EintrFatal>};
}

}  // namespace iovlab
