#include "core/kernel/names.h"
#include "core/loops/loop.h"
#include "core/report/damage_words.h"
#include "core/report/explain.h"
#include "core/report/text_parts.h"
#include "core/report/words.h"

#include <fmt/format.h>

// The last lines of the text report: what became of the bytes, and of the loop.
namespace iovlab {
namespace {

std::string status_words(const EndStep& end) {
    if (end.served && end.served->client.empty()) return {};  // the note has said so
    switch (end.status) {
        case Status::Error:
            if (const std::string words = gave_up_words(end.gave_up); !words.empty()) return words;
            return fmt::format("The loop gave up on {} ({}).", errno_name(end.error), errno_text(end.error));
        case Status::Blocked:
            return end.ended_awake ? "The run ended before the last call came back."
                                   : "The run ended with the caller still asleep.";
        case Status::Killed:
            return fmt::format("The caller was killed by {}.", signal_name(end.signal));
        case Status::Stopped:
            if (!end.judged) return {};  // the note says so
            return "The run was stopped before its end.";
        case Status::Done:
            break;
    }
    return {};
}

std::string sentence(std::string words) {
    if (words.empty()) return words;
    if (words[0] >= 'a' && words[0] <= 'z') words[0] = static_cast<char>(words[0] - 'a' + 'A');
    if (words.back() != '.') words += '.';
    return words;
}

std::string target_words(const EndStep& end) {
    const TargetState& state = end.target;
    if (state.kind == "pipe" && state.queued && !state.reader_open && !end.reads) {
        if (*state.queued == 0) return {};
        return fmt::format("{} lay in the pipe when its reader had gone: nobody gets them.",
                           bytes_words(static_cast<std::uint64_t>(*state.queued)));
    }
    if (state.kind == "pipe" && state.queued && state.capacity) {
        return fmt::format("When the last call had returned, the pipe held {} of {} bytes.",
                           grouped(static_cast<std::uint64_t>(*state.queued)),
                           grouped(static_cast<std::uint64_t>(*state.capacity)));
    }
    if (state.kind == "eventfd" && state.value) {
        return fmt::format("The counter stands at {}.", grouped(*state.value));
    }
    if (state.charged && state.queued) {
        return fmt::format("When the last call had returned, {} waited in the socket.",
                           bytes_words(static_cast<std::uint64_t>(*state.queued)));
    }
    if ((state.kind == "file" || state.kind == "memfd") && state.size && state.offset) {
        return fmt::format("The file has {}; its position is {}.",
                           bytes_words(static_cast<std::uint64_t>(*state.size)),
                           grouped(static_cast<std::uint64_t>(*state.offset)));
    }
    return {};
}

/// Which bytes were lost, doubled or misplaced. A tail that was never sent is told by the verdict already.
std::string damage_sentence(const DamageReport& damage, const ReportContext& context) {
    if (damage.lost + damage.doubled + damage.misplaced == 0) return {};
    std::string words;
    for (const std::string& one : damage_words(damage, context)) words += (words.empty() ? "" : "; ") + one;
    return "Damage: " + words + ".";
}

std::string belief_sentence(const EndStep& end, std::uint64_t believed) {
    if (believed == end.delivered || end.records) return {};
    return fmt::format("The loop believes that it {} {}; the kernel {} {}.", end.reads ? "read" : "sent",
                       bytes_words(believed), end.reads ? "gave" : "took", grouped(end.delivered));
}

/// "Writer 2: 200 records of 6,000 bytes, 45 whole, 155 broken."
std::vector<std::string> record_sentences(const EndStep& end) {
    std::vector<std::string> sentences;
    for (std::size_t i = 0; end.records && i < end.records->writers.size(); ++i)
        sentences.push_back(record_words(end.records->writers[i], i + 1));
    if (end.records && end.records->overwritten > 0)
        sentences.push_back(bytes_words(end.records->overwritten) +
                            " that the kernel took are not there any more.");
    return sentences;
}

std::string spin_sentence(const EndStep& end) {
    if (end.spun == 0) return {};
    return fmt::format("{} moved nothing and {} made again at once.", counted(end.spun, "call", "calls"),
                       end.spun == 1 ? "was" : "were");
}

std::string sum(const EndStep& end) {
    const std::string expected =
        end.expected == UINT64_MAX ? std::string("an impossible number of") : grouped(end.expected);
    std::string words = fmt::format("{}, {} of {} bytes {}", counted(end.calls, "call", "calls"),
                                    grouped(end.delivered), expected, end.reads ? "read" : "taken");
    if (end.copied > 0) {
        words += fmt::format(", {} copied by the caller", grouped(end.copied));
    } else if (end.calls > 1 && !end.reads && !end.records) {
        words += ", none copied by the caller";
    }
    return words + ".";
}

/// Who shipped this wrong loop, when the run shows why it is wrong.
std::string incident(const EndStep& end, const ReportContext& context) {
    if (context.experiment == nullptr) return {};
    const LoopInfo* info = loop_info(context.experiment->loop.kind);
    const bool harmless = !end.judged || (end.verdict == Verdict::Intact && end.spun == 0);
    if (info == nullptr || info->right || harmless) return {};
    return fmt::format("Seen in {}#{}: {}", info->incident.repository, info->incident.number, info->incident.cost);
}

}  // namespace

std::string text_end(const EndStep& end, std::uint64_t believed, const ReportContext& context) {
    const Ink ink = !end.judged                          ? Ink::Signal
                    : end.verdict == Verdict::Intact     ? Ink::Complete
                    : end.verdict == Verdict::Incomplete ? Ink::Short
                                                         : Ink::Errno;
    std::string out = paint(
        context, ink,
        wrapped(fmt::format("{}: {}", end.judged ? to_string(end.verdict) : "no verdict", explain_verdict(end)),
                0));
    for (const std::string& more : record_sentences(end)) out += wrapped(more, 0);
    for (const std::string& more : {status_words(end), sentence(end.note), damage_sentence(end.damage, context),
                                    belief_sentence(end, believed), spin_sentence(end), target_words(end),
                                    end.served ? client_words(*end.served) : std::string(), sum(end),
                                    incident(end, context), end.cage ? cage_words(*end.cage) : std::string()}) {
        if (!more.empty()) out += wrapped(more, 0);
    }
    if (end.sha256.empty()) return out;  // a huge file; the note has said so
    return out + paint(context, Ink::Dim, "sha256 " + end.sha256 + "\n");
}

}  // namespace iovlab
