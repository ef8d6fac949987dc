#include "core/report/text_parts.h"
#include "core/report/words.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <vector>

namespace iovlab {
namespace {

constexpr std::size_t kMostBars = 8;     // of one call
constexpr std::size_t kLongestBar = 28;  // columns
constexpr std::size_t kShortestBar = 8;

struct BarLine {
    std::string index, name, numbers;
    bool follows_gap = false;
    int buffer = -1;
    std::uint64_t length = 0;
    std::uint64_t took = 0;
};

struct Bar {
    std::size_t done = 0;
    std::size_t left = 0;
};

/// `longest` bytes take `room` columns.
Bar bar_of(const BarLine& line, std::uint64_t longest, std::size_t room) {
    if (line.length == 0) return {};
    const auto part = [](std::uint64_t a, std::uint64_t b) {
        return static_cast<double>(a) / static_cast<double>(b);
    };
    const auto of = [](std::size_t all, double share) {
        return static_cast<std::size_t>(std::lround(static_cast<double>(all) * share));
    };
    const std::size_t all = std::max<std::size_t>(1, of(room, part(line.length, longest)));
    std::size_t done = of(all, part(line.took, line.length));
    // A cut stays visible on both its sides.
    if (line.took > 0) done = std::max<std::size_t>(done, 1);
    if (line.took < line.length && all > 1) done = std::min(done, all - 1);
    return {done, all - done};
}

std::string repeated(const char* text, std::size_t times) {
    std::string out;
    for (std::size_t i = 0; i < times; ++i) out += text;
    return out;
}

/// Which entries of a long list are worth a line: the first, those round the cut, the last.
bool worth_a_bar(std::size_t i, std::size_t size, std::size_t cut) {
    if (size <= kMostBars) return true;
    return i < 2 || i + 1 == size || (i + 1 >= cut && i <= cut + 1);
}

std::vector<BarLine> bar_lines(const CallStep& step, const ReportContext& context) {
    const IovList& list = step.call.list;
    const std::uint64_t first = list.empty() ? 0 : list[0].entry;
    const std::size_t cut = step.consumed.entry >= first ? step.consumed.entry - first : 0;
    std::vector<BarLine> lines;
    std::uint64_t left = step.taken;
    std::size_t next = 0;
    for (std::size_t i = 0; i < list.size(); ++i) {
        const Iov iov = list[i];
        const std::uint64_t took = std::min(left, iov.length);
        left -= took;
        if (!worth_a_bar(i, list.size(), cut)) continue;
        BarLine line;
        line.index = fmt::format("[{}]", i);
        line.name = clipped(entry_name(context, step.list, iov.entry), kNameColumns);
        if (iov.skip > 0) line.name += "+" + grouped(iov.skip);
        line.numbers = grouped(took);
        if (took < iov.length) line.numbers += " of " + length_words(iov.length);
        line.follows_gap = i != next;
        line.buffer = entry_buffer(context, step.list, iov.entry);
        line.length = iov.length;
        line.took = took;
        lines.push_back(line);
        next = i + 1;
    }
    return lines;
}

}  // namespace

std::string text_bars(const CallStep& step, const ReportContext& context) {
    const std::vector<BarLine> lines = bar_lines(step, context);
    const std::size_t index = widest(lines, &BarLine::index);
    const std::size_t name = widest(lines, &BarLine::name);
    const std::size_t rest = 5 + index + 2 + name + 2 + 1 + widest(lines, &BarLine::numbers);
    const std::size_t room = std::clamp(kTextWidth - std::min(rest, kTextWidth), kShortestBar, kLongestBar);
    std::uint64_t longest = 1;
    for (const BarLine& line : lines) longest = std::max(longest, line.length);
    std::string out;
    for (const BarLine& line : lines) {
        const Bar bar = bar_of(line, longest, room);
        if (line.follows_gap) out += "     …\n";
        out += fmt::format("     {}  {}  {}{}{} {}\n", padded(line.index, index),
                           paint_buffer(context, line.buffer, padded(line.name, name)),
                           paint_buffer(context, line.buffer, repeated("█", bar.done)),
                           paint(context, Ink::Dim, repeated("░", bar.left)),
                           std::string(room - std::min(room, bar.done + bar.left), ' '), line.numbers);
    }
    return out;
}

}  // namespace iovlab
