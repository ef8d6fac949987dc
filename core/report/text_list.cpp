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

std::string list_table(const ReportContext& context, std::size_t list) {
    std::string out;
    const auto& lines = context.experiment->calls[list].iov;
    std::uint64_t first = 0;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (i == kMostLines && lines.size() > kMostLines + 1) {
            out += fmt::format("  … {}\n", counted(lines.size() - i, "more entry", "more entries"));
            break;
        }
        const EntrySpec& spec = lines[i];
        const std::string name = padded(clipped(entry_name(context, list, first), kNameColumns), kNameColumns);
        const std::string length = length_of(context, spec) > kMaxRwCount
                                       ? fmt::format("{}", length_of(context, spec))
                                       : with_separators(length_of(context, spec));
        out += fmt::format("  {} {} {} {}\n", padded(indices(first, spec.times), 9),
                           paint_buffer(context, entry_buffer(context, list, first), name),
                           padded(clipped(what_it_is(context, spec), 28), 28), right_aligned(length, 13));
        first += spec.times;
    }
    if (lines.empty()) out += "  the list is empty\n";
    return out;
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
        const CallSpec& call = experiment.calls[list];
        const std::string which = experiment.calls.size() == 1 ? "" : fmt::format("list {}: ", list + 1);
        out += fmt::format("\n{}{}\n{}", which, to_string(call.op), list_table(context, list));
    }
    return out + "\n";
}

std::string text_bars(const CallStep& step, const ReportContext& context) {
    const IovList& list = step.call.list;
    std::uint64_t longest = 0;
    for (std::size_t i = 0; i < list.size(); ++i) longest = std::max(longest, list[i].length);
    const std::uint64_t first = list.empty() ? 0 : list[0].entry;
    const std::size_t cut = step.consumed.entry >= first ? step.consumed.entry - first : 0;
    std::string out;
    std::uint64_t left = step.taken;
    bool gap = false;
    for (std::size_t i = 0; i < list.size(); ++i) {
        const Iov iov = list[i];
        const std::uint64_t took = std::min(left, iov.length);
        left -= took;
        if (!worth_a_bar(i, list.size(), cut)) {
            if (!gap) out += "     …\n";
            gap = true;
            continue;
        }
        gap = false;
        std::string name = entry_name(context, step.list, iov.entry);
        if (iov.skip > 0) name += "+" + with_separators(iov.skip);
        const Bar bar = bar_of(iov.length, took, longest);
        const int buffer = entry_buffer(context, step.list, iov.entry);
        const std::string numbers =
            took == iov.length ? with_separators(took)
                               : fmt::format("{} of {}", with_separators(took), with_separators(iov.length));
        out += fmt::format("     {} {} {}{}{} {}\n", padded(fmt::format("[{}]", i), 6),
                           paint_buffer(context, buffer, padded(clipped(name, kNameColumns), kNameColumns)),
                           paint_buffer(context, buffer, repeated("█", bar.done)),
                           paint(context, Ink::Dim, repeated("░", bar.left)),
                           std::string(kBar - std::min(kBar, bar.done + bar.left), ' '), numbers);
    }
    return out;
}

}  // namespace iovlab
