#include "core/report/explain.h"

#include "core/experiment/vocabulary.h"
#include "core/kernel/names.h"
#include "core/report/situation.h"
#include "core/report/words.h"

#include <algorithm>
#include <fmt/format.h>

namespace iovlab {
namespace {

/// Bytes that went out although no buffer holds them: an entry claimed to be longer than its buffer.
std::string lies_told(const Situation& s) {
    if (s.context.buffers == nullptr || s.result() == 0) return {};
    std::uint64_t left = s.result();
    for (std::size_t i = 0; i < s.call().list.size() && left > 0; ++i) {
        const Iov iov = s.call().list[i];
        const std::uint64_t went = std::min(iov.length, left);
        left -= went;
        const int buffer = entry_buffer(s.context, s.step.list, iov.entry);
        if (buffer < 0) continue;
        const std::uint64_t size = s.context.buffers->all[static_cast<std::size_t>(buffer)].size;
        if (iov.skip + went <= size) continue;
        const std::uint64_t beyond = iov.skip + went - std::max(iov.skip, size);
        return fmt::format(
            "iov[{}] claims to be longer than {}, which has {}: {} of what lies behind it in memory {}. The "
            "kernel cannot know where an object ends.",
            i, s.context.buffers->all[static_cast<std::size_t>(buffer)].name, bytes_words(size),
            bytes_words(beyond), s.reading() ? "went under" : "went out too");
    }
    return {};
}

Explanation otherwise(const Situation& s) {
    if (s.outcome().error != 0) {
        return s.explained(fmt::format("The kernel refused this call with that error, and nothing was {}.",
                                       s.reading() ? "read" : "written"));
    }
    if (s.short_write()) return s.explained("The kernel took a part of it; nothing that was seen says why.");
    return s.explained(s.outcome().result ? "The kernel took every byte." : "The call never returned.");
}

std::optional<Explanation> first_match(std::span<const Explainer> rules, const Situation& s) {
    for (const Explainer rule : rules) {
        if (auto found = rule(s)) return found;
    }
    return std::nullopt;
}

std::vector<std::span<const Explainer>> rules_of(const std::string& kind) {
    if (kind == "pipe") return {pipe_rules()};
    if (kind == "file" || kind == "memfd") return {memfd_rules(), file_rules()};
    if (kind == "eventfd") return {eventfd_rules()};
    if (kind.starts_with("unix-")) return {unix_rules()};
    if (kind == "tcp" || kind == "udp" || kind == "pty") return {net_rules()};
    if (kind == "null" || kind == "zero" || kind == "full") return {device_rules()};
    return {};
}

}  // namespace

Explanation explain(const Step& step, const TargetState& before, const ReportContext& context) {
    static const Experiment nothing_known;
    const Situation s{std::get<CallStep>(step.what), before, step.after, context,
                      context.experiment != nullptr ? *context.experiment : nothing_known};
    const bool reading = s.reading() && s.outcome().origin != Origin::Injected;
    auto found = reading && !s.outcome().unclaimed ? first_match(read_argument_rules(), s) : std::nullopt;
    if (!found) found = first_match(argument_rules(), s);
    if (!found) found = first_match(two_writer_rules(), s);
    if (!found && reading) found = first_match(read_rules(), s);
    for (const auto rules : rules_of(s.target().kind)) {
        if (!found && !s.reading()) found = first_match(rules, s);
    }
    Explanation out = found ? *found : otherwise(s);
    const std::string lies = lies_told(s);
    if (!lies.empty()) out.why += " " + lies;
    return out;
}

namespace {

std::string explain_read_verdict(const EndStep& end) {
    const std::uint64_t missing = end.expected - std::min(end.expected, end.delivered);
    switch (end.verdict) {
        case Verdict::Intact:
            if (missing == 0) return "The list is full, with the target's bytes in order.";
            if (end.delivered == 0) return "The target had nothing to give.";
            return "All that the target had lies in the buffers, in order.";
        case Verdict::Corrupt:
            return "The buffers do not hold what was read.";
        case Verdict::Lost:
            return fmt::format("{} of a message found no room in the list: a message that is read is gone, whole.",
                               bytes_words(end.cut_off));
        default:
            break;
    }
    if (end.delivered == 0) return "Nothing was read.";
    return fmt::format("What was read is right, but it is only the beginning: the list has room for {}.",
                       end.expected == UINT64_MAX ? std::string("more") : bytes_words(missing) + " more");
}

/// What a stranger read is not known, so nothing is said of what arrived.
std::string explain_served_verdict(const EndStep& end) {
    if (end.served->client.empty()) return "Nobody came, so nothing was sent.";
    const std::uint64_t missing = end.expected - std::min(end.expected, end.delivered);
    switch (end.verdict) {
        case Verdict::Intact:
            return "The kernel took every byte for the client, once and in order.";
        case Verdict::Incomplete:
            if (end.delivered == 0) return fmt::format("The kernel took nothing of {}.", bytes_words(end.expected));
            return fmt::format("What the kernel took for the client is only the beginning: {} {} missing.",
                               bytes_words(missing), missing == 1 ? "is" : "are");
        case Verdict::Lost:
            return "Bytes are missing from the middle of what was handed over.";
        case Verdict::Duplicated:
            return "Some bytes were handed over twice.";
        default:
            break;
    }
    return "The bytes were handed over in another order than the list's.";
}

/// Why datagrams are missing.
std::string dropped_words(const EndStep& end) {
    return fmt::format(
        "the peer's receive buffer was full, and the kernel threw {} away without telling the sender",
        counted(static_cast<std::uint64_t>(*end.target.dropped), "datagram", "datagrams"));
}

std::string explain_records(const EndStep& end) {
    const auto& [first, second] = end.records->writers;
    const std::uint64_t made = first.made + second.made;
    const std::uint64_t broken = first.broken + second.broken;
    const std::uint64_t gone = first.gone + second.gone;
    switch (end.verdict) {
        case Verdict::Intact:
            return fmt::format("All {} records of the two writers are whole.", grouped(made));
        case Verdict::Incomplete:
            return fmt::format("The {} records that were made are whole; not all were made.", grouped(made));
        case Verdict::Lost:
            return fmt::format("The two wrote over each other: of {} records {} {} gone and {} {} damaged.",
                               grouped(made), grouped(gone), gone == 1 ? "is" : "are", grouped(broken),
                               broken == 1 ? "is" : "are");
        case Verdict::Reordered:
            return fmt::format("{} of {} records {} broken: the other writer's bytes lie between their own.",
                               grouped(broken), grouped(made), broken == 1 ? "is" : "are");
        default:
            break;
    }
    return "What arrived holds bytes that neither writer has.";
}

}  // namespace

std::string explain_verdict(const EndStep& end) {
    if (!end.judged) return "The model made no claim about a call, so nothing is known of what would have arrived.";
    if (end.reads) return explain_read_verdict(end);
    if (end.served) return explain_served_verdict(end);
    if (end.records) return explain_records(end);
    const SinkKind kept = sink_kind(end.target.kind.empty() ? "file" : end.target.kind);
    const std::uint64_t missing = end.expected - std::min(end.expected, end.delivered);
    switch (end.verdict) {
        case Verdict::Intact:
            if (end.expected == 0) return "No byte was to be sent, and none arrived.";
            if (kept == SinkKind::Nothing) return "The kernel took every byte, once and in order.";
            if (kept == SinkKind::Counter) return "Every number was added to the counter.";
            return "Every byte arrived, once and in order.";
        case Verdict::Incomplete:
            if (end.expected == UINT64_MAX) return "The list asks for more bytes than there can be.";
            if (end.delivered == 0) return fmt::format("Nothing arrived of {}.", bytes_words(end.expected));
            if (kept == SinkKind::Counter) return "Only the first numbers were added to the counter.";
            if (end.target.dropped.value_or(0) > 0) return "Not everything arrived: " + dropped_words(end) + ".";
            // What was taken and never read went with a reader that left, perhaps after the last call had returned.
            if (!end.target.reader_open || missing == 0)
                return "Not everything arrived: the reader was gone before.";
            return fmt::format("What arrived is right, but it is only the beginning: {} {} missing.",
                               bytes_words(missing), missing == 1 ? "is" : "are");
        case Verdict::Lost:
            if (end.cut_off > 0) {
                return fmt::format(
                    "{} of longer messages found no room where their reader put them: they are lost.",
                    bytes_words(end.cut_off));
            }
            if (end.target.dropped.value_or(0) > 0)
                return "Bytes are missing from the middle of what arrived: " + dropped_words(end) + ".";
            return "Bytes are missing from the middle of what arrived.";
        case Verdict::Duplicated:
            return "Some bytes arrived twice.";
        case Verdict::Reordered:
            return "Every byte arrived, but not in the order of the list.";
        case Verdict::Corrupt:
            return "What arrived holds bytes that the list does not.";
    }
    return {};
}

}  // namespace iovlab
