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
