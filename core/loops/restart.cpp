#include "core/loops/advancing.h"

namespace iovlab {

namespace {

/// Short counts are gone on from; but when a later call fails, the count of what went out before is lost with it.
class Restart : public PollingLoop {
public:
    using PollingLoop::PollingLoop;

protected:
    void no_room() override {
        set_rest(whole().after(0));
        set_believed(0);
        go(Want::Wait, "restart");
    }
};

}  // namespace

LoopEntry restart_loop() {
    return {
        {"restart",
         "start over",
         "A write that failed has sent nothing, so after EAGAIN it begins again with the first byte.",
         false,
         {place::call,
          place::advance,
          place::retry,
          {"restart", "EAGAIN: forget what was sent, wait for room, and begin again with the whole list."},
          place::stuck,
          place::failed,
          place::done},
         {"MisterTea/EternalTerminal", 815,
          "The inner loop returned -1 after it had sent a part, so the outer one sent that part again: the peer "
          "got a message that it could not parse when a session was to be resumed."}},
        make<Restart>};
}

}  // namespace iovlab
