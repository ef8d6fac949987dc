#pragma once

#include "core/experiment/trace.h"
#include "core/kernel/model/model_kernel.h"

#include <memory>
#include <optional>
#include <string>

namespace iovlab {

/// The model's run beside the real one: told everything that happens to the real target, it says before each call
/// what will come back. Where it was wrong once, or makes no claim, its state is no longer known and it keeps
/// silent. The rule that was wrong is dropped for this process (dropped.h), and note() says so once.
class Foreteller {
public:
    /// Null: no claim at all about this target. `note` is what is to be said of this kernel already.
    explicit Foreteller(std::unique_ptr<ModelKernel> model, std::string note = {})
        : model_(std::move(model)), note_(std::move(note)) {}

    void start(const Call& call);
    void start_wait();
    void read(std::uint64_t max);
    void close_reader();
    void signal(int number);
    /// What F_SETPIPE_SZ will answer: the new size, or minus an errno; absent without a claim.
    std::optional<std::int64_t> resize(std::uint64_t size);

    /// Writes into `step` what was foretold of its call, now that the real outcome is known.
    void answer(CallStep& step);
    /// The same for what resize() foretold.
    void answer(ResizeStep& step);

    /// Where this kernel differs from the rules, in a sentence; empty when there is no news.
    const std::string& note() const { return note_; }

private:
    bool silent() const { return !model_ || !model_->claims(); }
    void differs(const std::string& rule, const std::string& news);

    std::unique_ptr<ModelKernel> model_;
    std::vector<std::byte> ignored_;
    std::string note_;
    bool alone_ = true;  // nothing but the call itself has happened since it began
};

/// True when two outcomes are the same to the caller: result, errno, death and sleep.
bool same_outcome(const Outcome& a, const Outcome& b);

}  // namespace iovlab
