#pragma once

#include "core/experiment/run.h"

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>

namespace iovlab {

/// What people ask of a run while it runs.
struct Command {
    enum Kind { Read, CloseReader, Signal, Stop, Faults } kind = Stop;
    std::uint64_t number = 0;  ///< Read: bytes; Signal: its number
    FaultSpec faults{};        ///< Faults: the script to go on with
};

/// The one place where a run's thread and everybody else meet: what happened goes out, what is wanted comes in.
class Board {
public:
    explicit Board(bool paused);
    ~Board();
    Board(const Board&) = delete;
    Board& operator=(const Board&) = delete;

    // The run's thread.
    void publish(Step step);
    void set_state(Run::State state);
    void announce() const { changed(); }  ///< there is news that is neither a step nor a state
    std::optional<Command> take();        ///< the next command, if there is one
    bool may_go_on();                     ///< uses up one step of what go_on() allowed
    bool stopping() const;
    int wake_fd() const { return wake_; }  ///< readable while there is something to take() or a change of pace
    void clear_wake();
    void sleep_until_woken() const;  ///< paused: until a command or go_on() comes

    // Anybody.
    void post(Command command);
    void allow(std::uint64_t steps);
    void on_change(std::function<void()> callback);
    void steps_since(std::size_t from, Trace& out) const;
    std::size_t step_count() const;
    Run::State state() const;

private:
    void ring() const;
    void changed() const;

    mutable std::mutex mutex_;
    Trace trace_;
    Run::State state_ = Run::State::Starting;
    std::deque<Command> commands_;
    std::uint64_t allowed_;
    bool stopping_ = false;
    std::function<void()> callback_;
    int wake_ = -1;
};

}  // namespace iovlab
