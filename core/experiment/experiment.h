#pragma once

#include "core/bytes/buffer.h"
#include "core/bytes/entry.h"
#include "core/kernel/call.h"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

/// The document: exactly what an experiment file can say (docs/experiments.md), nothing resolved.
/// Values that the format knows but this version cannot run yet are kept as well; `unsupported()` names them.
namespace iovlab {

inline constexpr int kFormat = 1;

/// A list of names joined by `|` in C, as the file has it, or a bare number for bits that have no name.
struct FlagSet {
    std::vector<std::string> names;
    std::optional<std::uint32_t> number;

    bool operator==(const FlagSet&) const = default;
    bool has(const std::string& name) const;
};

struct CallSpec {
    Op op = Op::Writev;
    std::vector<EntrySpec> iov;
    std::optional<std::int32_t> count;    ///< overrides iovcnt
    bool bad_array = false;               ///< array = "bad"
    std::int64_t offset = 0;              ///< pwritev, pwritev2, preadv
    FlagSet flags;                        ///< pwritev2
    std::optional<std::uint64_t> resize;  ///< F_SETPIPE_SZ asked of the pipe right before this call, bytes

    bool operator==(const CallSpec&) const = default;
};

/// Kinds are kept by name; vocabulary.h tells which ones this version runs.
struct TargetSpec {
    std::string kind = "pipe";
    // pipe
    std::uint64_t capacity = 65536;  ///< asked of F_SETPIPE_SZ; the kernel rounds
    std::uint64_t preload = 0;       ///< bytes already in it, put there by one write
    bool reader_open = true;         ///< reader = "open" | "closed"
    bool writer_open = true;         ///< writer, for calls that read: the other end is open, or has been closed
    // file
    std::string path = "out";  ///< a plain name in the scratch folder
    /// What the file holds before the run (absent: as it is found, else empty); for calls that read also what the
    /// pipe holds, put there by one write in place of `preload`, or what a unix socket's peer has sent.
    std::optional<Content> content;
    std::int64_t seek = 0;  ///< the position before the first call
    std::optional<std::uint64_t> disk;
    // both, and kinds to come
    FlagSet flags;  ///< O_NONBLOCK, O_DIRECT, O_APPEND, O_TRUNC, O_RDONLY, O_PATH
    // kinds to come; which kind has which key: core/experiment/vocabulary.h
    std::string peer = "open";            ///< sockets, pty: "open" | "closed" | "closed-unread" | "none"
    std::optional<std::uint64_t> sndbuf;  ///< asked of SO_SNDBUF, bytes
    std::optional<std::uint64_t> rcvbuf;  ///< asked of SO_RCVBUF, bytes
    std::optional<double> timeout_s;      ///< SO_SNDTIMEO, seconds
    std::optional<std::uint64_t> serve;   ///< tcp: a port on loopback for a real client; 0: any free one
    std::uint64_t size = 0;               ///< memfd: bytes
    std::vector<std::string> seals;       ///< memfd: F_SEAL_ names
    std::uint64_t value = 0;              ///< eventfd: the counter before the run

    bool operator==(const TargetSpec&) const = default;
};

/// A second process that writes into the same target at the same time, with calls of the same kind.
struct SecondSpec {
    std::vector<EntrySpec> iov;  ///< its record: what each of its calls hands over
    std::uint64_t times = 100;   ///< how often each of the two writers makes its call
    /// Files: it shares the first writer's open file and its position, as after fork(2); else it has opened the
    /// file itself.
    bool shared = false;

    bool operator==(const SecondSpec&) const = default;
};

enum class ReaderPolicy { None, All, AfterCall, WhenFull, Steady, CloseAfter, CloseWhenFull };

struct ReaderSpec {
    ReaderPolicy policy = ReaderPolicy::None;
    std::uint64_t bytes = 4096;   ///< a time (after-call, when-full, steady) or in all (close-after)
    std::uint64_t every_ms = 10;  ///< steady

    bool operator==(const ReaderSpec&) const = default;
};

struct LoopSpec {
    std::string kind = "once";
    std::uint64_t max_calls = 10000;

    bool operator==(const LoopSpec&) const = default;
};

struct FaultSpec {
    std::string script;  ///< empty: no faults
    bool repeat = false;

    bool operator==(const FaultSpec&) const = default;
};

enum class Disposition { Ignore, Default };

struct LimitSpec {
    std::optional<std::uint64_t> file_size;  ///< RLIMIT_FSIZE, bytes
    Disposition sigpipe = Disposition::Ignore;
    Disposition sigxfsz = Disposition::Ignore;

    bool operator==(const LimitSpec&) const = default;
};

struct SignalSpec {
    std::string name = "SIGUSR1";
    bool restart = false;  ///< SA_RESTART

    bool operator==(const SignalSpec&) const = default;
};

struct Experiment {
    std::string title;
    std::optional<std::uint64_t> seed;
    std::vector<BufferSpec> buffers;
    std::vector<CallSpec> calls = {CallSpec{}};  ///< never empty
    TargetSpec target;
    ReaderSpec reader;
    LoopSpec loop;
    FaultSpec faults;
    LimitSpec limits;
    std::optional<SignalSpec> signal;    ///< [signal], when = "asleep"
    std::optional<double> deadline_s;    ///< [deadline] seconds
    std::optional<SecondSpec> second{};  ///< [second]: two writers

    bool operator==(const Experiment&) const = default;
};

/// The calls read (readv, preadv): the bench turned round. check() refuses to mix them with writing ones.
bool reads(const Experiment& experiment);
/// A real client is waited for, and gets the bytes (tcp, target.serve).
bool serves(const TargetSpec& target);
/// Bytes that lie in a pipe before the first call.
std::uint64_t preloaded(const TargetSpec& target);

const char* to_string(ReaderPolicy policy);
std::optional<ReaderPolicy> reader_policy_from(const std::string& name);

}  // namespace iovlab
