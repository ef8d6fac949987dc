#include "core/experiment/vocabulary.h"
#include "core/loops/loop.h"
#include "core/report/text_parts.h"
#include "core/report/words.h"

#include <algorithm>
#include <fmt/format.h>
#include <vector>

namespace iovlab {
namespace {

constexpr std::size_t kMostLines = 12;  // of a list's table

std::string joined(const std::vector<std::string>& words, const char* between) {
    std::string out;
    for (const std::string& word : words) out += (out.empty() ? "" : between) + word;
    return out;
}

std::vector<std::string> other_target_words(const TargetSpec& target) {
    if (target.kind == "minus-one") return {"the descriptor -1"};
    if (target.kind == "closed") return {"a descriptor that was closed"};
    if (target.kind == "directory") return {"a directory"};
    if (target.kind == "eventfd") return {"an eventfd whose counter is " + grouped(target.value)};
    if (target.kind == "null" || target.kind == "zero" || target.kind == "full") return {"/dev/" + target.kind};
    std::vector<std::string> words;
    if (target.kind == "memfd") {
        words.push_back("a memory file of " + bytes_words(target.size));
        words.insert(words.end(), target.seals.begin(), target.seals.end());
        return words;
    }
    words.push_back(target.kind == "pty" ? std::string("a terminal") : "a " + target.kind + " socket");
    if (serves(target)) words.emplace_back("for a real client on 127.0.0.1");
    if (target.peer == "none") words.emplace_back("connected to nobody");
    if (target.peer == "closed") words.emplace_back("whose peer has closed");
    if (target.peer == "closed-unread") words.emplace_back("whose peer has closed and left a byte unread");
    if (target.sndbuf) words.push_back("SO_SNDBUF " + grouped(*target.sndbuf));
    if (target.rcvbuf) words.push_back("SO_RCVBUF " + grouped(*target.rcvbuf));
    if (target.timeout_s) words.push_back(fmt::format("SO_SNDTIMEO {} s", *target.timeout_s));
    return words;
}

std::string target_words(const Experiment& experiment) {
    const TargetSpec& target = experiment.target;
    std::vector<std::string> words;
    if (target.kind == "pipe") {
        words.push_back("a pipe of " + bytes_words(target.capacity));
        if (preloaded(target) > 0) words.push_back(bytes_words(preloaded(target)) + " already in it");
        if (!target.writer_open) words.emplace_back("nobody left to write to it");
        if (!target.reader_open) words.push_back("nobody to read it");
    } else if (target.kind == "file") {
        words.push_back("the file \"" + printable(target.path) + "\"");
        if (target.content) words.push_back("not empty at first");
        if (target.seek != 0) words.push_back(fmt::format("position {}", target.seek));
        if (target.disk) words.push_back("on a disk of " + bytes_words(*target.disk));
    } else {
        words = other_target_words(target);
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
            return "reads " + bytes + " whenever the writer cannot go on";
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
            words = "an address that may not be read";
            break;
        case BadBase::Crossing:
            words = fmt::format("only the first {} readable", grouped(spec.good));
            break;
        case BadBase::Null:
            words = "the null pointer";
            break;
        case BadBase::Kernel:
            words = "an address outside user space";
            break;
    }
    if (spec.bad == BadBase::None && spec.length && *spec.length != size) {
        words += fmt::format(" of {} (a lie)", grouped(size));
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

std::vector<Row> rows_of(const ReportContext& context, std::size_t list) {
    std::vector<Row> rows;
    const std::vector<EntrySpec>& lines = *list_entries(context, list);
    const std::size_t shown = lines.size() > kMostLines + 1 ? kMostLines : lines.size();
    std::uint64_t first = 0;
    for (std::size_t i = 0; i < shown; ++i) {
        const EntrySpec& spec = lines[i];
        rows.push_back({indices(first, spec.times), clipped(entry_name(context, list, first), kNameColumns),
                        what_it_is(context, spec), length_words(length_of(context, spec)),
                        entry_buffer(context, list, first)});
        first += spec.times;
    }
    return rows;
}

std::string list_table(const ReportContext& context, std::size_t list) {
    const std::vector<Row> rows = rows_of(context, list);
    const std::size_t index = widest(rows, &Row::index);
    const std::size_t name = widest(rows, &Row::name);
    const std::size_t length = widest(rows, &Row::length);
    const std::size_t room = kTextWidth - std::min(kTextWidth - 1, 2 + index + 2 + name + 2 + 2 + length);
    const std::size_t what = std::min(room, widest(rows, &Row::what));
    std::string out;
    for (const Row& row : rows) {
        out += fmt::format("  {}  {}  {}  {}\n", padded(row.index, index),
                           paint_buffer(context, row.buffer, padded(row.name, name)),
                           padded(clipped(row.what, what), what), right_aligned(row.length, length));
    }
    const std::size_t lines = list_entries(context, list)->size();
    if (lines > rows.size())
        out += fmt::format("  … {}\n", counted(lines - rows.size(), "more line", "more lines"));
    return out;
}

/// "writev of 4 entries, 70,024 bytes".
std::string list_words(const ReportContext& context, std::size_t list) {
    const Op op = context.experiment->calls[std::min(list, context.experiment->calls.size() - 1)].op;
    std::uint64_t entries = 0;
    std::uint64_t bytes = 0;
    for (const EntrySpec& spec : *list_entries(context, list)) {
        entries += spec.times;
        for (std::uint64_t i = 0; i < spec.times; ++i) {
            const std::uint64_t length = length_of(context, spec);
            bytes = length > UINT64_MAX - bytes ? UINT64_MAX : bytes + length;
        }
    }
    std::string words = std::string(to_string(op)) + " of " + counted(entries, "entry", "entries");
    if (entries == 0) return words;
    return words + ", " + (bytes > kMaxContent ? length_words(bytes) + " bytes" : bytes_words(bytes));
}

std::string loop_words(const Experiment& experiment) {
    if (experiment.loop.kind == "once") return "one call, no retry";
    const LoopInfo* info = loop_info(experiment.loop.kind);
    return "the loop " + experiment.loop.kind + (info != nullptr && !info->right ? ", a wrong one" : "");
}

}  // namespace

std::string text_heading(const ReportContext& context) {
    if (context.experiment == nullptr) return {};
    const Experiment& experiment = *context.experiment;
    std::string out;
    if (!experiment.title.empty()) out += paint(context, Ink::Bold, printable(experiment.title)) + "\n";
    std::string setting =
        (reads(experiment) ? "From " : "To ") + target_words(experiment) + "; " +
        (experiment.second ? "two writers, " + counted(experiment.second->times, "call", "calls") + " each"
                           : loop_words(experiment));
    if (has_reader(experiment.target) && !reads(experiment)) {
        setting += "; the reader " + reader_words(experiment.reader);
    }
    out += paint(context, Ink::Dim, wrapped(setting + ".", 0));
    for (std::size_t list = 0; list < experiment.calls.size(); ++list) {
        const std::string which = experiment.calls.size() == 1 ? "" : fmt::format("list {}: ", list + 1);
        out += fmt::format("\n{}{}\n{}", which, list_words(context, list), list_table(context, list));
    }
    if (experiment.second) {
        const std::size_t list = experiment.calls.size();
        out += fmt::format("\nsecond writer: {}\n{}", list_words(context, list), list_table(context, list));
    }
    return out + "\n";
}

}  // namespace iovlab
