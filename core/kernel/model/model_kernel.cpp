#include "core/kernel/model/model_kernel.h"

#include <algorithm>
#include <cerrno>
#include <poll.h>
#include <span>
#include <utility>

namespace iovlab {

ModelKernel::ModelKernel(const Arena& arena, std::unique_ptr<TargetModel> target, bool restart)
    : arena_(arena), target_(std::move(target)), restart_(restart) {
    outcome_.origin = Origin::Model;
}

void ModelKernel::take(const Answer& answer) {
    if (!answer.claim) {
        claim_ = false;
        asleep_ = false;
        rule_ = nullptr;
        outcome_ = {};
        outcome_.origin = Origin::Model;
        outcome_.unclaimed = answer.why;
        return;
    }
    rule_ = &iovlab::rule(answer.rule);
    asleep_ = answer.asleep;
    outcome_ = {};
    outcome_.origin = Origin::Model;
    outcome_.handled = std::exchange(handled_, 0);
    if (answer.signal != 0) {
        outcome_.signal = answer.signal;
        dead_ = true;
    } else if (answer.error != 0) {
        outcome_.error = answer.error;
    } else if (!answer.asleep) {
        outcome_.result = static_cast<std::int64_t>(answer.taken);
    }
}

void ModelKernel::start(const Call& call) {
    seen_asleep_ = false;
    if (!claim_ || dead_) return;
    reads_ = reads(call.op);
    Access access = target_->access();
    if (reads_ && access != Access::Closed) access = target_->readable() ? Access::Writable : Access::ReadOnly;
    const Imported imported = import(call, arena_, access, target_->seekable());
    if (imported.refused) {
        take({.rule = imported.refused, .error = imported.error, .signal = imported.signal});
    } else {
        take(reads_ ? fill(call, imported) : target_->write(call, imported));
    }
}

Answer ModelKernel::fill(const Call& call, const Imported& imported) {
    std::vector<std::byte> bytes;
    const Answer answer = target_->fill(call, imported, bytes);
    std::span<const std::byte> left(bytes);
    for (std::size_t i = 0; memory_ && i < call.list.size() && !left.empty(); ++i) {
        const Iov iov = call.list[i];
        const std::span<const std::byte> here = left.first(std::min<std::uint64_t>(iov.length, left.size()));
        memory_->fill(iov.base, here);
        left = left.subspan(here.size());
    }
    return answer;
}

void ModelKernel::start_wait() {
    seen_asleep_ = false;
    if (!claim_ || dead_) return;
    const TargetState state = target_->state();
    outcome_ = {};
    outcome_.origin = Origin::Model;
    // A reader waits only after it found nothing.
    polling_ = state.reader_open && (reads_ || state.writable == false);
    if (!polling_) outcome_.result = 1;
}

Progress ModelKernel::poll(int timeout_ms) {
    if (!asleep()) return Progress::Finished;
    if (seen_asleep_) {
        pollfd wake{wake_fd_, POLLIN, 0};
        ::poll(&wake, 1, timeout_ms);
    }
    seen_asleep_ = true;
    return Progress::Asleep;
}

std::size_t ModelKernel::read(std::size_t max, std::vector<std::byte>& out) {
    const bool slept = asleep_;
    seen_asleep_ = false;
    const Answer answer = target_->read(max, out);
    if (slept && claim_) take(answer);
    if (polling_ && target_->state().writable != false) {
        polling_ = false;
        outcome_.result = 1;
    }
    return out.size();
}

void ModelKernel::close_reader() {
    const bool slept = asleep_;
    seen_asleep_ = false;
    const Answer answer = target_->close_reader();
    if (slept && claim_) take(answer);
    if (polling_) {  // POLLERR wakes poll as well
        polling_ = false;
        outcome_.result = 1;
    }
}

void ModelKernel::signal(int) {
    ++handled_;
    seen_asleep_ = false;
    if (asleep_ && claim_) {
        take(target_->interrupt(restart_));
        if (asleep_) outcome_.handled = 0, handled_ = 1;  // the handler has run; the call sleeps on
    } else if (polling_) {
        polling_ = false;
        outcome_.error = EINTR;
        outcome_.handled = std::exchange(handled_, 0);
    }
}

void ModelKernel::kill() {
    if (asleep()) {
        outcome_.blocked = true;
        target_->abandon();
    }
    asleep_ = polling_ = false;
    dead_ = true;
}

}  // namespace iovlab
