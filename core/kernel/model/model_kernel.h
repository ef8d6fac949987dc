#pragma once

#include "core/bytes/arena.h"
#include "core/kernel/kernel.h"
#include "core/kernel/model/rules.h"
#include "core/kernel/model/target_model.h"

#include <memory>
#include <vector>

namespace iovlab {

/// Answers calls from the rules alone: no call is made. Used to foretell what the real kernel will say, and to run
/// an experiment where no call may be made; every outcome is marked Origin::Model.
class ModelKernel final : public Kernel {
public:
    /// `restart`: the caller's signal handler was set up with SA_RESTART. The arena must outlive the kernel.
    ModelKernel(const Arena& arena, std::unique_ptr<TargetModel> target, bool restart);

    void start(const Call& call) override;
    void start_wait() override;
    /// A sleeper really keeps its caller waiting, as the kernel would, so that a deadline means the same.
    Progress poll(int timeout_ms) override;
    const Outcome& outcome() const override { return outcome_; }
    std::size_t read(std::size_t max, std::vector<std::byte>& out) override;
    void close_reader() override;
    std::int64_t resize(std::uint64_t size) override { return target_->resize(size); }
    void signal(int number) override;
    void kill() override;
    TargetState state() override { return target_->state(); }
    void set_wake_fd(int fd) override { wake_fd_ = fd; }
    int target_fd() const override { return target_->number(); }
    std::size_t read_file(std::uint64_t at, std::span<std::byte> out) override {
        return target_->read_file(at, out);
    }

    /// Calls that read really put their bytes into `memory`; without it they only foretell how many.
    void fills(Arena& memory) { memory_ = &memory; }

    /// The rule behind the last answer (or behind its sleep); null where there is no claim.
    const Rule* rule() const { return claim_ ? rule_ : nullptr; }
    /// False once a call was met that the rules say nothing about: from then on the state is not known either.
    bool claims() const { return claim_; }
    bool asleep() const { return asleep_ || polling_; }

private:
    void take(const Answer& answer);
    Answer fill(const Call& call, const Imported& imported);

    const Arena& arena_;
    std::unique_ptr<TargetModel> target_;
    bool restart_;
    Arena* memory_ = nullptr;
    bool reads_ = false;  // the last call did
    bool claim_ = true;
    bool asleep_ = false;
    bool polling_ = false;  // asleep in poll
    bool dead_ = false;
    int handled_ = 0;
    int wake_fd_ = -1;
    bool seen_asleep_ = false;
    const Rule* rule_ = nullptr;
    Outcome outcome_;
};

}  // namespace iovlab
