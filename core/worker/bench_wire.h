#pragma once

#include <cstddef>
#include <cstdint>

/// What main program and worker say to each other while a benchmark runs (`iovlab-worker PARENT bench`): over the
/// same wire as wire.h, fixed-size messages, one answer to each request. The sink's descriptor comes with the first
/// request. The worker decides nothing: which list, which ways, in which order and how often stands in the request.
namespace iovlab::wire {

inline constexpr std::size_t kMaxWays = 8;
inline constexpr std::uint64_t kMaxBatch = 4096;

/// Ways to send a list of entries. Each goes on after short writes until every byte is out.
enum class Way : std::uint32_t {
    Writev,     ///< one array, advanced in place
    Writes,     ///< one write(2) an entry
    CopyWrite,  ///< memory allocated, the entries copied into it, one write(2), memory given back
    Copying,  ///< writev, the list popped from the front and the rest of a cut entry copied, as Python's slices do
};

/// How the sink is made fresh before a list is sent, and how the worker sees what arrived.
enum class SinkKind : std::uint32_t {
    Device,  ///< nothing to be done, nothing to be seen
    File,    ///< emptied before each list; its size, and after a warm-up its content, is checked
    Pipe,    ///< somebody reads it; waited for until it is empty (FIONREAD)
    Socket,  ///< the same with SIOCOUTQ
};

struct BenchSetup {
    std::uint64_t memory = 0;  ///< bytes that the largest list takes, with the room between its entries
    SinkKind sink = SinkKind::Device;
    std::uint32_t padding = 0;
};

struct BenchMeasure {
    std::uint64_t count = 0, size = 0;  ///< entries, and bytes in each (at least one)
    std::uint64_t batch = 1;            ///< so many lists, one after another, make one time
    std::uint32_t check = 0;            ///< compare a file's content with the list, byte by byte
    std::uint32_t ways = 0;
    Way way[kMaxWays] = {};  ///< in the order to be measured
};

struct BenchRequest {
    std::uint32_t setup = 0;  ///< 1: `first` counts, and descriptors come along; 0: `measure`
    std::uint32_t padding = 0;
    BenchSetup first;
    BenchMeasure measure;
};

struct BenchTimes {
    std::int64_t elapsed_ns = 0;  ///< CLOCK_MONOTONIC over the batch, less what reading the clock takes
    std::uint64_t calls = 0;      ///< write and writev calls made
    std::uint64_t shorts = 0;     ///< of these: returned less than was asked for, or EAGAIN
    std::uint64_t bytes = 0;      ///< the sum of what they returned
};

struct BenchAnswer {
    enum class Fault : std::uint32_t { None, Memory, Call, Size, Content };
    Fault fault = Fault::None;
    std::int32_t error = 0;   ///< errno of Memory and Call
    std::uint32_t which = 0;  ///< the index of the way that failed
    std::uint32_t cage = 0;   ///< in the answer to the setup: the parts of the cage that hold (wire.h)
    BenchTimes times[kMaxWays] = {};
};

}  // namespace iovlab::wire
