#include "core/loops/advancing.h"

namespace iovlab {

namespace {

/// What `rest = rest[n:]` does to Python's bytes: the part of the cut buffer that is left is copied into a new
/// object each time, so a large buffer that goes out in small parts is copied again and again. The bytes are the
/// same; the list still says which buffer they are of, and the worker really makes the copy that the kernel is
/// shown.
class Copying : public PollingLoop {
public:
    using PollingLoop::PollingLoop;

    std::uint64_t copied() const override { return copied_; }
    bool first_is_copy() const override { return sliced_; }

protected:
    void took(std::uint64_t n) override {
        PollingLoop::took(n);
        const bool cut = !rest().empty() && rest()[0].skip > 0;
        if (cut) copied_ += rest()[0].length;
        sliced_ = cut;
    }

private:
    std::uint64_t copied_ = 0;
    bool sliced_ = false;
};

}  // namespace

LoopEntry copying_loop() {
    return {{"copying",
             "write all, by slicing",
             "As write-all with poll, but the rest of a cut buffer is a new object each time: right, and slow.",
             true,
             {place::call,
              {"advance", "A part was taken: drop the finished buffers, and copy what is left of the cut one."},
              place::retry,
              place::wait,
              place::stuck,
              place::failed,
              place::done},
             {}},
            make<Copying>};
}

}  // namespace iovlab
