#include "core/loops/advancing.h"

#include <cerrno>

namespace iovlab {

namespace {

/// Goes on after a short write with exactly what is left; EINTR is tried again; any other errno ends it, with what
/// was sent so far still known. With `polls`, EAGAIN is answered by sleeping until the target is writable.
class WriteAll final : public AdvancingLoop {
public:
    WriteAll(const IovList& list, bool one_by_one, bool polls) : AdvancingLoop(list, one_by_one), polls_(polls) {
        advance(0);  // drops empty entries in front: a loop that calls with nothing to send never ends
        if (want() == Want::Call) go(Want::Call, "call");
    }

    void returned(const Outcome& outcome) override {
        if (outcome.result) {
            // 0 for a list that is not empty: no progress, and asking again would give the same for ever.
            *outcome.result > 0 ? advance(static_cast<std::uint64_t>(*outcome.result)) : fail(0);
        } else if (outcome.error == EINTR) {
            go(Want::Call, "retry");
        } else if (outcome.error == EAGAIN && polls_) {
            go(Want::Wait, "wait");
        } else {
            fail(outcome.error);
        }
    }

private:
    bool polls_;
};

}  // namespace

std::unique_ptr<Loop> make_write_all(const IovList& list, bool one_by_one) {
    return std::make_unique<WriteAll>(list, one_by_one, false);
}

std::unique_ptr<Loop> make_write_all_poll(const IovList& list, bool one_by_one) {
    return std::make_unique<WriteAll>(list, one_by_one, true);
}

}  // namespace iovlab
