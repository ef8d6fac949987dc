#include "core/loops/advancing.h"

namespace iovlab {

namespace {

/// Goes on while the list has entries, not while it has bytes, and skips entries only while there are bytes to
/// account for. An empty entry at the end is never skipped.
class SpinOnEmpty : public PollingLoop {
public:
    SpinOnEmpty(const IovList& list, bool one_by_one) : PollingLoop(list, one_by_one) {
        set_rest(list);
        list.empty() ? go(Want::Done, "done") : go(Want::Call, "call");
    }

protected:
    void took(std::uint64_t n) override {
        set_believed(believed() + n);
        std::size_t gone = 0;
        for (; n > 0 && gone < rest().size() && n >= rest()[gone].length; ++gone) n -= rest()[gone].length;
        const IovList left = rest().range(gone, rest().size());
        set_rest(n > 0 ? left.after(n) : left);
        rest().empty() ? go(Want::Done, "done") : go(Want::Call, "advance");
    }
    void took_nothing() override { go(Want::Call, "spin"); }
};

}  // namespace

LoopEntry spin_on_empty_loop() {
    return {{"spin-on-empty",
             "trip over an empty entry",
             "A list that still has entries still has bytes.",
             false,
             {place::call,
              {"advance", "A part was taken: skip entries and trim one while there are bytes to account for."},
              {"spin", "0 came back, so no entry is skipped: ask again with the same list."},
              place::retry,
              place::wait,
              place::failed,
              {"done", "No entry is left."}},
             {"cybozu/yrmcds", 28,
              "Sending an object of 0 bytes left an empty iovec in the list, and the server called writev in an "
              "endless loop."}},
            make<SpinOnEmpty>};
}

}  // namespace iovlab
