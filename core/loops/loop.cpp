#include "core/loops/loop.h"

#include "core/loops/advancing.h"

namespace iovlab {

const std::vector<LoopInfo>& loops() {
    static const std::vector<LoopInfo> all = {
        {"once", "one call", "One call, whatever comes.", true},
        {"write-all", "write all",
         "A short count means: go on with exactly what is left. EINTR is tried again, EAGAIN is reported.", true},
        {"write-all-poll", "write all, with poll",
         "As write-all, and EAGAIN means: sleep in poll(2) until there is room.", true},
    };
    return all;
}

std::unique_ptr<Loop> make_loop(const std::string& name, const IovList& list, bool one_by_one) {
    if (name == "once") return make_once(list, one_by_one);
    if (name == "write-all") return make_write_all(list, one_by_one);
    if (name == "write-all-poll") return make_write_all_poll(list, one_by_one);
    return nullptr;
}

}  // namespace iovlab
