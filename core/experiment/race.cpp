#include "core/experiment/race.h"

#include "core/experiment/making.h"
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

constexpr std::chrono::microseconds kShortNap{50};  // most calls answer within this
constexpr std::chrono::milliseconds kNap{1};        // where for a while nothing has happened
constexpr std::chrono::milliseconds kLongNap{100};
constexpr std::chrono::milliseconds kAWhile{5};

// A new open file, with a position of its own, for the file that `fd` has open; it may have no name.
int open_again(int fd) {
    const int flags = ::fcntl(fd, F_GETFL) & (O_ACCMODE | O_APPEND | O_DIRECT | O_NONBLOCK);
    const int again = ::open(fmt::format("/proc/self/fd/{}", fd).c_str(), flags | O_CLOEXEC);
    if (again < 0) throw NoTarget(std::string("the file cannot be opened a second time: ") + errno_text(errno));
    return again;
}

// What `writer` hands over in each of its calls.
std::vector<std::byte> record_bytes(const Arena& arena, const CallSpec& spec, std::size_t writer) {
    const IovList list = call_of(spec, arena.list(writer), 0, true)->meant();
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
      records_(record_bytes(arena, experiment.calls[0], 0), record_bytes(arena, second_call(experiment), 1)) {
    if (experiment.target.kind == "file" && !experiment.second->shared) own_fd_ = open_again(target_->fd());
    for (std::size_t i = 0; i < writers_.size(); ++i) {
        WorkerSetup its = setup;
        its.target_fd = i == 1 && own_fd_ >= 0 ? own_fd_ : target_->fd();
        writers_[i].worker = std::make_unique<Worker>(its);
        const CallSpec spec = i == 0 ? experiment.calls[0] : second_call(experiment);
        writers_[i].call = *call_of(spec, arena.list(i), 0, true);  // at no offset: such calls are refused
        writers_[i].left = experiment.second->times;
    }
}

Race::~Race() {
    if (own_fd_ >= 0) ::close(own_fd_);
}

void Race::play() {
    end_.target = target_->state();
    file_began_ = static_cast<std::uint64_t>(end_.target.size.value_or(0));
    end_.expected = experiment_.second->times * (writers_[0].call.asked() + writers_[1].call.asked());
    show_content();
    resize_pipe();
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

// F_SETPIPE_SZ, once: what both find.
void Race::resize_pipe() {
    const auto size = experiment_.calls[0].resize;
    if (!size) return;
    const std::int64_t result = target_->resize(*size);
    end_.target = target_->state();
    board_.publish({.what = ResizeStep{.asked = *size, .result = result, .model = {}}, .after = end_.target});
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
    if (writer.calls.size() >= experiment_.loop.max_calls) {
        writer.left = 0;
        if (end_.status != Status::Done) return;
        end_.status = Status::Stopped;
        end_.note = fmt::format("stopped after {} calls of each writer (loop.max_calls): both would have gone on",
                                experiment_.loop.max_calls);
        return;
    }
    board_.set_state(Run::State::Running);
    writer.calls.push_back(++started_);
    --writer.left;
    writer.calling = true;
    writer.asleep = writer.slept = false;
    stirred_ = Clock::now();
    writer.deadline.emplace(experiment_.deadline_s, options_.wait_for_people, stirred_);
    writer.worker->start(writer.call);
}

bool Race::all_asleep() const {
    return under_way() && std::all_of(writers_.begin(), writers_.end(),
                                      [](const Writer& one) { return !one.calling || one.asleep; });
}

// Until a call may have returned, somebody wants something, or it is time for the reader.
void Race::rest() {
    if (!under_way()) return;
    const Clock::time_point now = Clock::now();
    const bool quiet = now - stirred_ > kAWhile;
    std::chrono::nanoseconds nap = kShortNap;
    if (quiet) nap = kNap;
    if (all_asleep()) nap = kLongNap;
    const auto until = [&](Clock::time_point end) {
        nap = std::clamp(std::chrono::nanoseconds(end - now), std::chrono::nanoseconds(0), nap);
    };
    if (next_tick_) until(*next_tick_);
    for (const Writer& writer : writers_) {
        if (!writer.calling || !all_asleep()) continue;
        if (const auto next = writer.deadline->next(now)) until(*next);
    }
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
        writer.slept = writer.slept || writer.asleep;
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
    stirred_ = Clock::now();
    CallStep step;
    step.n = writer.calls.back();
    step.list = static_cast<std::uint32_t>(index);
    step.writer = static_cast<std::uint32_t>(index + 1);
    step.call = writer.call;
    step.outcome = writer.worker->outcome();
    step.awake = step.outcome.blocked && !writer.slept;
    step.asked = writer.call.asked();
    step.taken = static_cast<std::uint64_t>(std::max<std::int64_t>(step.outcome.result.value_or(0), 0));
    step.at = own_positions(experiment_) ? writer.taken : writers_[0].taken + writers_[1].taken;
    writer.taken += step.taken;
    if (step.outcome.result && step.taken == step.asked) ++writer.whole;
    step.believed = writer.taken;
    step.consumed = writer.call.list.cursor_after(step.taken);
    step.place = "done";
    ++end_.calls;
    end_.delivered += step.taken;
    if (step.outcome.signal != 0 || step.outcome.error != 0) writer.left = 0;
    if (step.awake) end_.ended_awake = true;
    ended(step.outcome);
    end_.target = target_->state();
    Step told{.what = std::move(step), .after = end_.target};
    told.arrived = end_.target.size ? static_cast<std::uint64_t>(*end_.target.size) : arrived_;
    board_.publish(std::move(told));
}

// The first thing that went wrong is how the run ended.
void Race::ended(const Outcome& outcome) {
    if (end_.status != Status::Done) return;
    if (outcome.signal != 0) {
        end_.status = Status::Killed;
        end_.signal = outcome.signal;
    } else if (outcome.error != 0) {
        end_.status = Status::Error;
        end_.gave_up = GaveUp::Errno;
        end_.error = outcome.error;
    } else if (outcome.blocked) {
        end_.status = board_.stopping() ? Status::Stopped : Status::Blocked;
    }
}

bool Race::has_had_its_time(const Writer& writer, Clock::time_point now) const {
    if (!writer.calling || !writer.deadline->passed(now)) return false;
    const bool unseen = writer.worker->sight() == Sight::Nothing;
    const bool waits = std::none_of(writers_.begin(), writers_.end(),
                                    [](const Writer& one) { return one.calling && one.worker->at_work(); });
    return writer.deadline->over(now, waits, unseen || all_asleep());
}

// A call that takes too long: nobody will wake it.
void Race::late() {
    const Clock::time_point now = Clock::now();
    const bool too_long = std::any_of(writers_.begin(), writers_.end(),
                                      [&](const Writer& writer) { return has_had_its_time(writer, now); });
    if (!too_long) return;
    ended_by_clock_ = true;
    if (end_.status == Status::Done) end_.status = Status::Blocked;
    end_writers();
}

void Race::end_writers() {
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
            end_writers();
        }
    }
}

}  // namespace iovlab
