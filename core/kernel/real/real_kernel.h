#pragma once

#include "core/kernel/kernel.h"
#include "core/kernel/real/target.h"
#include "core/kernel/real/worker.h"

#include <memory>

namespace iovlab {

/// This machine's kernel, asked through a worker.
class RealKernel final : public Kernel {
public:
    /// `setup.target_fd` is filled in from `target`.
    RealKernel(std::unique_ptr<Target> target, WorkerSetup setup);

    void start(const Call& call) override;
    void start_wait() override;
    Progress poll(int timeout_ms) override;
    bool sees_sleep() const override { return worker_.sight() != Sight::Nothing; }
    bool at_work() const override { return worker_.at_work(); }
    const Outcome& outcome() const override { return worker_.outcome(); }
    std::size_t read(std::size_t max, std::vector<std::byte>& out) override;
    void close_reader() override;
    std::int64_t resize(std::uint64_t size) override;
    void signal(int number) override { worker_.signal(number); }
    void kill() override;
    TargetState state() override { return target_->state(); }
    void set_wake_fd(int fd) override { wake_fd_ = fd; }
    int target_fd() const override;
    std::size_t read_file(std::uint64_t at, std::span<std::byte> out) override {
        return target_->read_file(at, out);
    }
    std::optional<Cage> cage() const override { return worker_.cage(); }

    const Worker& worker() const { return worker_; }

private:
    void tell_target();

    std::unique_ptr<Target> target_;
    Worker worker_;
    int wake_fd_ = -1;
    bool writing_ = false;  // a call that writes is under way, and the target was not yet told how it ended
};

}  // namespace iovlab
