#pragma once

#include <cstdint>

/// What main program and worker say to each other over a SOCK_SEQPACKET pair: fixed-size messages, one answer to
/// each request. Tables (mappings, iovecs) travel in a second shared memory file, the sheet. Neither side uses
/// writev.
namespace iovlab::wire {

inline constexpr int kWireFd = 3;    ///< in the worker
inline constexpr int kTargetFd = 4;  ///< in the worker: what the calls write to, but for the target minus-one

inline constexpr std::uint32_t kMaxIov = 65536;
inline constexpr std::uint64_t kSheetSize = 2u << 20;  ///< room for kMaxIov iovecs and for as many mappings

enum class Ask : std::uint32_t {
    Setup,  ///< once, first; carries the descriptors: target, arena, sheet
    Call,
    Wait,  ///< poll(2) on the target, for POLLOUT or (Setup::reads) POLLIN, without a time limit
};

/// The system call numbers differ between machines; the operations do not.
enum class Make : std::uint32_t { Writev, Pwritev, Pwritev2, Write, CopyWrite, Readv, Preadv };

struct SheetMapping {
    std::uint64_t address, size, file_offset;
};
struct SheetIov {
    std::uint64_t base, length;
};

struct Setup {
    std::uint64_t reserve_at = 0;  ///< address space to reserve as unreadable
    std::uint64_t reserve_size = 0;
    std::uint32_t mappings = 0;  ///< SheetMapping records in the sheet
    std::uint32_t has_file_limit = 0;
    std::uint64_t file_limit = 0;       ///< RLIMIT_FSIZE, bytes
    std::uint32_t sigpipe_default = 0;  ///< 0: ignored
    std::uint32_t sigxfsz_default = 0;
    std::int32_t signal = 0;          ///< gets a handler that only counts; 0: none but SIGUSR1
    std::uint32_t restart = 0;        ///< SA_RESTART for it
    std::int32_t target = kTargetFd;  ///< the descriptor that the calls name
    std::uint32_t close_target = 0;   ///< the target's own descriptor is closed before the first call
    std::uint32_t reads = 0;          ///< the calls read: they may write to the arena
    std::uint32_t padding = 0;
};

struct CallRequest {
    Make make = Make::Writev;
    std::uint32_t iovs = 0;  ///< SheetIov records in the sheet
    std::uint32_t bad_array = 0;
    std::uint32_t flags = 0;
    std::int64_t count = 0;  ///< iovcnt as given to the kernel
    std::int64_t offset = 0;
    std::uint64_t copy_first =
        0;  ///< bytes of the first iovec to copy before the call, which gets the copy; 0: none
};

struct Request {
    Ask ask = Ask::Setup;
    std::uint32_t padding = 0;
    Setup setup;
    CallRequest call;
};

/// `iovlab-worker PARENT disk BYTES` makes a disk of that size, which only its open files keep, sends this answer
/// with a descriptor for a file on it, and ends.
enum class DiskStep : std::uint32_t { Namespace, User, Disk, File, Done };
struct DiskAnswer {
    DiskStep step = DiskStep::Done;  ///< which step failed; Done: none, and the descriptor comes along
    std::int32_t error = 0;          ///< errno then
};

/// The parts of the worker's cage, as bits: those that hold once it is set up.
inline constexpr std::uint32_t kCageNoNewPrivs = 1;  ///< nothing that it could start has more rights
inline constexpr std::uint32_t kCageFiles = 2;       ///< Landlock: no path can be opened, made or changed
inline constexpr std::uint32_t kCageNet = 4;         ///< Landlock: no TCP socket can be bound or connected
inline constexpr std::uint32_t kCageCalls = 8;       ///< seccomp: no system call but those that it needs
inline constexpr std::uint32_t kCageMemory = 16;     ///< RLIMIT_AS

struct SetupAnswer {
    std::int32_t error = 0;  ///< errno of what could not be set up; then the worker ends
    std::uint32_t cage = 0;
};

/// Sent in place of an answer by a worker whose cage has stopped it: it made a system call that it does not need,
/// which was not carried out. It ends then.
struct Breach {
    std::int32_t number = -1;  ///< of the system call, on this machine
    std::uint32_t padding[2] = {};
};

struct Answer {
    std::int64_t result = 0;  ///< what the system call returned: bytes, or -1
    std::int32_t error = 0;   ///< errno then
    /// How often a counting signal handler has run since the last answer.
    std::uint32_t handled = 0;
    std::int64_t elapsed_ns = 0;  ///< CLOCK_MONOTONIC around the call alone
};

}  // namespace iovlab::wire
