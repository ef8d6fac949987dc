#include "core/experiment/engine.h"

#include "core/experiment/deadline.h"
#include "core/experiment/making.h"
#include "core/kernel/machine.h"
#include "core/kernel/names.h"
#include "core/loops/blocks.h"

#include <algorithm>
#include <cerrno>
#include <fmt/format.h>
#include <limits>
#include <string_view>
#include <utility>

namespace iovlab {

namespace {

constexpr std::uint64_t kByteBudget = 4ull << 30;  // a slip in a list must not fill somebody's disk or memory
constexpr std::uint64_t kMostTaken = 0x7ffff000;   // by one call (MAX_RW_COUNT)
constexpr std::uint64_t kMaxJoin = 1ull << 30;     // copy+write really makes the copy

std::uint64_t add_saturating(std::uint64_t a, std::uint64_t b) {
    constexpr std::uint64_t largest = std::numeric_limits<std::uint64_t>::max();
    return a > largest - b ? largest : a + b;
}

}  // namespace

Engine::Engine(const Stage& stage)
    : experiment_(stage.experiment),
      options_(stage.options),
      arena_(stage.arena),
      kernel_(stage.kernel),
      board_(stage.board),
      sink_(stage.sink),
      model_(stage.model),
      reads_(reads(stage.experiment)),
      book_(stage.pipe),
      pipe_(reads_ ? nullptr : stage.pipe),
      source_(stage.source),
      keeps_(sink_kind(stage.experiment.target)),
      client_(stage.client),
      faults_(stage.experiment.faults, stage.experiment.seed.value_or(0)) {}

void Engine::publish(Step step) {
    // The writer may have gone on since the last look: a step's `put` must fit what it says is queued.
    if (pipe_ && calling_) see_progress(step.after);
    step.arrived = pipe_ || reads_ || client_ ? arrived_ : static_cast<std::uint64_t>(step.after.size.value_or(0));
    step.put = book_ ? book_->put() : 0;
    board_.publish(std::move(step));
}

void Engine::play() {
    kernel_.set_wake_fd(board_.wake_fd());
    end_.target = kernel_.state();
    if (experiment_.reader.policy == ReaderPolicy::Steady) next_tick_ = Clock::now();
    believed_.resize(experiment_.calls.size());
    filled_.resize(experiment_.calls.size());
    end_.reads = reads_;
    for (std::size_t i = 0; i < experiment_.calls.size(); ++i) {
        end_.expected = add_saturating(end_.expected, arena_.list(i).total());
    }
    for (std::size_t i = 0; i < experiment_.calls.size() && !over_; ++i) play_list(static_cast<std::uint32_t>(i));
    finish();
}

void Engine::play_list(std::uint32_t list) {
    const CallSpec& spec = experiment_.calls[list];
    const IovList whole = arena_.list(list);
    if (spec.op == Op::CopyWrite && whole.total() > kMaxJoin) {
        throw CannotRun(fmt::format("copy+write would join {} bytes into one buffer; the most it copies is {}",
                                    whole.total(), kMaxJoin));
    }
    const auto loop = make_loop(experiment_.loop.kind, whole, spec.op == Op::Writes);
    if (!loop) throw CannotRun("the loop '" + experiment_.loop.kind + "' is not in this version");
    list_over_ = false;
    for (bool first = true; !over_ && !list_over_; first = false) {
        switch (loop->want()) {
            case Want::Done:
                copied_ += loop->copied();
                return;
            case Want::Fail:
                give_up(loop->failure() != 0               ? GaveUp::Errno
                        : blocks_of(experiment_.loop.kind) ? GaveUp::Turned
                                                           : GaveUp::TookNothing,
                        loop->failure());
                return;
            case Want::Call:
            case Want::Wait:
                break;
        }
        if (!wait_for_leave()) return;
        if (loop->want() == Want::Wait) {
            make_wait(*loop);
        } else {
            make_call(list, spec, *loop, first);
        }
    }
}

// Holds the run while it is paused. False when it was stopped meanwhile.
bool Engine::wait_for_leave() {
    obey();
    while (!over_ && !board_.may_go_on()) {
        board_.set_state(Run::State::Paused);
        board_.sleep_until_woken();
        obey();
    }
    obey();  // what was asked for before the leave was given
    if (over_) return false;
    board_.set_state(Run::State::Running);
    return true;
}

void Engine::give_up(GaveUp why, int error) {
    end_.status = Status::Error;
    end_.gave_up = why;
    end_.error = error;
    over_ = true;
}

// True where the run ends before this call is made.
bool Engine::stops_before(const Call& call) {
    // What it may take counts beforehand: by the time that it has returned, the disk or the memory is full.
    const std::uint64_t most = std::min(call.asked(), kMostTaken);
    const bool enough = end_.calls >= experiment_.loop.max_calls;
    if (!enough && end_.delivered + most <= kByteBudget) return false;
    end_.status = Status::Stopped;
    end_.note = enough ? fmt::format("stopped after {} calls (loop.max_calls): it would have gone on", end_.calls)
                       : fmt::format("stopped: with the next call more than 4 GiB could have {}",
                                     reads_ ? "come in" : "gone out");
    over_ = true;
    return true;
}

void Engine::make_call(std::uint32_t list, const CallSpec& spec, Loop& loop, bool first) {
    // A write(2) is of one entry: behind the end of its list a program would take whatever lies in memory there.
    const bool of_one = spec.op == Op::Write || spec.op == Op::Writes;
    if (of_one && loop.list().empty()) return give_up(GaveUp::PastItsList, 0);
    std::optional<Call> call = call_of(spec, loop.list(), loop.believed(), first);
    if (!call) return give_up(GaveUp::PastTheLastOffset, EOVERFLOW);
    if (loop.first_is_copy() && spec.op != Op::CopyWrite) call->copy_first = loop.list()[0].length;
    if (stops_before(*call)) return;
    see_client();
    if (first && spec.resize) resize_pipe(*spec.resize);
    CallStep step;
    step.n = ++end_.calls;
    step.list = list;
    step.call = std::move(*call);
    step.asked = step.call.asked();
    const TargetState before = kernel_.state();
    const FaultStep fault = faults_.next();
    const bool shorter = fault.kind == FaultKind::Short && fault.bytes < step.asked;
    if (shorter && !refused_whole(step.call, arena_, before)) step.call.cap = fault.bytes;
    step.outcome = ask(step, fault);
    if (step.outcome.unclaimed) return without_claim(std::move(step), before);
    step.awake = step.outcome.blocked && !slept_;
    list_over_ = at_end_of_file(step);
    if (step.outcome.signal == 0 && !step.outcome.blocked && !list_over_) loop.returned(step.outcome);
    step.place = list_over_ ? "done" : loop.place();
    step.believed = loop.believed();
    believed_[list] = step.believed;
    if (spec.op == Op::CopyWrite && step.outcome.origin != Origin::Injected) {
        joined_ = add_saturating(joined_, step.call.cap.value_or(step.asked));
    }
    step.copied = copied_ + loop.copied() + joined_;
    end_.copied = step.copied;
    if (std::string_view(step.place) == "spin") ++end_.spun;
    finish_call(std::move(step), before);
}

// Makes the call, or reports the errno that the script says without one. The model answers first.
Outcome Engine::ask(const CallStep& step, const FaultStep& fault) {
    if (fault.kind == FaultKind::Error) return {.result = {}, .error = fault.error, .origin = Origin::Injected};
    const Call call = step.call.made();
    if (pipe_) {
        pipe_->begin(step, call.list, call.cap.value_or(step.asked));
        calling_ = step;
    }
    model_.start(call);
    kernel_.start(call);
    Outcome outcome = drive({.n = step.n, .op = step.call.op});
    if (call.cap && outcome.origin == Origin::Kernel) outcome.origin = Origin::Capped;
    return outcome;
}

void Engine::finish_call(CallStep step, const TargetState& before) {
    const TargetState after = kernel_.state();
    if (step.outcome.origin != Origin::Injected) model_.answer(step);
    step.taken = observed(step, before, after);
    if (reads_) {
        settle_read(step, before, after);
    } else if (pipe_) {
        settle_pipe(step);
    } else if (keeps_ == SinkKind::Place) {
        settle_file(step, before, after);
    } else if (keeps_ == SinkKind::Handed) {
        settle_handed(step);
    } else {
        settle_numbers(step, before, after);
    }
    calling_.reset();
    step.consumed = step.call.list.cursor_after(step.taken);
    end_.delivered = add_saturating(end_.delivered, step.taken);
    end_.target = after;
    const Outcome outcome = step.outcome;
    publish({.what = std::move(step), .after = after});
    after_outcome(outcome);
    if (!over_) returned_moment(outcome);
}

// The model alone was asked and does not say what comes back: nothing that follows could be known either.
void Engine::without_claim(CallStep step, const TargetState& before) {
    calling_.reset();
    step.consumed = step.call.list.cursor_after(0);
    end_.judged = false;
    end_.status = Status::Stopped;
    note(fmt::format("the model makes no claim about call {}: {}", step.n, step.outcome.unclaimed));
    over_ = true;
    publish({.what = std::move(step), .after = before});
}

// What ends a run whatever the loop would say.
void Engine::after_outcome(const Outcome& outcome) {
    if (outcome.signal != 0) {
        end_.status = Status::Killed;
        end_.signal = outcome.signal;
        over_ = true;
    } else if (outcome.blocked || ended_by_clock_) {
        // A call may return in the very moment in which its time is over: it counts, but its caller is gone.
        end_.status = board_.stopping() ? Status::Stopped : Status::Blocked;
        end_.ended_awake = !slept_;
        if (!outcome.blocked) note("the last call returned when its time was over, as its caller was ended");
        over_ = true;
    }
    if (over_ && board_.stopping() && end_.note.empty()) end_.note = "stopped on request";
}

// F_SETPIPE_SZ, asked by us: the call that follows finds the pipe as it is then.
void Engine::resize_pipe(std::uint64_t size) {
    ResizeStep step{.asked = size, .model = model_.resize(size), .most = pipe_max_size()};
    if (book_) step.pages = book_->copy().slots.slots().size();
    step.result = kernel_.resize(size);
    model_.answer(step);
    if (step.result > 0 && book_) book_->resized(static_cast<std::uint64_t>(step.result));
    publish({.what = step, .after = kernel_.state()});
}

void Engine::make_wait(Loop& loop) {
    model_.start_wait();
    kernel_.start_wait();
    const Outcome outcome = drive({.n = end_.calls, .polling = true});
    if (outcome.signal == 0 && !outcome.blocked) loop.woke(outcome);
    publish({.what = WaitStep{outcome}, .after = kernel_.state()});
    after_outcome(outcome);
}

// How long the kernel may be waited for before somebody else has a turn, in milliseconds.
int Engine::patience(const Deadline& deadline) const {
    auto until = Clock::now() + std::chrono::seconds(10);
    if (next_tick_) until = std::min(until, *next_tick_);
    if (const auto next = deadline.next(Clock::now())) until = std::min(until, *next);
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - Clock::now()).count();
    return static_cast<int>(std::max<std::int64_t>(left, 1));
}

// `sleep` is what to write down when the caller is seen asleep.
Outcome Engine::drive(const SleepStep& sleep) {
    Deadline deadline(experiment_.deadline_s, options_.wait_for_people, Clock::now());
    slept_ = false;
    for (;;) {
        obey();
        const Progress progress = kernel_.poll(over_ ? 0 : patience(deadline));
        if (progress == Progress::Finished) break;
        bool helped = false;
        if (progress == Progress::Asleep) {
            see_progress();
            if (!slept_) publish({.what = sleep, .after = kernel_.state()});
            slept_ = true;
            board_.set_state(Run::State::Asleep);
            helped = asleep_moment(sleep.polling);
        }
        helped = steady_moment() || helped;
        if (helped) deadline.stirred(Clock::now());
        if (!deadline.passed(Clock::now())) continue;
        const bool asleep = progress == Progress::Asleep || !kernel_.sees_sleep();
        if (!deadline.over(Clock::now(), asleep ? !helped : !kernel_.at_work(), asleep)) continue;
        ended_by_clock_ = true;
        kernel_.kill();
    }
    board_.set_state(Run::State::Running);
    return kernel_.outcome();
}

void Engine::note(const std::string& words) {
    if (words.empty()) return;
    end_.note += (end_.note.empty() ? "" : "; ") + words;
}

void Engine::judge_all() {
    read_out();
    if (!pipe_ && !reads_ && !client_) hash_file();
    reads_ ? judge_reads() : judge_arrivals();
    if (hashed_) end_.sha256 = sink_.sha256();
    note(what_is_not_shown());
}

void Engine::finish() {
    hang_up();
    if (end_.judged) judge_all();
    if (!kernel_.sees_sleep()) end_.unseen = unseen_sleep(experiment_, ended_by_clock_, signal_sent_);
    note(note_of(end_.unseen));
    note(model_.note());
    end_.cage = kernel_.cage();
    const TargetState last = end_.target;
    publish({.what = end_, .after = last});
    board_.set_state(Run::State::Over);
}

}  // namespace iovlab
