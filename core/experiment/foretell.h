#pragma once

#include "core/experiment/trace.h"
#include "core/kernel/model/model_kernel.h"

#include <memory>
#include <optional>

namespace iovlab {

/// The model's run beside the real one: told everything that happens to the real target, it says before each call
/// what will come back. Where it was wrong once, or makes no claim, its state is no longer known and it keeps
/// silent.
class Foreteller {
public:
    /// Null: no claim at all about this target.
    explicit Foreteller(std::unique_ptr<ModelKernel> model) : model_(std::move(model)) {}

    void start(const Call& call);
    void start_wait();
    void read(std::uint64_t max);
    void close_reader();
    void signal(int number);

    /// Writes into `step` what was foretold of its call, now that the real outcome is known.
    void answer(CallStep& step);

private:
    bool silent() const { return !model_ || !model_->claims(); }

    std::unique_ptr<ModelKernel> model_;
    std::vector<std::byte> ignored_;
};

/// True when two outcomes are the same to the caller: result, errno, death and sleep.
bool same_outcome(const Outcome& a, const Outcome& b);

}  // namespace iovlab
