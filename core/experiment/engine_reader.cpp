#include "core/experiment/engine.h"
#include "core/kernel/names.h"

#include <algorithm>
#include <cerrno>
#include <limits>

namespace iovlab {

namespace {
constexpr std::uint64_t kAll = std::numeric_limits<std::uint64_t>::max();
constexpr std::uint64_t kReadAtOnce = 1u << 20;
}  // namespace

// What people asked for since the last look.
void Engine::obey() {
    board_.clear_wake();
    while (const auto command = board_.take()) {
        switch (command->kind) {
            case Command::Read:
                command->number == kAll ? reader_takes_all() : void(reader_takes(command->number));
                break;
            case Command::CloseReader:
                close_reader();
                break;
            case Command::Signal:
                model_.signal(static_cast<int>(command->number));
                kernel_.signal(static_cast<int>(command->number));
                publish({.what = SignalStep{static_cast<int>(command->number)}, .after = kernel_.state()});
                break;
            case Command::Faults:
                faults_ = FaultPlan(command->faults, experiment_.seed.value_or(0));
                for (std::uint64_t made = 0; made < end_.calls; ++made) faults_.next();
                break;
            case Command::Stop:
                if (!over_) end_.status = Status::Stopped;
                end_.note = "stopped on request";
                over_ = true;
                kernel_.kill();
                break;
        }
    }
}

// The writer is seen asleep: true when something was done that may have woken it.
bool Engine::asleep_moment(bool polling) {
    if (experiment_.signal && !signal_sent_ && !polling) {
        const int number = signal_from(experiment_.signal->name).value_or(0);
        signal_sent_ = true;
        publish({.what = SignalStep{number}, .after = kernel_.state()});
        model_.signal(number);
        kernel_.signal(number);
        return true;
    }
    const ReaderSpec& reader = experiment_.reader;
    if (!kernel_.state().reader_open) return false;
    switch (reader.policy) {
        case ReaderPolicy::WhenFull:
            return reader_takes(reader.bytes) > 0;
        case ReaderPolicy::All: {
            const std::uint64_t before = arrived_;
            reader_takes_all();
            return arrived_ > before;
        }
        case ReaderPolicy::CloseAfter:
            if (reader_has_ < reader.bytes) return reader_takes(reader.bytes - reader_has_) > 0;
            close_reader();
            return true;
        case ReaderPolicy::CloseWhenFull:
            close_reader();
            return true;
        case ReaderPolicy::None:
        case ReaderPolicy::AfterCall:
        case ReaderPolicy::Steady:
            break;
    }
    return false;
}

// A call has returned.
void Engine::returned_moment(const Outcome& outcome) {
    if (!pipe_ || !kernel_.state().reader_open) return;
    const ReaderSpec& reader = experiment_.reader;
    switch (reader.policy) {
        case ReaderPolicy::AfterCall:
            reader_takes(reader.bytes);
            break;
        case ReaderPolicy::All:
            reader_takes_all();
            break;
        case ReaderPolicy::CloseAfter:
            reader_takes(reader.bytes - reader_has_);
            break;
        case ReaderPolicy::WhenFull:
        case ReaderPolicy::CloseWhenFull:
            if (outcome.error == EAGAIN) stuck_moment();
            break;
        case ReaderPolicy::None:
        case ReaderPolicy::Steady:
            break;
    }
}

void Engine::stuck_moment() {
    if (experiment_.reader.policy == ReaderPolicy::WhenFull) {
        reader_takes(experiment_.reader.bytes);
    } else {
        close_reader();
    }
}

// True when it took something.
bool Engine::steady_moment() {
    if (!next_tick_ || Clock::now() < *next_tick_) return false;
    const std::uint64_t got = reader_takes(experiment_.reader.bytes);
    next_tick_ = Clock::now() + std::chrono::milliseconds(experiment_.reader.every_ms);
    return got > 0;
}

void Engine::close_reader() {
    if (!book_ || !kernel_.state().reader_open) return;
    see_progress();
    model_.close_reader();
    kernel_.close_reader();
    publish({.what = CloseStep{}, .after = kernel_.state()});
}

// Notes what the kernel has taken of a call that has not returned yet.
void Engine::see_progress() {
    if (pipe_ && calling_) see_progress(kernel_.state());
}

void Engine::see_progress(const TargetState& seen) {
    const auto queued = static_cast<std::uint64_t>(seen.queued.value_or(0));
    const std::uint64_t total = pipe_->gone() + queued;
    if (total > pipe_->put()) pipe_->took(total - pipe_->put());
}

// One read(2), written down. Close-after closes when its bytes are in; but a writer that the read woke has to come
// to rest first, or its count would be a matter of who is faster.
std::uint64_t Engine::reader_takes(std::uint64_t max) {
    if (!pipe_) return 0;
    const std::uint64_t got = read_once(max);
    if (got > 0) publish({.what = ReadStep{got}, .after = kernel_.state()});
    reader_has_ += got;
    const bool enough = reader_has_ >= experiment_.reader.bytes;
    if (experiment_.reader.policy == ReaderPolicy::CloseAfter && enough && !calling_) close_reader();
    return got;
}

void Engine::reader_takes_all() {
    while (reader_takes(kReadAtOnce) > 0) {
    }
}

std::uint64_t Engine::read_once(std::uint64_t max) {
    see_progress();
    const auto queued = static_cast<std::uint64_t>(kernel_.state().queued.value_or(0));
    max = std::min(max, queued);
    if (max == 0 && !pipe_->only_empty_messages()) return 0;
    max = std::max<std::uint64_t>(max, 1);
    const std::size_t got = kernel_.read(max, buffer_);
    if (got > 0 || queued == 0) model_.read(max);
    if (got == 0) return 0;
    // The writer may have gone on between the two looks: what was read had been taken before.
    if (pipe_->gone() + got > pipe_->put()) pipe_->took(pipe_->gone() + got - pipe_->put());
    sink_.arrived(std::span(buffer_).first(got), pipe_->gave(got));
    arrived_ += got;
    return got;
}

}  // namespace iovlab
