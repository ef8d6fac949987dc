#include "core/loops/advancing.h"

namespace iovlab {

namespace {

/// The calls are those of write-all. What differs is what becomes of the progress: write-all hands it to its
/// caller, who can go on; this one says only that it failed, as after any other errno.
class EagainFatal : public AdvancingLoop {
public:
    using AdvancingLoop::AdvancingLoop;

protected:
    void no_room() override {
        set_believed(0);
        fail(EAGAIN);
    }
};

}  // namespace

LoopEntry eagain_fatal_loop() {
    return {
        {"eagain-fatal",
         "give up on EAGAIN",
         "EAGAIN means that the target is broken, so there is nothing to be gone on with.",
         false,
         {place::call,
          place::advance,
          place::retry,
          place::stuck,
          {"failed", "EAGAIN, or any other errno: report a failure, and forget how far it came."},
          place::done},
         {"curl/curl", 3239,
          "With a non-blocking pipe as standard output, curl took the first EAGAIN for a write error: the output "
          "ended in the middle, with error 23."}},
        make<EagainFatal>};
}

}  // namespace iovlab
