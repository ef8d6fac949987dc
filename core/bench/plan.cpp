#include "core/bench/plan.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <fmt/format.h>

namespace iovlab {

namespace {

struct SinkName {
    BenchSink sink;
    const char* name;
    const char* words;
};
constexpr std::array kSinks = {
    SinkName{BenchSink::Tmpfs, "tmpfs", "a fresh file on tmpfs"},
    SinkName{BenchSink::Disk, "disk", "a fresh file on disk"},
    SinkName{BenchSink::Pipe, "pipe", "a pipe with a reader"},
    SinkName{BenchSink::UnixStream, "unix-stream", "a unix stream socket with a reader"},
    SinkName{BenchSink::Null, "null", "/dev/null"},
};

const SinkName& name_of(BenchSink sink) {
    return *std::find_if(kSinks.begin(), kSinks.end(), [sink](const SinkName& one) { return one.sink == sink; });
}

void sort_out(std::vector<std::uint64_t>& numbers) {
    std::sort(numbers.begin(), numbers.end());
    numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
}

/// One number with an optional K or M; nothing when it is none or too large.
std::optional<std::uint64_t> parse_number(std::string_view text) {
    std::uint64_t number = 0;
    const auto parsed = std::from_chars(text.data(), text.data() + text.size(), number);
    if (parsed.ec != std::errc() || number > (1ull << 40)) return {};
    const std::string_view suffix(parsed.ptr, static_cast<std::size_t>(text.data() + text.size() - parsed.ptr));
    if (suffix.empty()) return number;
    if (suffix == "K" || suffix == "k" || suffix == "Ki" || suffix == "KiB") return number << 10;
    if (suffix == "M" || suffix == "Mi" || suffix == "MiB") return number << 20;
    return {};
}

}  // namespace

const char* to_string(BenchSink sink) {
    return name_of(sink).name;
}

const char* sink_words(BenchSink sink) {
    return name_of(sink).words;
}

std::optional<BenchSink> bench_sink_from(std::string_view name) {
    for (const SinkName& one : kSinks) {
        if (name == one.name) return one.sink;
    }
    return {};
}

const std::vector<BenchSink>& bench_sinks() {
    static const std::vector<BenchSink> sinks = {BenchSink::Tmpfs, BenchSink::Disk, BenchSink::Pipe,
                                                 BenchSink::UnixStream, BenchSink::Null};
    return sinks;
}

const char* to_string(BenchWay way) {
    switch (way) {
        case BenchWay::Writev:
            return "writev";
        case BenchWay::Writes:
            return "writes";
        case BenchWay::CopyWrite:
            return "copy+write";
        case BenchWay::Copying:
            return "copying";
    }
    return "";
}

const char* way_words(BenchWay way) {
    switch (way) {
        case BenchWay::Writev:
            return "writev";
        case BenchWay::Writes:
            return "one write an entry";
        case BenchWay::CopyWrite:
            return "join, then one write";
        case BenchWay::Copying:
            return "writev with a copying loop, as in Python";
    }
    return "";
}

BenchPlan full_plan() {
    BenchPlan plan;
    plan.counts = {1, 8, 64, 256, 1024};
    plan.sizes = {16, 64, 256, 1024, 4096, 16384, 65536};
    return plan;
}

BenchPlan quick_plan() {
    BenchPlan plan = full_plan();
    plan.counts = {1, 8, 64, 256};
    plan.quick = true;
    plan.seconds = 2.2;
    plan.most = 15;
    return plan;
}

std::string settle_plan(BenchPlan& plan) {
    sort_out(plan.counts);
    sort_out(plan.sizes);
    if (plan.counts.empty() || plan.sizes.empty()) return "There is no list to measure: name a count and a size.";
    if (plan.counts.front() == 0 || plan.counts.back() > kMaxListEntries)
        return fmt::format("A list has 1 to {} entries.", kMaxListEntries);
    if (plan.sizes.front() == 0) return "An entry has at least one byte.";
    if (plan.sizes.back() > kMaxListBytes || plan.counts.front() * plan.sizes.front() > kMaxListBytes)
        return "A list has at most 64 MiB in all, and none of these fits that.";
    if (plan.ways.size() < 2 || plan.ways.size() > 8) return "There must be two to eight ways to compare.";
    const bool streams = plan.sink == BenchSink::Pipe || plan.sink == BenchSink::UnixStream;
    if (plan.nonblock && !streams)
        return fmt::format("O_NONBLOCK changes nothing for {}; it does for a pipe and a socket.",
                           sink_words(plan.sink));
    return {};
}

ParsedNumbers parse_numbers(std::string_view text, std::uint64_t most) {
    ParsedNumbers result;
    for (;;) {
        const std::size_t comma = text.find(',');
        std::string_view one = text.substr(0, comma);
        while (!one.empty() && one.front() == ' ') one.remove_prefix(1);
        while (!one.empty() && one.back() == ' ') one.remove_suffix(1);
        const std::optional<std::uint64_t> number = parse_number(one);
        if (!number || *number == 0 || *number > most) {
            result.problem =
                fmt::format("'{}' is not a number from 1 to {}; wanted are some, between commas: 16,1K", one,
                            short_number(most));
            return result;
        }
        result.numbers.push_back(*number);
        if (comma == std::string_view::npos) return result;
        text.remove_prefix(comma + 1);
    }
}

std::string short_number(std::uint64_t number) {
    if (number != 0 && number % (1u << 20) == 0) return fmt::format("{}M", number >> 20);
    if (number != 0 && number % 1024 == 0) return fmt::format("{}K", number >> 10);
    return std::to_string(number);
}

std::string size_words(double bytes) {
    const auto rounded = [](double value) {
        return value < 10 && std::abs(value - std::round(value)) > 0.05 ? fmt::format("{:.1f}", value)
                                                                        : fmt::format("{:.0f}", value);
    };
    if (bytes < 1000) return fmt::format("{:.0f} B", bytes);
    if (bytes < 1000.0 * 1024) return rounded(bytes / 1024) + " KiB";
    return rounded(bytes / (1024.0 * 1024)) + " MiB";
}

std::vector<std::string> way_names(const BenchPlan& plan) {
    std::vector<std::string> names;
    for (std::size_t i = 0; i < plan.ways.size(); ++i) {
        names.push_back(std::string(to_string(plan.ways[i])) + (is_control(plan, i) ? " again" : ""));
    }
    return names;
}

bool is_control(const BenchPlan& plan, std::size_t way) {
    return way > 0 && plan.ways[way] == plan.ways[0];
}

}  // namespace iovlab
