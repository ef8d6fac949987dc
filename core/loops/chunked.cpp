#include "core/bytes/entry.h"
#include "core/loops/advancing.h"

namespace iovlab {

namespace {

/// The kernel refuses more than IOV_MAX entries, so each call offers the next so many of what is left.
class Chunked : public PollingLoop {
public:
    Chunked(const IovList& list, bool one_by_one) : PollingLoop(list, one_by_one) { set_rest(rest()); }

protected:
    IovList offer(const IovList& rest) const override { return rest.entries(one_by_one() ? 1 : kIovMax); }
};

}  // namespace

LoopEntry chunked_loop() {
    return {{"chunked",
             "in chunks of IOV_MAX",
             "As write-all with poll, and no call may carry more than IOV_MAX (1,024) entries.",
             true,
             {{"call", "Offer the kernel the next entries that are left, 1,024 at most."},
              place::advance,
              place::retry,
              place::wait,
              place::stuck,
              place::failed,
              place::done},
             {}},
            make<Chunked>};
}

}  // namespace iovlab
