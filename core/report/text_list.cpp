#include "core/report/text_parts.h"
#include "core/report/words.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <vector>

namespace iovlab {
namespace {

constexpr std::size_t kMostLines = 12;  // of a list's table
constexpr std::size_t kMostBars = 8;    // of one call's bars
constexpr std::size_t kBar = 28;        // columns of the longest bar
constexpr std::size_t kNameColumns = 22;
constexpr std::size_t kWhatColumns = 30;

const char* ink_code(Ink ink) {
    switch (ink) {
        case Ink::Bold:
            return "1";
        case Ink::Dim:
            return "2";
        case Ink::Complete:
            return "38;2;62;207;142";
        case Ink::Short:
            return "38;2;240;180;41";
        case Ink::Errno:
            return "38;2;255;107;74";
        case Ink::Signal:
            return "38;2;197;138;249";
        case Ink::Plain:
            break;
    }
    return "";
}

std::string joined(const std::vector<std::string>& words, const char* between) {
    std::string out;
    for (const std::string& word : words) out += (out.empty() ? "" : between) + word;
    return out;
}

std::string target_words(const Experiment& experiment) {
    const TargetSpec& target = experiment.target;
    std::vector<std::string> words;
    if (target.kind == "pipe") {
        words.push_back("a pipe of " + bytes_words(target.capacity));
        if (target.preload > 0) words.push_back(bytes_words(target.preload) + " already in it");
        if (!target.reader_open) words.push_back("nobody to read it");
    } else if (target.kind == "file") {
        words.push_back("the file \"" + printable(target.path) + "\"");
        if (target.content) words.push_back("not empty at first");
        if (target.seek != 0) words.push_back(fmt::format("position {}", target.seek));
    } else {
        words.push_back(target.kind);
    }
    if (!target.flags.names.empty()) words.push_back(joined(target.flags.names, "|"));
    if (experiment.limits.file_size) words.push_back("files end at " + bytes_words(*experiment.limits.file_size));
    return joined(words, ", ");
}

std::string reader_words(const ReaderSpec& reader) {
    const std::string bytes = bytes_words(reader.bytes);
    switch (reader.policy) {
        case ReaderPolicy::None:
            return "reads nothing";
        case ReaderPolicy::All:
            return "reads everything at once";
        case ReaderPolicy::AfterCall:
            return "reads " + bytes + " after each call";
        case ReaderPolicy::WhenFull:
            return "reads " + bytes + " whenever the pipe is full";
        case ReaderPolicy::Steady:
            return fmt::format("reads {} every {} ms", bytes, reader.every_ms);
        case ReaderPolicy::CloseAfter:
            return "closes its end after " + bytes;
        case ReaderPolicy::CloseWhenFull:
            return "closes its end when the pipe is full";
    }
    return {};
}

/// "[3]" or "[0..1024]": which entries one line of a list stands for.
std::string indices(std::uint64_t first, std::uint64_t times) {
    return times == 1 ? fmt::format("[{}]", first) : fmt::format("[{}..{}]", first, first + times - 1);
}

std::string what_it_is(const ReportContext& context, const EntrySpec& spec) {
    std::string words;
    std::uint64_t size = 0;
    switch (spec.bad) {
        case BadBase::None: {
            const Buffer* buffer = context.buffers == nullptr ? nullptr : context.buffers->find(spec.buffer);
            if (buffer != nullptr) {
                words = buffer_words(*buffer);
                size = buffer->size;
            }
            break;
        }
        case BadBase::Unmapped:
            words = "may not be read";
            break;
        case BadBase::Crossing:
            words = fmt::format("first {} readable", with_separators(spec.good));
            break;
        case BadBase::Null:
            words = "address 0";
            break;
        case BadBase::Kernel:
            words = "outside user space";
            break;
    }
    if (spec.bad == BadBase::None && spec.length && *spec.length != size) {
        words += fmt::format(" of {} (a lie)", with_separators(size));
    }
    return words;
}

std::uint64_t length_of(const ReportContext& context, const EntrySpec& spec) {
    if (spec.length) return *spec.length;
    const Buffer* buffer = context.buffers == nullptr ? nullptr : context.buffers->find(spec.buffer);
    return buffer == nullptr ? 0 : buffer->size;
}

/// One line of a list's table.
struct Row {
    std::string index, name, what, length;
    int buffer = -1;
};

std::string length_words(std::uint64_t length) {
    return length > kMaxRwCount ? std::to_string(length) : with_separators(length);
}

std::vector<Row> rows_of(const ReportContext& context, std::size_t list) {
    std::vector<Row> rows;
    const auto& lines = context.experiment->calls[list].iov;
    const std::size_t shown = lines.size() > kMostLines + 1 ? kMostLines : lines.size();
    std::uint64_t first = 0;
    for (std::size_t i = 0; i < shown; ++i) {
        const EntrySpec& spec = lines[i];
        rows.push_back({indices(first, spec.times), clipped(entry_name(context, list, first), kNameColumns),
                        clipped(what_it_is(context, spec), kWhatColumns), length_words(length_of(context, spec)),
                        entry_buffer(context, list, first)});
        first += spec.times;
    }
    return rows;
}

std::size_t widest(const std::vector<Row>& rows, std::string Row::*column) {
    std::size_t width = 0;
    for (const Row& row : rows) width = std::max(width, columns(row.*column));
    return width;
}

std::string list_table(const ReportContext& context, std::size_t list) {
    const std::vector<Row> rows = rows_of(context, list);
    std::string out;
    for (const Row& row : rows) {
        out += fmt::format("  {}  {}  {}  {}\n", padded(row.index, widest(rows, &Row::index)),
                           paint_buffer(context, row.buffer, padded(row.name, widest(rows, &Row::name))),
                           padded(row.what, widest(rows, &Row::what)),
                           right_aligned(row.length, widest(rows, &Row::length)));
    }
    const std::size_t lines = context.experiment->calls[list].iov.size();
    if (lines > rows.size())
        out += fmt::format("  … {}\n", counted(lines - rows.size(), "more line", "more lines"));
    return out;
}

/// "writev of 4 entries, 70,024 bytes".
std::string list_words(const ReportContext& context, std::size_t list) {
    const CallSpec& call = context.experiment->calls[list];
    std::uint64_t entries = 0;
    std::uint64_t bytes = 0;
    for (const EntrySpec& spec : call.iov) {
        entries += spec.times;
        for (std::uint64_t i = 0; i < spec.times; ++i) {
            const std::uint64_t length = length_of(context, spec);
            bytes = length > UINT64_MAX - bytes ? UINT64_MAX : bytes + length;
        }
    }
    const std::string words = std::string(to_string(call.op)) + " of " + counted(entries, "entry", "entries");
    if (entries == 0) return words;
    return words + ", " + (bytes > kMaxContent ? length_words(bytes) + " bytes" : bytes_words(bytes));
}

std::string loop_words(const Experiment& experiment) {
    return experiment.loop.kind == "once" ? "one call, no retry" : "the loop " + experiment.loop.kind;
}

struct Bar {
    std::size_t done = 0;
    std::size_t left = 0;
};

Bar bar_of(std::uint64_t length, std::uint64_t took, std::uint64_t longest) {
    if (length == 0) return {};
    const double scale = static_cast<double>(kBar) / static_cast<double>(std::max<std::uint64_t>(longest, 1));
    const auto all =
        std::max<std::size_t>(1, static_cast<std::size_t>(std::lround(static_cast<double>(length) * scale)));
    const double part = static_cast<double>(took) / static_cast<double>(length);
    auto done = static_cast<std::size_t>(std::lround(static_cast<double>(all) * part));
    // A cut stays visible on both its sides.
    if (took > 0) done = std::max<std::size_t>(done, 1);
    if (took < length && all > 1) done = std::min(done, all - 1);
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

struct BarLine {
    std::size_t index = 0;
    std::string name;
    int buffer = -1;
    std::uint64_t length = 0;
    std::uint64_t took = 0;
};

std::string bar_line(const ReportContext& context, const BarLine& line, std::size_t name_columns,
                     std::uint64_t longest) {
    const Bar bar = bar_of(line.length, line.took, longest);
    const std::string numbers =
        line.took == line.length ? with_separators(line.took)
                                 : fmt::format("{} of {}", with_separators(line.took), length_words(line.length));
    return fmt::format("     {}  {}  {}{}{} {}\n", padded(fmt::format("[{}]", line.index), 3),
                       paint_buffer(context, line.buffer, padded(line.name, name_columns)),
                       paint_buffer(context, line.buffer, repeated("█", bar.done)),
                       paint(context, Ink::Dim, repeated("░", bar.left)),
                       std::string(kBar - std::min(kBar, bar.done + bar.left), ' '), numbers);
}

}  // namespace

std::string paint(const ReportContext& context, Ink ink, const std::string& text) {
    if (!context.colour || ink == Ink::Plain) return text;
    return fmt::format("\x1b[{}m{}\x1b[0m", ink_code(ink), text);
}

std::string paint_buffer(const ReportContext& context, int index, const std::string& text) {
    static constexpr const char* codes[] = {"230;159;0",  "86;180;233", "0;158;115", "204;121;167",
                                            "240;228;66", "0;114;178",  "213;94;0",  "153;153;153"};
    if (!context.colour || index < 0) return text;
    return fmt::format("\x1b[38;2;{}m{}\x1b[0m", codes[static_cast<std::size_t>(index) % std::size(codes)], text);
}

std::string text_heading(const ReportContext& context) {
    if (context.experiment == nullptr) return {};
    const Experiment& experiment = *context.experiment;
    std::string out;
    if (!experiment.title.empty()) out += paint(context, Ink::Bold, printable(experiment.title)) + "\n";
    std::string setting = "To " + target_words(experiment) + "; " + loop_words(experiment);
    if (experiment.target.kind != "file" && experiment.target.reader_open) {
        setting += "; the reader " + reader_words(experiment.reader);
    }
    out += paint(context, Ink::Dim, wrapped(setting + ".", 0));
    for (std::size_t list = 0; list < experiment.calls.size(); ++list) {
        const std::string which = experiment.calls.size() == 1 ? "" : fmt::format("list {}: ", list + 1);
        out += fmt::format("\n{}{}\n{}", which, list_words(context, list), list_table(context, list));
    }
    return out + "\n";
}

std::string text_bars(const CallStep& step, const ReportContext& context) {
    const IovList& list = step.call.list;
    const std::uint64_t first = list.empty() ? 0 : list[0].entry;
    const std::size_t cut = step.consumed.entry >= first ? step.consumed.entry - first : 0;
    std::vector<BarLine> lines;
    std::uint64_t left = step.taken;
    std::uint64_t longest = 0;
    for (std::size_t i = 0; i < list.size(); ++i) {
        const Iov iov = list[i];
        const std::uint64_t took = std::min(left, iov.length);
        left -= took;
        if (!worth_a_bar(i, list.size(), cut)) continue;
        std::string name = entry_name(context, step.list, iov.entry);
        if (iov.skip > 0) name += "+" + with_separators(iov.skip);
        longest = std::max(longest, iov.length);
        lines.push_back(
            {i, clipped(name, kNameColumns), entry_buffer(context, step.list, iov.entry), iov.length, took});
    }
    std::size_t name_columns = 0;
    for (const BarLine& line : lines) name_columns = std::max(name_columns, columns(line.name));
    std::string out;
    std::size_t next = 0;
    for (const BarLine& line : lines) {
        if (line.index != next) out += "     …\n";
        next = line.index + 1;
        out += bar_line(context, line, name_columns, longest);
    }
    if (next < list.size()) out += "     …\n";
    return out;
}

}  // namespace iovlab
