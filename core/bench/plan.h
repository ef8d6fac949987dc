#pragma once

#include "core/kernel/real/bench_worker.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What is to be measured: which ways to send a list, into what, over which counts and sizes, in how much time.
namespace iovlab {

enum class BenchSink { Tmpfs, Disk, Pipe, UnixStream, Null };

inline constexpr std::uint64_t kMaxListBytes = 64u << 20;
inline constexpr std::uint64_t kMaxListEntries = 65536;

/// The name on the command line and in JSON: "tmpfs", "disk", "pipe", "unix-stream", "null".
const char* to_string(BenchSink sink);
std::optional<BenchSink> bench_sink_from(std::string_view name);
const std::vector<BenchSink>& bench_sinks();
/// "a fresh file on tmpfs": after "into".
const char* sink_words(BenchSink sink);

/// As experiments call them: "writev", "writes", "copy+write", and the loop "copying".
const char* to_string(BenchWay way);
/// "one write an entry", "join, then one write": for people.
const char* way_words(BenchWay way);

struct BenchPlan {
    BenchSink sink = BenchSink::Tmpfs;
    bool nonblock = false;  ///< pipe, unix-stream: O_NONBLOCK; who gets EAGAIN waits in poll(2)
    std::string folder;     ///< disk: where the file goes; empty: the first of the usual places on a disk
    /// The first is what the others are measured against. The first again, at the end, measures the measuring.
    std::vector<BenchWay> ways = {BenchWay::Writev, BenchWay::Writes, BenchWay::CopyWrite, BenchWay::Copying,
                                  BenchWay::Writev};
    std::vector<std::uint64_t> counts;  ///< entries in a list, ascending
    std::vector<std::uint64_t> sizes;   ///< bytes in an entry, ascending
    bool quick = false;
    double seconds = 15;  ///< no repetition begins that would not end in this time
    unsigned most = 31;   ///< repetitions at most

    bool operator==(const BenchPlan&) const = default;
};

/// 1 to 1,024 entries of 16 bytes to 64 KiB in at most 15 s.
BenchPlan full_plan();
/// 1 to 256 entries of the same sizes in at most 2.2 s.
BenchPlan quick_plan();

/// Why this cannot be measured, in a sentence; empty when it can. Sorts counts and sizes and drops doubles.
std::string settle_plan(BenchPlan& plan);

struct ParsedNumbers {
    std::vector<std::uint64_t> numbers;
    std::string problem;  ///< not empty: what is wrong, and what would be right
};
/// "16,1K,64K": numbers from 1 to `most`, with K and M for 1024s, between commas.
ParsedNumbers parse_numbers(std::string_view text, std::uint64_t most);
/// "16", "1K", "64K", "1M": the shortest exact way to say it; parse_numbers() reads it.
std::string short_number(std::uint64_t number);
/// "16 B", "1 KiB", "1.5 KiB": for people.
std::string size_words(double bytes);

/// The name of each way of the plan; one that stands there again is called "writev again".
std::vector<std::string> way_names(const BenchPlan& plan);
/// That way is the first again: the measuring measured.
bool is_control(const BenchPlan& plan, std::size_t way);

}  // namespace iovlab
