#include "core/bench/words.h"

#include "core/report/words.h"

#include <algorithm>
#include <fmt/format.h>

namespace iovlab {

namespace {

const char* short_way(BenchWay way) {
    switch (way) {
        case BenchWay::Writes:
            return "one write an entry";
        case BenchWay::CopyWrite:
            return "joining";
        case BenchWay::Copying:
            return "the copying loop";
        case BenchWay::Writev:
            break;
    }
    return "writev again";
}

std::string range_words(const Crossover& crossover) {
    return fmt::format("; by the quartiles from {} to {}", size_words(crossover.low), size_words(crossover.high));
}

/// What joining pays more for a byte, and writev for an entry: their quotient is where it turns.
std::string turn_words(const Cost& joining) {
    const double entry = -joining.entry_ns, kib = joining.byte_ns * 1024;
    if (entry > 0 && kib > 0) {
        return fmt::format(
            "Beside joining, writev pays about {} more for each entry, which the kernel takes up one by "
            "one; joining pays about {} more for each KiB, because it moves every byte once more. The "
            "price of an entry is that of copying {}: smaller entries are copied faster than they are "
            "listed, larger ones are not.",
            time_text(entry), time_text(kib), size_words(entry / kib * 1024));
    }
    if (entry > 0) {
        return fmt::format(
            "Beside joining, writev pays about {} more for each entry, and the copying does not show.",
            time_text(entry));
    }
    if (kib > 0) {
        return fmt::format(
            "Joining pays about {} more for each KiB, because it moves every byte once more, and an "
            "entry costs writev no more than it costs joining.",
            time_text(kib));
    }
    return "Neither an entry nor a byte costs writev more than joining, by these times.";
}

}  // namespace

std::string ratio_text(double ratio) {
    if (ratio < 9.995) return fmt::format("{:.2f}", ratio);
    return ratio < 99.95 ? fmt::format("{:.1f}", ratio) : fmt::format("{:.0f}", ratio);
}

std::string spread_text(const Spread& ratio) {
    return ratio_text(ratio.low) + "\xE2\x80\x93" + ratio_text(ratio.high);
}

std::string time_text(double ns) {
    struct Unit {
        double size;
        const char* name;
    };
    constexpr Unit units[] = {{1, "ns"}, {1e3, "µs"}, {1e6, "ms"}, {1e9, "s"}};
    const Unit* unit = &units[0];
    for (const Unit& one : units) {
        if (ns >= one.size * 0.9995) unit = &one;
    }
    const double value = ns / unit->size;
    const int digits = value >= 9.95 ? 0 : value >= 0.995 || unit != &units[0] ? 1 : 2;
    return fmt::format("{:.{}f} {}", value, digits, unit->name);
}

std::string machine_words(const BenchMachine& machine) {
    return fmt::format("Linux {}, {}, {}, load {:.1f}", machine.kernel, printable(machine.processor),
                       counted(machine.processors, "processor", "processors"), machine.load);
}

std::string effort_words(const BenchResult& result) {
    const unsigned least = result.least_repetitions(), most = result.most_repetitions();
    const std::string repetitions = least == most ? counted(most, "repetition", "repetitions")
                                                  : fmt::format("{} to {} repetitions", least, most);
    return fmt::format("{} of {} in {:.1f} s", repetitions, counted(result.cells.size(), "list", "lists"),
                       result.elapsed_s);
}

std::string sink_warning(BenchSink sink) {
    if (sink == BenchSink::Null) {
        return "/dev/null looks at no byte: what writev saves, and what joining costs, stands against nothing "
               "here. "
               "This measures the call alone. Conclude nothing about files, pipes or sockets from it; measure one.";
    }
    if (sink == BenchSink::Disk)
        return "The times end when the kernel has the bytes in its page cache. How fast the disk is does not show.";
    return {};
}

std::string crossover_words(const LineSummary& line, const BenchPlan& plan) {
    const std::string other = short_way(plan.ways[line.way]);
    switch (line.crossover.kind) {
        case Crossover::Kind::Nothing:
            return line.ratios.size() < 2
                       ? "it takes two sizes to see where it turns"
                       : "no crossover to be seen: at no size do the repetitions agree on who is faster";
        case Crossover::Kind::Found:
            return fmt::format("{} wins below about {} an entry, writev above{}", other,
                               size_words(line.crossover.size), range_words(line.crossover));
        case Crossover::Kind::TurnsBack:
            return fmt::format("writev wins below about {} an entry, {} above{}", size_words(line.crossover.size),
                               other, range_words(line.crossover));
        case Crossover::Kind::WritevAlways:
            return "no crossover within this range: writev is ahead wherever anybody is";
        case Crossover::Kind::OtherAlways:
            return fmt::format("no crossover within this range: {} is ahead wherever anybody is", other);
    }
    return {};
}

std::string crossover_mark(const LineSummary& line) {
    const std::string size = size_words(line.crossover.size);
    if (line.crossover.kind == Crossover::Kind::Found)
        return fmt::format("above {} an entry, writev wins over joining", size);
    if (line.crossover.kind == Crossover::Kind::TurnsBack)
        return fmt::format("above {} an entry, joining wins over writev", size);
    return {};
}

std::vector<std::string> why_words(const BenchResult& result, const BenchSummary& summary) {
    std::vector<std::string> words;
    const auto cost_of = [&](BenchWay way) -> const Cost* {
        const auto index = way_index(result.plan, way);
        return index && summary.costs[*index] ? &*summary.costs[*index] : nullptr;
    };
    const Cost* writev = cost_of(BenchWay::Writev);
    const Cost* writes = cost_of(BenchWay::Writes);
    if (!writev) return {"To tell a call's cost from an entry's and a byte's, it takes several counts and sizes."};
    const bool file = result.plan.sink == BenchSink::Tmpfs || result.plan.sink == BenchSink::Disk;
    words.push_back(fmt::format("A list costs writev about {} however short it is: the call{}.",
                                time_text(writev->call_ns), file ? ", and the file's first page" : ""));
    if (writes) {
        words.push_back(
            fmt::format("One write an entry pays about {} for each entry, a call each, where writev pays {}.",
                        time_text(writes->entry_ns), time_text(writev->entry_ns)));
    }
    if (summary.joining) words.push_back(turn_words(*summary.joining));
    words.push_back(
        fmt::format("These prices are fitted to the times; half of writev's times lie within {:.0f} % of "
                    "what they make.",
                    std::max(writev->error * 100, 1.0)));
    return words;
}

std::string few_words(const BenchResult& result) {
    if (result.status == BenchResult::Status::Running || result.most_repetitions() == 0) return {};
    const unsigned enough =
        enough_for(result.plan.ways.size() < 2 ? 1 : result.cells.size() * (result.plan.ways.size() - 1));
    if (result.least_repetitions() >= enough) return {};
    return fmt::format(
        "Some lists were measured fewer than {} times, too few to tell a winner from chance. Something "
        "else keeps this machine busy, or the lists are large: measure longer, or fewer of them.",
        enough);
}

std::string control_words(const BenchSummary& summary) {
    if (!summary.control) return {};
    return fmt::format(
        "writev measured against itself, in the same repetitions: {} (quartiles {}). A difference that "
        "small means nothing here.",
        ratio_text(summary.control->median), spread_text(*summary.control));
}

std::string proof_words(const BenchResult& result) {
    std::string words =
        fmt::format("{} and {} sent {}", counted(result.writev_calls, "writev call", "writev calls"),
                    counted(result.write_calls, "write call", "write calls"), bytes_words(result.bytes));
    switch (result.plan.sink) {
        case BenchSink::Pipe:
        case BenchSink::UnixStream:
            return words + fmt::format("; the reader counted {}.", bytes_words(result.arrived));
        case BenchSink::Tmpfs:
        case BenchSink::Disk:
            return words + "; the file had each list's size after each, and each way's bytes after its warm-up.";
        case BenchSink::Null:
            break;
    }
    return words + ", by what the calls returned; nothing else tells.";
}

std::string end_words(const BenchResult& result) {
    switch (result.status) {
        case BenchResult::Status::Cancelled:
            return "Cancelled: what stands here was measured until then.";
        case BenchResult::Status::TimeOver:
            return "The time was over before every list had its turn; what is missing was not measured.";
        case BenchResult::Status::Failed:
            return "It ended early: " + result.why + ". What stands here was measured until then.";
        case BenchResult::Status::Running:
        case BenchResult::Status::Done:
            break;
    }
    return {};
}

}  // namespace iovlab
