#include "core/experiment/board.h"

#include "core/experiment/run.h"
#include "core/kernel/names.h"

#include <cerrno>
#include <cstdint>
#include <limits>
#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>
#include <utility>

namespace iovlab {

namespace {
constexpr std::uint64_t kNoEnd = std::numeric_limits<std::uint64_t>::max();
}

Board::Board(bool paused) : allowed_(paused ? 0 : kNoEnd), wake_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
    if (wake_ < 0)
        throw CannotRun(std::string("This machine gives no event descriptor (eventfd), which every run needs: ") +
                        errno_text(errno) + ". A sandbox or a container may be why");
}

Board::~Board() {
    ::close(wake_);
}

void Board::changed() const {
    std::function<void()> callback;
    {
        const std::lock_guard lock(mutex_);
        callback = callback_;
    }
    if (callback) callback();
}

void Board::ring() const {
    const std::uint64_t one = 1;
    // Full would mean that it is readable already, which is all that is wanted.
    [[maybe_unused]] const ssize_t put = ::write(wake_, &one, sizeof one);
}

void Board::clear_wake() {
    std::uint64_t count = 0;
    [[maybe_unused]] const ssize_t got = ::read(wake_, &count, sizeof count);
}

void Board::sleep_until_woken() const {
    pollfd wake{wake_, POLLIN, 0};
    ::poll(&wake, 1, -1);
}

void Board::publish(Step step) {
    {
        const std::lock_guard lock(mutex_);
        trace_.push_back(std::move(step));
    }
    changed();
}

void Board::set_state(Run::State state) {
    {
        const std::lock_guard lock(mutex_);
        if (state_ == state) return;
        state_ = state;
    }
    changed();
}

std::optional<Command> Board::take() {
    const std::lock_guard lock(mutex_);
    if (commands_.empty()) return std::nullopt;
    const Command command = commands_.front();
    commands_.pop_front();
    return command;
}

bool Board::may_go_on() {
    const std::lock_guard lock(mutex_);
    if (allowed_ == 0) return false;
    if (allowed_ != kNoEnd) --allowed_;
    return true;
}

bool Board::stopping() const {
    const std::lock_guard lock(mutex_);
    return stopping_;
}

void Board::post(Command command) {
    {
        const std::lock_guard lock(mutex_);
        if (command.kind == Command::Stop) stopping_ = true;
        commands_.push_back(command);
    }
    ring();
}

void Board::allow(std::uint64_t steps) {
    {
        const std::lock_guard lock(mutex_);
        allowed_ = steps;
    }
    ring();
}

void Board::on_change(std::function<void()> callback) {
    const std::lock_guard lock(mutex_);
    callback_ = std::move(callback);
}

void Board::steps_since(std::size_t from, Trace& out) const {
    const std::lock_guard lock(mutex_);
    for (std::size_t i = from; i < trace_.size(); ++i) out.push_back(trace_[i]);
}

std::size_t Board::step_count() const {
    const std::lock_guard lock(mutex_);
    return trace_.size();
}

Run::State Board::state() const {
    const std::lock_guard lock(mutex_);
    return state_;
}

}  // namespace iovlab
