#include "core/kernel/real/real_kernel.h"

#include "core/worker/wire.h"

#include <utility>

namespace iovlab {

namespace {

WorkerSetup with_target(WorkerSetup setup, const Target& target) {
    setup.target_fd = target.fd();
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

int RealKernel::target_fd() const {
    return wire::kTargetFd;
}

}  // namespace iovlab
