#include "core/loops/advancing.h"

namespace iovlab {

namespace {

/// Of the entry that was cut it keeps what has been sent: `first[..left]`, where `first[left..]` is the rest. When
/// the cut falls between two entries the part kept is empty, and the whole next entry is gone.
class KeepPrefix : public PollingLoop {
public:
    using PollingLoop::PollingLoop;

protected:
    void took(std::uint64_t n) override {
        std::size_t gone = 0;
        const std::uint64_t sent = believed() + n;
        for (; gone < rest().size() && n >= rest()[gone].length; ++gone) n -= rest()[gone].length;
        const IovList kept = rest().range(gone, rest().size()).with_first(n).after(0);
        continue_with(kept, kept.total() == 0 ? whole().total() : sent);
    }
};

}  // namespace

LoopEntry keep_prefix_loop() {
    return {
        {"keep-prefix",
         "keep the wrong end",
         "The first n bytes of the cut buffer are the ones that are left.",
         false,
         {place::call,
          {"advance", "A part was taken: skip the entries that are gone, and keep the sent end of the cut one."},
          place::retry,
          place::wait,
          place::stuck,
          place::failed,
          place::done},
         {"tokio-rs/tokio", 8158,
          "tokio-util's write_all_vectored sliced [..left] where it meant [left..]: of [ab, cd] with 2 bytes "
          "written it dropped cd and returned Ok; cut inside a buffer it sent bytes twice."}},
        make<KeepPrefix>};
}

}  // namespace iovlab
