#include "core/loops/kinds.h"

#include <algorithm>

namespace iovlab {

namespace {

/// One call, whatever comes. For op = "writes" that is one pass: a write for each entry, up to the first that does
/// not go out whole, as writev would stop there too.
class Once : public Loop {
public:
    Once(const IovList& list, bool one_by_one) : all_(list), one_by_one_(one_by_one) {
        offered_ = one_by_one ? list.entries(1) : list;
        if (one_by_one && list.empty()) done_ = true;
    }

    Want want() const override { return done_ ? Want::Done : Want::Call; }
    const IovList& list() const override { return offered_; }
    const char* place() const override { return done_ ? "done" : "call"; }
    std::uint64_t believed() const override { return sent_; }
    std::uint64_t left() const override { return all_.total() - std::min(sent_, all_.total()); }
    int failure() const override { return 0; }
    void woke(const Outcome&) override {}

    void returned(const Outcome& outcome) override {
        const auto taken = static_cast<std::uint64_t>(std::max<std::int64_t>(outcome.result.value_or(0), 0));
        sent_ += taken;
        ++entry_;
        const bool whole = outcome.result && taken == offered_.total();
        done_ = !one_by_one_ || !whole || entry_ >= all_.size();
        if (!done_) offered_ = all_.range(entry_, 1);
    }

private:
    IovList all_;
    IovList offered_;
    bool one_by_one_;
    bool done_ = false;
    std::size_t entry_ = 0;
    std::uint64_t sent_ = 0;
};

}  // namespace

LoopEntry once_loop() {
    return {
        {"once",
         "one call",
         "One call, whatever comes; the count says how much of the list went out.",
         true,
         {{"call", "Make the call once."}, {"done", "Report what came back: a count, perhaps short, or an errno."}},
         {}},
        make<Once>};
}

}  // namespace iovlab
