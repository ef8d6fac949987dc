#include "core/loops/advancing.h"

namespace iovlab {

namespace {

/// Any count at all ends it (with op = "writes": ends the entry), as if everything had been taken.
class IgnoreShort : public AdvancingLoop {
public:
    /// It looks at nothing: empty entries in front are handed over too, and a list of nothing else.
    IgnoreShort(const IovList& list, bool one_by_one) : AdvancingLoop(list, one_by_one) {
        if (one_by_one) return;
        set_rest(list);
        go(Want::Call, "call");
    }

protected:
    void took(std::uint64_t) override {
        const std::uint64_t asked = list().total();
        continue_with(rest().after(asked), believed() + asked);
    }
    void took_nothing() override { took(0); }
};

}  // namespace

LoopEntry ignore_short_loop() {
    return {
        {"ignore-short",
         "ignore the count",
         "A call that does not fail has sent everything.",
         false,
         {{"call", "Offer the kernel the whole list."},
          {"advance", "The call did not fail, so all of it counts as sent; the count is not looked at."},
          place::retry,
          place::failed,
          {"done", "Report success."}},
         {"dotnet/runtime", 109340,
          "RandomAccess.Write with many buffers did not go on after an incomplete write, and has no result that "
          "could tell: files were silently too short, from .NET 6 until 2024."}},
        make<IgnoreShort>};
}

}  // namespace iovlab
