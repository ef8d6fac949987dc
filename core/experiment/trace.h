#pragma once

#include "core/bytes/iov_list.h"
#include "core/bytes/provenance.h"
#include "core/experiment/company.h"
#include "core/experiment/damage.h"
#include "core/kernel/cage.h"
#include "core/kernel/call.h"
#include "core/kernel/kernel.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace iovlab {

/// One system call that was made (or reported without one: see its origin).
struct CallStep {
    std::uint64_t n = 0;     ///< from 1
    std::uint32_t list = 0;  ///< which [[call]] of the experiment
    Call call;
    Outcome outcome;
    const char* place = "";   ///< where the loop stands after it
    Cursor consumed;          ///< where the list goes on, in entries of the whole list
    std::uint64_t asked = 0;  ///< bytes in the list, saturating
    std::uint64_t taken = 0;  ///< bytes that the kernel really took (or put into the buffers): the result, or what
                              ///< was observed if it never came
    std::uint64_t at = 0;     ///< where in the sink they went
    std::uint64_t cut_off = 0;     ///< calls that read: bytes of the message that found no room in the list: lost
    std::uint64_t believed = 0;    ///< what the loop thinks it has sent by now
    std::uint64_t copied = 0;      ///< bytes that the caller has copied by now to make this run's calls
    std::optional<Outcome> model;  ///< foretold; absent where the model makes no claim
    std::string rule;              ///< the model's rule
    bool awake = false;            ///< blocked, although it was never seen asleep
    std::uint32_t writer = 1;      ///< 2: the second writer's (see SecondSpec); its entries are list calls.size()
    /// Calls that read: what lay in memory when the call had returned, the first kMostGot bytes put into each of
    /// the first kMostGot entries. Null for calls that write, and where nothing was put anywhere.
    std::shared_ptr<const std::vector<std::vector<std::byte>>> got{};
    static constexpr std::size_t kMostGot = 64;
};

struct ReadStep {
    std::uint64_t bytes = 0;
    bool final = false;
};  ///< final: read out after the last call
struct WaitStep {
    Outcome outcome;
};  ///< the loop slept in poll(2) for POLLOUT
struct SignalStep {
    int number = 0;
};
struct CloseStep {};  ///< the reader closed its end

/// F_SETPIPE_SZ was asked of the pipe, right before a call.
struct ResizeStep {
    std::uint64_t asked = 0;            ///< bytes
    std::int64_t result = 0;            ///< the new size in bytes, or minus an errno
    std::optional<std::int64_t> model;  ///< foretold, the same way; absent where the model makes no claim
    std::uint64_t most = 0;             ///< /proc/sys/fs/pipe-max-size, bytes
    std::uint64_t pages = 0;            ///< page slots in use
};

/// Seen asleep: in the call of number `n` (or in poll when `polling`).
struct SleepStep {
    std::uint64_t n = 0;
    bool polling = false;
    Op op = Op::Writev;  ///< of the call
};

enum class Verdict { Intact, Incomplete, Lost, Duplicated, Reordered, Corrupt };
enum class Status { Done, Error, Blocked, Killed, Stopped };
/// Why a loop made no more calls, where that is a failure (Status::Error).
enum class GaveUp {
    No,
    Errno,              ///< a call returned one that it cannot go on from
    TookNothing,        ///< a call that had bytes to send took none
    Turned,             ///< it went round and round without making a call
    PastItsList,        ///< its next write would be of an entry behind the end of its list
    PastTheLastOffset,  ///< its next call would begin behind the last offset that there is
};
const char* to_string(Verdict verdict);
const char* to_string(Status status);

/// What did not happen, or not as it should, because this machine does not show whether a process sleeps.
struct UnseenSleep {
    bool ended_by_clock = false;  ///< the last call, by the deadline alone
    bool no_signal = false;       ///< [signal] waits for sleep
    bool no_reader = false;       ///< [reader] waits for sleep, and nobody woke the caller
    bool any() const { return ended_by_clock || no_signal || no_reader; }
};

struct EndStep {
    std::uint64_t calls = 0;
    bool reads = false;           ///< the calls read: the sink is their buffers
    std::uint64_t delivered = 0;  ///< bytes the kernel took from this run's calls, or put into their buffers
    std::uint64_t expected = 0;   ///< bytes of the whole list(s), saturating
    Verdict verdict = Verdict::Intact;
    bool judged = true;  ///< false: the model alone was asked and made no claim, so that there is no verdict
    Status status = Status::Done;
    int signal = 0;  ///< Killed: by what
    int error = 0;   ///< Error: the errno that the loop gave up on
    GaveUp gave_up = GaveUp::No;
    bool ended_awake = false;  ///< Blocked: the last call was not seen asleep
    std::string sha256;        ///< of everything that arrived, hexadecimal; empty for a file of more than 1 GiB
    TargetState target;        ///< when the last call had returned
    DamageReport damage;
    std::uint64_t cut_off = 0;  ///< bytes of messages that were longer than their reader's room: lost
    std::uint64_t spun = 0;     ///< calls that moved nothing and were made again at once
    std::uint64_t copied = 0;   ///< bytes that the caller copied to make the calls
    std::string note;           ///< what else is worth saying: "stopped after 10000 calls", the first wrong byte...
    UnseenSleep unseen{};
    std::optional<ClientEnd> served{};  ///< target.serve: what is known of the client
    std::optional<Records> records{};   ///< two writers: what became of their records
    std::optional<Cage> cage{};         ///< of the process that made the calls; absent where none was made
};

/// One thing that happened, with the target as it was seen right afterwards.
struct Step {
    std::variant<CallStep, ReadStep, WaitStep, SignalStep, CloseStep, ResizeStep, SleepStep, ServeStep, EndStep>
        what;
    TargetState after;
    std::uint64_t arrived = 0;  ///< bytes that the reader has taken by now (pipes), or the file's size
    std::uint64_t put = 0;      ///< pipes: bytes ever put in by now, preload included
};

/// Everything that happened in a run. Only grows.
using Trace = std::vector<Step>;

/// What had gone out after the first `steps` steps, and what the loops then believed: what damage_of() wants to
/// know.
struct Sent {
    std::vector<Piece> pieces;            ///< in order; `at` is the place in the sink
    std::vector<std::uint64_t> believed;  ///< by list
};
Sent sent_after(const Trace& trace, std::size_t steps);
/// Where the first `n` bytes of a call's list come from.
std::vector<Piece> pieces_of(const IovList& list, std::uint64_t n, const CallStep& call);

}  // namespace iovlab
