#include "core/loops/advancing.h"

namespace iovlab {

LoopEntry write_all_loop() {
    return {{"write-all",
             "write all",
             "A short count means: go on with exactly what is left. EINTR is tried again, EAGAIN is reported.",
             true,
             {place::call, place::advance, place::retry, place::stuck, place::failed, place::done},
             {}},
            make<AdvancingLoop>};
}

}  // namespace iovlab
