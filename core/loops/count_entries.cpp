#include "core/loops/advancing.h"

#include <algorithm>

namespace iovlab {

namespace {

/// writev's result goes into the same variable as iovcnt, and an entry is skipped for each byte of it.
class CountEntries : public PollingLoop {
public:
    using PollingLoop::PollingLoop;

protected:
    void took(std::uint64_t n) override {
        const std::size_t gone = std::min<std::uint64_t>(n, rest().size());
        const IovList left = rest().range(gone, rest().size()).after(0);
        continue_with(left, whole().total() - left.total());
    }
};

}  // namespace

LoopEntry count_entries_loop() {
    return {{"count-entries",
             "count entries, not bytes",
             "The result is a number of entries, as iovcnt was.",
             false,
             {place::call,
              {"advance", "n came back: skip n entries."},
              place::retry,
              place::wait,
              place::stuck,
              place::failed,
              place::done},
             {"HarperFast/rocksdb-js", 573,
              "The loop went on by iovecs instead of bytes: a short write cut an entry of the transaction log and "
              "dropped the rest of its batch, and readers failed later, during replication."}},
            make<CountEntries>};
}

}  // namespace iovlab
