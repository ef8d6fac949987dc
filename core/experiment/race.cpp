#include "core/experiment/race.h"

#include "core/experiment/two_writers.h"
#include "core/kernel/names.h"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <unistd.h>
#include <utility>

namespace iovlab {

namespace {

constexpr double kDefaultDeadline = 2.0;  // seconds, where nobody is there to wake a sleeper
constexpr std::chrono::microseconds kShortNap{50};
constexpr std::chrono::milliseconds kLongNap{100};

// A new open file, with a position of its own, for the file that `fd` has open; it may have no name.
int open_again(int fd) {
    const int flags = ::fcntl(fd, F_GETFL) & (O_ACCMODE | O_APPEND | O_DIRECT | O_NONBLOCK);
    const int again = ::open(fmt::format("/proc/self/fd/{}", fd).c_str(), flags | O_CLOEXEC);
    if (again < 0) throw NoTarget(std::string("the file cannot be opened a second time: ") + errno_text(errno));
    return again;
}

std::vector<std::byte> bytes_of(const Arena& arena, const IovList& list) {
    std::vector<std::byte> bytes(list.total());
    std::size_t done = 0;
    for (std::size_t i = 0; i < list.size(); ++i) {
        const auto length = static_cast<std::size_t>(list[i].length);
        if (length > 0) done += arena.copy(list[i].base, std::span(bytes).subspan(done, length));
    }
    return bytes;
}

}  // namespace

Race::Race(const Experiment& experiment, const RunOptions& options, const Arena& arena, const WorkerSetup& setup,
           std::unique_ptr<Target> target, Board& board, SinkRecord& sink)
    : experiment_(experiment),
      options_(options),
      arena_(arena),
      target_(std::move(target)),
      board_(board),
      sink_(sink),
      records_(bytes_of(arena, arena.list(0)), bytes_of(arena, arena.list(1))) {
    if (experiment.target.kind == "file" && !experiment.second->shared) own_fd_ = open_again(target_->fd());
    for (std::size_t i = 0; i < writers_.size(); ++i) {
        WorkerSetup its = setup;
        its.target_fd = i == 1 && own_fd_ >= 0 ? own_fd_ : target_->fd();
        writers_[i].worker = std::make_unique<Worker>(its);
        writers_[i].list = arena.list(i);
        writers_[i].left = experiment.second->times;
    }
}

Race::~Race() {
    if (own_fd_ >= 0) ::close(own_fd_);
}

void Race::play() {
    end_.target = target_->state();
    file_began_ = static_cast<std::uint64_t>(end_.target.size.value_or(0));
    end_.expected = experiment_.second->times * (writers_[0].list.total() + writers_[1].list.total());
    if (experiment_.reader.policy == ReaderPolicy::Steady) next_tick_ = Clock::now();
    for (;;) {
        obey();
        if (!over_) start_calls();
        if (!under_way() && (over_ || (writers_[0].left == 0 && writers_[1].left == 0))) break;
        rest();
        look_at_writers();
        late();
    }
    finish();
}

// Whoever is idle makes its next call, as far as the run may go on.
void Race::start_calls() {
    for (std::size_t i = 0; i < writers_.size(); ++i) {
        Writer& writer = writers_[i];
        if (writer.calling || writer.left == 0 || !board_.may_go_on()) continue;
        start(i);
    }
    if (under_way()) return;
    if (writers_[0].left == 0 && writers_[1].left == 0) return;
    board_.set_state(Run::State::Paused);
    board_.sleep_until_woken();
}

void Race::start(std::size_t index) {
    Writer& writer = writers_[index];
    board_.set_state(Run::State::Running);
    writer.calls.push_back(++started_);
    --writer.left;
    writer.calling = true;
    writer.asleep = false;
    writer.began = Clock::now();
    writer.worker->start({.op = experiment_.calls[0].op, .list = writer.list});
}

bool Race::all_asleep() const {
    return under_way() && std::all_of(writers_.begin(), writers_.end(),
                                      [](const Writer& one) { return !one.calling || one.asleep; });
}

// Until a call may have returned, somebody wants something, or it is time for the reader.
void Race::rest() {
    if (!under_way()) return;
    auto nap = std::chrono::nanoseconds(all_asleep() ? kLongNap : kShortNap);
    if (next_tick_)
        nap = std::clamp(std::chrono::nanoseconds(*next_tick_ - Clock::now()), std::chrono::nanoseconds(0), nap);
    if (const auto end = deadline(); end && all_asleep())
        nap = std::clamp(std::chrono::nanoseconds(*end - Clock::now()), std::chrono::nanoseconds(0), nap);
    std::array<pollfd, 3> fds = {{{board_.wake_fd(), POLLIN, 0}, {-1, POLLIN, 0}, {-1, POLLIN, 0}}};
    for (std::size_t i = 0; i < writers_.size(); ++i) {
        if (writers_[i].calling) fds[i + 1].fd = writers_[i].worker->wire();
    }
    const timespec wait{nap.count() / 1'000'000'000, nap.count() % 1'000'000'000};
    ::ppoll(fds.data(), fds.size(), &wait, nullptr);
}

void Race::look_at_writers() {
    bool came_back = false;
    for (std::size_t i = 0; i < writers_.size(); ++i) {
        Writer& writer = writers_[i];
        if (!writer.calling) continue;
        const Progress progress = writer.worker->poll(0, -1);
        writer.asleep = progress == Progress::Asleep;
        if (progress != Progress::Finished) continue;
        returned(i);
        came_back = true;
    }
    if (under_way()) board_.set_state(all_asleep() ? Run::State::Asleep : Run::State::Running);
    if (came_back || all_asleep()) reader_moment(!came_back);
    if (next_tick_ && Clock::now() >= *next_tick_) {
        take(experiment_.reader.bytes, false);
        next_tick_ = Clock::now() + std::chrono::milliseconds(experiment_.reader.every_ms);
    }
}

void Race::returned(std::size_t index) {
    Writer& writer = writers_[index];
    writer.calling = false;
    writer.asleep = false;
    CallStep step;
    step.n = writer.calls.back();
    step.list = static_cast<std::uint32_t>(index);
    step.writer = static_cast<std::uint32_t>(index + 1);
    step.call = {.op = experiment_.calls[0].op, .list = writer.list};
    step.outcome = writer.worker->outcome();
    step.asked = writer.list.total();
    step.taken = static_cast<std::uint64_t>(std::max<std::int64_t>(step.outcome.result.value_or(0), 0));
    step.at = own_positions(experiment_) ? writer.taken : writers_[0].taken + writers_[1].taken;
    writer.taken += step.taken;
    writer.whole += step.taken == step.asked ? 1 : 0;
    step.believed = writer.taken;
    step.consumed = writer.list.cursor_after(step.taken);
    step.place = "done";
    ++end_.calls;
    end_.delivered += step.taken;
    const Outcome& outcome = step.outcome;
    if (outcome.signal != 0 || outcome.error != 0) writer.left = 0;
    if (outcome.signal != 0 && end_.status == Status::Done) {
        end_.status = Status::Killed;
        end_.signal = outcome.signal;
    } else if (outcome.error != 0 && end_.status == Status::Done) {
        end_.status = Status::Error;
        end_.error = outcome.error;
    } else if (outcome.blocked && end_.status == Status::Done) {
        end_.status = board_.stopping() ? Status::Stopped : Status::Blocked;
    }
    end_.target = target_->state();
    Step told{.what = std::move(step), .after = end_.target};
    told.arrived = end_.target.size ? static_cast<std::uint64_t>(*end_.target.size) : arrived_;
    board_.publish(std::move(told));
}

std::optional<Race::Clock::time_point> Race::deadline() const {
    if (!experiment_.deadline_s && options_.wait_for_people) return std::nullopt;
    const std::chrono::duration<double> seconds(experiment_.deadline_s.value_or(kDefaultDeadline));
    std::optional<Clock::time_point> first;
    for (const Writer& writer : writers_) {
        if (!writer.calling) continue;
        const auto end = writer.began + std::chrono::duration_cast<Clock::duration>(seconds);
        first = first ? std::min(*first, end) : end;
    }
    return first;
}

// Both sleep for too long: nobody will wake them.
void Race::late() {
    const auto end = deadline();
    if (!end || !all_asleep() || Clock::now() < *end) return;
    over_ = true;
    for (Writer& writer : writers_) {
        if (writer.calling) writer.worker->kill();
    }
}

void Race::obey() {
    board_.clear_wake();
    while (const auto command = board_.take()) {
        if (command->kind == Command::Read) {
            take(command->number, false);
        } else if (command->kind == Command::CloseReader) {
            close_reader();
        } else if (command->kind == Command::Signal) {
            board_.publish({.what = SignalStep{static_cast<int>(command->number)}, .after = target_->state()});
            for (Writer& writer : writers_) writer.worker->signal(static_cast<int>(command->number));
        } else if (command->kind == Command::Stop) {
            if (end_.status == Status::Done) end_.status = Status::Stopped;
            end_.note = "stopped on request";
            over_ = true;
            for (Writer& writer : writers_) {
                if (writer.calling) writer.worker->kill();
            }
        }
    }
}

}  // namespace iovlab
