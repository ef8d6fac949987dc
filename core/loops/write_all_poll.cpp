#include "core/loops/advancing.h"

namespace iovlab {

LoopEntry write_all_poll_loop() {
    return {{"write-all-poll",
             "write all, with poll",
             "As write-all, and EAGAIN means: sleep in poll(2) until there is room.",
             true,
             {place::call, place::advance, place::retry, place::wait, place::stuck, place::failed, place::done},
             {}},
            make<PollingLoop>};
}

}  // namespace iovlab
