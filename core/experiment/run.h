#pragma once

#include "core/bytes/arena.h"
#include "core/bytes/provenance.h"
#include "core/experiment/experiment.h"
#include "core/experiment/trace.h"
#include "core/kernel/kernel.h"
#include "core/kernel/pipe_slots.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <vector>

namespace iovlab {

/// This machine cannot do what the experiment needs (exit status 3): what, and why.
struct CannotRun : std::runtime_error {
    using std::runtime_error::runtime_error;
};
/// The experiment cannot be run as it stands (exit status 2), found only when it was set up (a missing file...).
struct BadExperiment : std::runtime_error {
    using std::runtime_error::runtime_error;
};

struct RunOptions {
    bool model = false;  ///< ask the model instead of the kernel: no call is made at all
    std::string keep;    ///< a folder that is the scratch folder and stays; empty: a private one that vanishes
    bool step = false;   ///< begin paused: one step for each go_on(1)
    bool wait_for_people = false;  ///< a sleeping call without [deadline] may sleep on: somebody will wake it
    Sight sight = Sight::Call;     ///< look at no more of the caller than a machine would show that hides the rest
};

/// One run of an experiment: the calls, the reader and the loop, on the caller's thread.
/// Construct it, then call execute() once (from a thread of its own in the window). Every other member may be
/// called from any thread meanwhile.
class Run {
public:
    Run(const Experiment& experiment, RunOptions options);
    ~Run();
    Run(const Run&) = delete;
    Run& operator=(const Run&) = delete;

    /// Called after each step is in the trace, and when it falls asleep or is paused; from the run's thread.
    void on_change(std::function<void()> callback);

    /// Runs to the end. Throws CannotRun, BadExperiment, or std::runtime_error for a fault of the machinery;
    /// the trace then holds what had happened.
    void execute();

    // What a person can do while it runs.
    void go_on(std::uint64_t steps = UINT64_MAX);  ///< paused: that many more calls or waits, then pause again
    void pause();
    void read(std::uint64_t bytes);  ///< the reader takes up to so many bytes, now (UINT64_MAX: all)
    void close_reader();
    void signal(int number);  ///< sent to the caller, which has a handler for SIGUSR1
    void stop();              ///< ends the run; a sleeping caller is killed
    /// Another fault script from the next call on; its steps are counted from the run's first call, as ever. A
    /// script that has a problem changes nothing.
    void set_faults(const FaultSpec& faults);

    /// Copies the steps from index `from` on.
    void steps_since(std::size_t from, Trace& out) const;
    std::size_t step_count() const;

    /// Waiting: for a client to come (target.serve).
    enum class State { Starting, Waiting, Running, Asleep, Paused, Over };
    State state() const;

    /// The run's memory; null while it is still Starting, unchanging afterwards.
    const Buffers* buffers() const;
    const Arena* arena() const;
    int target_fd() const;  ///< the descriptor's number in the worker

    /// Everything that arrived so far: bytes and where they came from. At most kMaxShown bytes are kept.
    struct Sink {
        std::vector<std::byte> bytes;
        Provenance provenance;
        std::uint64_t size = 0;      ///< of all that arrived; `bytes` may hold fewer
        std::uint64_t revision = 0;  ///< changes when anything above does
    };
    /// Copies the sink when it has changed since `sink.revision`.
    bool copy_sink(Sink& sink) const;
    static constexpr std::uint64_t kMaxShown = 16u << 20;

    /// The page slots of a pipe target as the rules of docs/kernel.md, 2, give them from the real calls' results;
    /// slot positions are in the stream of all bytes ever put in, preload first. For a socket, `stream` alone.
    /// Empty for other targets. When the run is over this is how the pipe was before what was still queued was read
    /// out. For an earlier moment see replay.h.
    struct Pipe {
        PipeSlots slots;
        Provenance stream;
        bool packet = false;  ///< O_DIRECT
        bool agrees = true;   ///< the sum of the slots is what FIONREAD says
    };
    Pipe pipe() const;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace iovlab
