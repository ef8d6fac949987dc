#pragma once

#include "core/bench/plan.h"

#include <atomic>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <thread>

namespace iovlab {

/// This machine has not got what is to be measured; the text says what and why.
class CannotMeasure : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// Where the lists go, open: its end for the worker, what is known about it, and where one is needed, somebody on a
/// thread of our own who reads what comes and counts it.
class BenchTarget {
public:
    /// Throws CannotMeasure.
    explicit BenchTarget(const BenchPlan& plan);
    ~BenchTarget();
    BenchTarget(const BenchTarget&) = delete;
    BenchTarget& operator=(const BenchTarget&) = delete;

    int fd() const { return fd_; }  ///< for the worker
    BenchInto into() const { return into_; }
    /// "a file without a name in /dev/shm (tmpfs)", "capacity 65,536 B".
    const std::string& detail() const { return detail_; }
    /// Our copy of the worker's end is closed: the reader sees the end when the worker is gone.
    void hand_over();
    /// Bytes that the reader has taken; always 0 where nobody reads.
    std::uint64_t arrived() const { return arrived_.load(); }
    bool has_reader() const { return reader_.joinable(); }

private:
    void open_tmpfs(std::uint64_t bytes);
    void open_disk(const std::string& folder);
    void open_pair(bool pipe, bool nonblock);
    void read_on();

    int fd_ = -1;
    int reading_ = -1;
    int stop_ = -1;  // eventfd: the reader ends
    BenchInto into_ = BenchInto::Device;
    std::string detail_;
    std::atomic<std::uint64_t> arrived_{0};
    std::thread reader_;
};

/// The machine that was measured on.
struct BenchMachine {
    std::string kernel;     ///< uname's release
    std::string processor;  ///< its own name; the architecture where it has none
    unsigned processors = 0;
    double load = 0;  ///< of the last minute, before we began: how many others wanted a processor
};
BenchMachine this_machine();

}  // namespace iovlab
