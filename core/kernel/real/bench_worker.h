#pragma once

#include "core/kernel/cage.h"

#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <sys/types.h>
#include <vector>

namespace iovlab {

/// Ways to send a list; each goes on after short writes until every byte is out. They run in the worker: a plain
/// loop in C++, with nothing between it and the system call.
enum class BenchWay {
    Writev,
    Writes,     ///< one write(2) an entry
    CopyWrite,  ///< joined into memory allocated for it, then one write(2); both count
    Copying,    ///< writev, going on as a Python program does that pops and slices its list
};
/// What the worker does to begin afresh, and how what arrived is seen.
enum class BenchInto { Device, File, Pipe, Socket };

/// One question to the worker.
struct BenchQuestion {
    std::uint64_t count = 1;     ///< entries
    std::uint64_t size = 1;      ///< bytes in each
    std::uint64_t batch = 1;     ///< so many lists are sent, one after another, for one time
    bool check_content = false;  ///< of a file: compared with the list
    std::vector<BenchWay> ways;  ///< in the order to be measured; at most 8
};
/// For one way of a question, in the question's order.
struct BenchTiming {
    double ns = 0;             ///< for one list: CLOCK_MONOTONIC around the batch, divided by it
    std::uint64_t calls = 0;   ///< of the whole batch
    std::uint64_t shorts = 0;  ///< of these: took less than they were asked for, or EAGAIN
    std::uint64_t bytes = 0;   ///< the sum of what they returned
};

/// The worker did not do what it was asked: dead (with the signal), or the sink did not get every byte.
class BenchFault : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// The process that makes a benchmark's calls. Used from the thread that made it, with which it dies.
class BenchWorker {
public:
    /// `memory`: see memory_for(). Throws std::runtime_error when there is no worker to be had.
    BenchWorker(int sink, BenchInto into, std::uint64_t memory);
    ~BenchWorker();
    BenchWorker(const BenchWorker&) = delete;
    BenchWorker& operator=(const BenchWorker&) = delete;

    /// Bytes of memory that a list of so many entries takes there: each begins at a cache line of its own.
    static std::uint64_t memory_for(std::uint64_t count, std::uint64_t size);

    /// Asks and waits. Empty when `stop_fd` became readable or `deadline_ns` (CLOCK_MONOTONIC) passed before the
    /// answer came: the worker is killed then, whatever it is doing. Throws BenchFault.
    std::vector<BenchTiming> measure(const BenchQuestion& question, int stop_fd, std::int64_t deadline_ns);

    pid_t pid() const { return pid_; }
    const Cage& cage() const { return cage_; }  ///< see Worker::cage()

private:
    void set_up(int sink, BenchInto into, std::uint64_t memory);
    bool await(int stop_fd, std::int64_t deadline_ns) const;
    std::string reap() noexcept;  // kills; returns how it ended, in words
    void end() noexcept;

    pid_t pid_ = -1;
    int wire_ = -1;
    Cage cage_;
};

}  // namespace iovlab
