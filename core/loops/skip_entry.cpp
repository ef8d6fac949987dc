#include "core/loops/advancing.h"

#include <algorithm>

namespace iovlab {

namespace {

/// Entries are either sent or not: one that was cut counts as sent.
class SkipEntry : public PollingLoop {
public:
    using PollingLoop::PollingLoop;

protected:
    void took(std::uint64_t n) override {
        std::size_t gone = 0;
        for (; gone < rest().size() && n > 0; ++gone) n -= std::min(n, rest()[gone].length);
        const IovList left = rest().range(gone, rest().size()).after(0);
        continue_with(left, whole().total() - left.total());
    }
};

}  // namespace

LoopEntry skip_entry_loop() {
    return {{"skip-entry",
             "skip the cut entry",
             "An entry of which some bytes were sent was sent.",
             false,
             {place::call,
              {"advance", "A part was taken: skip every entry that any byte of it came from, the cut one too."},
              place::retry,
              place::wait,
              place::stuck,
              place::failed,
              place::done},
             {"kazeburo/Gazelle", 13,
              "A partly written buffer counted as finished: the web server could end an HTTP response "
              "without having written all of it."}},
            make<SkipEntry>};
}

}  // namespace iovlab
