#pragma once

#include "core/kernel/cage.h"
#include "core/kernel/call.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace iovlab {

/// What a file that was opened with O_DIRECT wants multiples of, in bytes, as statx(2) says; 0: it does not say.
struct DirectUnits {
    std::uint32_t memory = 0;  ///< each entry's address
    std::uint32_t offset = 0;  ///< the position in the file, and each entry's length
    bool operator==(const DirectUnits&) const = default;
};

/// What can be seen of the target from outside, read from the kernel at one moment.
struct TargetState {
    std::string kind{};                    ///< "file", "pipe"...
    std::optional<std::int64_t> queued{};  ///< pipe, socket: bytes that its reader has not taken yet
    std::optional<std::int64_t>
        capacity{};                         ///< pipe: F_GETPIPE_SZ, bytes; unix sockets: SO_SNDBUF, bytes of memory
    std::optional<std::int64_t> charged{};  ///< unix sockets: SIOCOUTQ, bytes of memory that SO_SNDBUF counts
    std::optional<std::uint64_t> value{};   ///< eventfd: the counter
    std::optional<std::int64_t> size{};     ///< file, memfd: st_size
    std::optional<std::int64_t> offset{};   ///< file, memfd: the open file's position
    std::optional<DirectUnits> direct{};    ///< file with O_DIRECT
    std::optional<std::int64_t> handed{};   ///< a served client: bytes that the kernel ever took for it
    std::optional<std::int64_t> dropped{};  ///< udp: datagrams that found no room in the peer's receive buffer
    std::optional<bool> writable{};         ///< poll says POLLOUT
    bool reader_open = true;                ///< pipe, socket: our end of it

    bool operator==(const TargetState&) const = default;
};

/// How far a started call is.
enum class Progress {
    Running,   ///< no answer yet, and not seen asleep
    Asleep,    ///< seen asleep in the call: process state S and its system call's number
    Finished,  ///< outcome() has the answer
};

/// How much a machine shows of a process (a sandbox or a security module may hide it).
enum class Sight {
    Nothing,  ///< not even its state
    State,    ///< its state, of /proc/PID/stat
    Call,     ///< the system call that it sleeps in too, of /proc/PID/syscall
};

/// What answers a call: the real kernel through a worker, or (later) the model. One call at a time.
/// Used from one thread; errors of the machinery (not of the call) throw std::runtime_error.
class Kernel {
public:
    virtual ~Kernel() = default;

    virtual void start(const Call& call) = 0;
    /// Starts poll(2) for POLLOUT on the target in the caller; answered like a call, with result 1.
    virtual void start_wait() = 0;
    /// Waits at most `timeout_ms` (0: only looks; -1 is not allowed) for the call's end. Returns early when it is
    /// seen asleep, and when wake_fd (see set_wake_fd) becomes readable.
    virtual Progress poll(int timeout_ms) = 0;
    /// False where this machine does not show whether the caller sleeps: then poll() never says Asleep.
    virtual bool sees_sleep() const { return true; }
    /// The caller is seen to run: it has more to do than to wait.
    virtual bool at_work() const { return false; }
    /// The answer, once poll() said Finished.
    virtual const Outcome& outcome() const = 0;

    /// The reader takes up to `max` bytes with one read(2). 0: nothing there. `out` gets what arrived.
    virtual std::size_t read(std::size_t max, std::vector<std::byte>& out) = 0;
    virtual void close_reader() = 0;
    /// F_SETPIPE_SZ, asked of a pipe between two calls. Returns the new size in bytes, or minus an errno.
    virtual std::int64_t resize(std::uint64_t size) = 0;
    /// Sends a real signal to the caller.
    virtual void signal(int number) = 0;
    /// Ends the caller at once (SIGKILL); outcome() then says blocked if a call was under way.
    virtual void kill() = 0;
    virtual TargetState state() = 0;

    /// A file descriptor that ends poll() early when readable; -1 for none.
    virtual void set_wake_fd(int fd) = 0;
    /// The descriptor number that the calls use in the caller; -1 for the target minus-one.
    virtual int target_fd() const = 0;
    /// Reads the sink of a file target, from `at`. Returns the bytes read; less than asked only at the end.
    virtual std::size_t read_file(std::uint64_t at, std::span<std::byte> out) = 0;
    /// What holds the process that makes the calls; absent where there is none.
    virtual std::optional<Cage> cage() const { return std::nullopt; }
};

}  // namespace iovlab
