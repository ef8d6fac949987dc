#include "core/kernel/real/real_kernel.h"

#include "core/worker/wire.h"

#include <utility>

namespace iovlab {

namespace {

WorkerSetup with_target(WorkerSetup setup, const Target& target) {
    setup.target_fd = target.fd();
    setup.given = target.given();
    return setup;
}

}  // namespace

RealKernel::RealKernel(std::unique_ptr<Target> target, WorkerSetup setup)
    : target_(std::move(target)), worker_(with_target(setup, *target_)) {}

void RealKernel::start(const Call& call) {
    writing_ = !reads(call.op);
    if (writing_) target_->call_began();
    worker_.start(call);
}

void RealKernel::start_wait() {
    writing_ = false;
    worker_.start_wait();
}

Progress RealKernel::poll(int timeout_ms) {
    const Progress progress = worker_.poll(timeout_ms, wake_fd_);
    if (progress == Progress::Finished) tell_target();
    return progress;
}

void RealKernel::kill() {
    worker_.kill();
    tell_target();
}

void RealKernel::tell_target() {
    if (!std::exchange(writing_, false)) return;
    const Outcome& outcome = worker_.outcome();
    if (outcome.signal != 0 || outcome.blocked) {
        target_->caller_gone();
    } else {
        target_->call_ended(static_cast<std::uint64_t>(outcome.result.value_or(0)));
    }
}

std::size_t RealKernel::read(std::size_t max, std::vector<std::byte>& out) {
    worker_.stirred();
    return target_->read(max, out);
}

void RealKernel::close_reader() {
    worker_.stirred();
    target_->close_reader();
}

std::int64_t RealKernel::resize(std::uint64_t size) {
    worker_.stirred();
    return target_->resize(size);
}

int RealKernel::target_fd() const {
    return target_->given() == Given::MinusOne ? -1 : wire::kTargetFd;
}

}  // namespace iovlab
