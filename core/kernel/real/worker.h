#pragma once

#include "core/bytes/arena.h"
#include "core/kernel/cage.h"
#include "core/kernel/kernel.h"
#include "core/kernel/real/target.h"

#include <cstdint>
#include <optional>
#include <string>
#include <sys/types.h>

namespace iovlab {

/// What a worker is told before its first call.
struct WorkerSetup {
    const Arena* arena = nullptr;
    int target_fd = -1;  ///< ours; the worker gets its own copy as descriptor 4
    Given given = Given::Open;
    bool reads = false;  ///< the calls fill the arena: it is writable there, and waits are for POLLIN
    std::optional<std::uint64_t> file_size{};  ///< RLIMIT_FSIZE, bytes
    bool sigpipe_default = false;              ///< else ignored, as Python does
    bool sigxfsz_default = false;
    int signal = 0;             ///< gets a handler that does nothing but run
    bool restart = false;       ///< SA_RESTART for it
    Sight sight = Sight::Call;  ///< the most that is looked at, as on a machine that shows no more
};

/// The process that makes the calls, seen from the main program. One call at a time, used from the thread that made
/// it (the worker dies with that thread). Faults of the machinery throw std::runtime_error; a worker that dies in a
/// call is an outcome, not a fault.
class Worker {
public:
    /// Starts and sets up a worker. Throws std::runtime_error: no program; of its kind std::system_error where this
    /// machine refuses what it takes: a process, a socket pair, memory at the fixed address.
    explicit Worker(const WorkerSetup& setup);
    ~Worker();
    Worker(const Worker&) = delete;
    Worker& operator=(const Worker&) = delete;

    void start(const Call& call);
    void start_wait();
    /// See Kernel::poll.
    Progress poll(int timeout_ms, int wake_fd);
    const Outcome& outcome() const { return outcome_; }
    /// Something happened that may wake the worker: poll() will look whether it is asleep anew.
    void stirred() { seen_asleep_ = false; }
    void signal(int number);
    /// Ends the process for good; a call that is started afterwards is blocked at once. One that the kernel does
    /// not let go (state D) is left to it.
    void kill();
    Sight sight() const { return sight_; }
    /// Seen to run, or to be held by a debugger such as strace.
    bool at_work() const;
    bool alive() const { return pid_ > 0; }
    pid_t pid() const { return pid_; }
    /// Readable when a call may have been answered: for whoever waits for several workers.
    int wire() const { return wire_; }
    /// The parts of its cage that hold here.
    const Cage& cage() const { return cage_; }

private:
    void spawn();
    void set_up(const WorkerSetup& setup);
    void send_request(const void* request, std::size_t size);
    Progress take_answer();
    void look(Sight most);
    char state() const;
    bool request_taken() const;
    bool asleep() const;
    void end() noexcept;  // kills and reaps, whatever it was doing
    bool exits() const noexcept;
    void reap() noexcept;
    void close_all();

    pid_t pid_ = -1;
    int pid_fd_ = -1;
    int wire_ = -1;
    int sheet_fd_ = -1;
    std::byte* sheet_ = nullptr;
    int stat_fd_ = -1;     // /proc/PID/stat
    int syscall_fd_ = -1;  // /proc/PID/syscall
    long calling_ = -1;    // number of the system call under way, -1: none
    Sight sight_ = Sight::Nothing;
    bool seen_asleep_ = false;
    Cage cage_;
    bool killed_ = false;
    int status_ = 0;  // of waitid: the signal or exit code
    bool by_signal_ = false;
    Outcome outcome_;
};

}  // namespace iovlab
