#include "core/report/words.h"

#include "core/bytes/page_size.h"
#include "core/kernel/names.h"

#include <algorithm>
#include <bit>
#include <cerrno>
#include <fmt/format.h>
#include <utility>
#include <vector>

namespace iovlab {

std::string duration_words(std::int64_t ns) {
    struct Unit {
        double size;
        const char* name;
    };
    static constexpr Unit units[] = {{1e9, "s"}, {1e6, "ms"}, {1e3, "µs"}};
    for (const Unit& unit : units) {
        const double value = static_cast<double>(ns) / unit.size;
        if (value >= 1) return fmt::format("{:.{}f} {}", value, value < 9.95 ? 1 : 0, unit.name);
    }
    return fmt::format("{} ns", ns);
}

std::string counted(std::uint64_t number, const char* one, const char* many) {
    return grouped(number) + " " + (number == 1 ? one : many);
}

std::string bytes_words(std::uint64_t number) {
    return counted(number, "byte", "bytes");
}

std::string length_words(std::uint64_t length) {
    return length > kMaxRwCount ? std::to_string(length) : grouped(length);
}

std::string rwf_words(std::uint32_t flags) {
    std::string out;
    for (const std::string& name : rwf_names()) {
        const std::uint32_t bit = rwf_from(name).value_or(0);
        if ((flags & bit) == 0) continue;
        out += (out.empty() ? "" : "|") + name;
        flags &= ~bit;
    }
    if (flags == 0 && !out.empty()) return out;
    return out + (out.empty() ? "" : "|") + (flags == 0 ? "0" : fmt::format("{:#x}", flags));
}

namespace {

/// Where a word may be broken: on both sides of a wide character. The writings that have them put no spaces.
std::vector<std::string> unbreakable_parts(const std::string& word) {
    std::vector<std::string> parts;
    bool after_wide = true;
    for (const Glyph& glyph : glyphs(word)) {
        const std::string bytes = word.substr(glyph.begin, glyph.end - glyph.begin);
        const bool wide = glyph.columns == 2;
        (wide || after_wide) ? void(parts.push_back(bytes)) : void(parts.back() += bytes);
        after_wide = wide;
    }
    return parts;
}

}  // namespace

std::string wrapped(const std::string& text, std::size_t indent, std::size_t width) {
    std::string out;
    std::string line(indent, ' ');
    std::size_t used = 0;  // columns behind the indent
    const auto add = [&](const std::string& part, bool space) {
        const std::size_t wanted = columns(part);
        if (used > 0 && indent + used + (space ? 1 : 0) + wanted > width) {
            out += line + "\n";
            line.assign(indent, ' ');
            used = 0;
            space = false;
        }
        if (space) line += ' ';
        line += part;
        used += wanted + (space ? 1 : 0);
    };
    bool first_word = true;
    for (std::size_t from = 0; from <= text.size(); first_word = false) {
        const std::size_t space = std::min(text.find(' ', from), text.size());
        const std::string word = text.substr(from, space - from);
        from = space + 1;
        bool begins = !first_word;
        if (word.empty()) add(word, begins);
        for (const std::string& part : unbreakable_parts(word)) add(part, std::exchange(begins, false));
    }
    return out + line + "\n";
}

std::string padded(const std::string& text, std::size_t width) {
    const std::size_t have = columns(text);
    return have < width ? text + std::string(width - have, ' ') : text;
}

std::string right_aligned(const std::string& text, std::size_t width) {
    const std::size_t have = columns(text);
    return have < width ? std::string(width - have, ' ') + text : text;
}

std::string clipped(const std::string& text, std::size_t width) {
    const std::vector<Glyph> all = glyphs(text);
    std::size_t used = 0, kept = 0;  // columns, and bytes that leave room for the dots
    for (const Glyph& glyph : all) {
        used += glyph.columns;
        if (used + 1 <= width) kept = glyph.end;
    }
    return used <= width ? text : text.substr(0, kept) + "…";
}

std::string printable(const std::string& text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        const auto next = static_cast<unsigned char>(i + 1 < text.size() ? text[i + 1] : '\0');
        const bool upper = byte == 0xc2 && next >= 0x80 && next < 0xa0;  // U+0080 to U+009F: U+009B is ESC [
        if (byte < 0x20 || byte == 0x7f || upper) {
            out += "·";
            i += upper ? 1 : 0;
        } else {
            out += text[i];
        }
    }
    return out;
}

const std::vector<EntrySpec>* list_entries(const ReportContext& context, std::size_t list) {
    if (context.experiment == nullptr) return nullptr;
    const Experiment& experiment = *context.experiment;
    if (list < experiment.calls.size()) return &experiment.calls[list].iov;
    return experiment.second && list == experiment.calls.size() ? &experiment.second->iov : nullptr;
}

const EntrySpec* entry_spec(const ReportContext& context, std::size_t list, std::uint64_t entry) {
    const std::vector<EntrySpec>* entries = list_entries(context, list);
    if (entries == nullptr) return nullptr;
    for (const EntrySpec& spec : *entries) {
        if (entry < spec.times) return &spec;
        entry -= spec.times;
    }
    return nullptr;
}

std::string entry_name(const ReportContext& context, std::size_t list, std::uint64_t entry) {
    const EntrySpec* spec = entry_spec(context, list, entry);
    if (spec == nullptr) return "?";
    switch (spec->bad) {
        case BadBase::None:
            return spec->buffer;
        case BadBase::Unmapped:
            return "unmapped";
        case BadBase::Crossing:
            return "crossing";
        case BadBase::Null:
            return "NULL";
        case BadBase::Kernel:
            return "kernel";
    }
    return "?";
}

int entry_buffer(const ReportContext& context, std::size_t list, std::uint64_t entry) {
    const EntrySpec* spec = entry_spec(context, list, entry);
    if (spec == nullptr || spec->bad != BadBase::None || context.buffers == nullptr) return -1;
    const auto& all = context.buffers->all;
    const auto found =
        std::find_if(all.begin(), all.end(), [&](const Buffer& b) { return b.name == spec->buffer; });
    return found == all.end() ? -1 : static_cast<int>(found - all.begin());
}

std::string buffer_words(const Buffer& buffer) {
    if (buffer.of.empty()) return to_string(buffer.kind);
    return fmt::format("{} of {}[{}:{}]", to_string(buffer.kind), buffer.of, buffer.range.begin, buffer.range.end);
}

std::string resize_refusal(const ResizeStep& step) {
    const std::uint64_t rounded =
        std::bit_ceil(std::max(std::min(step.asked, std::uint64_t{1} << 31U), page_size()));
    switch (-step.result) {
        case EINVAL:
            return "A pipe has at most 2,147,483,648 bytes (2^31).";
        case EPERM:
            if (rounded > step.most) {
                return fmt::format(
                    "/proc/sys/fs/pipe-max-size allows {}. Only a process with CAP_SYS_RESOURCE may go beyond.",
                    bytes_words(step.most));
            }
            return "All pipes of this user together have reached /proc/sys/fs/pipe-user-pages-soft (or -hard). "
                   "Only a "
                   "process with CAP_SYS_RESOURCE or CAP_SYS_ADMIN may go beyond that.";
        case EBUSY: {
            const std::string wanted = counted(rounded / page_size(), "page slot", "page slots");
            if (step.pages == 0) return fmt::format("More page slots are in use than the {} asked for.", wanted);
            return fmt::format("{} in use, partly filled ones too, and the size asked for has only {}.",
                               counted(step.pages, "page slot is", "page slots are"), wanted);
        }
        default:
            break;
    }
    return {};
}

std::string serve_words(const ServeStep& step) {
    constexpr std::size_t most = 120;  // of a request's line: a browser's may be very long
    using What = ServeStep::What;
    switch (step.what) {
        case What::Listening:
            return fmt::format(
                "Waiting for a client at {} (this machine alone can reach it). In another terminal: "
                "curl -v {} ; or open it in a browser.",
                step.address, step.address);
        case What::Came: {
            const std::string line = clipped(printable(step.request), most);
            if (line.empty()) return fmt::format("The client {} came and sent no request.", step.address);
            return fmt::format("The client {} asks: {}{}", step.address, line,
                               step.whole ? "" : " (and no more of a request)");
        }
        case What::Closed:
            return fmt::format("The client {} has closed its side: it sends nothing more, and may have left.",
                               step.address);
        case What::Left:
            break;
    }
    return fmt::format("The client {} has left: the connection is broken, nothing reaches it any more.",
                       step.address);
}

std::string client_words(const ClientEnd& end) {
    if (end.client.empty()) return {};
    std::string words = fmt::format("The client's kernel acknowledged {} of {}", grouped(end.acknowledged),
                                    bytes_words(end.handed));
    if (end.left) words += ", and the connection broke before its end";
    return words + ".";
}

std::string gave_up_words(GaveUp why) {
    switch (why) {
        case GaveUp::TookNothing:
            return "The loop gave up: a call that had bytes to send took none.";
        case GaveUp::Turned:
            return "The loop turned round without a call, and would have gone on so for ever.";
        case GaveUp::PastItsList:
            return "The loop went past its list: no entry was left for its next write, so no call was made. A "
                   "program would write whatever lies in memory behind its list.";
        case GaveUp::PastTheLastOffset:
            return "The loop went past the last offset: its next call would begin behind byte 2^63 - 1, which "
                   "off_t cannot hold (EOVERFLOW), so no call was made.";
        case GaveUp::No:
        case GaveUp::Errno:
            break;
    }
    return {};
}

std::string record_words(const Records::OfWriter& writer, std::size_t number) {
    std::string words = fmt::format("Writer {}: {} of {} each, {} whole, {} broken", number,
                                    counted(writer.made, "record", "records"), bytes_words(writer.length),
                                    grouped(writer.whole), grouped(writer.broken));
    if (writer.gone > 0) words += fmt::format(", {} gone", grouped(writer.gone));
    return words + ".";
}

TargetState state_at_start(const Experiment& experiment) {
    const TargetSpec& target = experiment.target;
    TargetState state;
    state.kind = target.kind;
    if (target.kind == "pipe") {
        state.queued = static_cast<std::int64_t>(preloaded(target));
        state.reader_open = target.reader_open;
    } else if (target.kind == "memfd") {
        state.size = static_cast<std::int64_t>(target.size);
        state.offset = 0;
    } else if (target.kind == "eventfd") {
        state.value = target.value;
    } else if (target.kind.starts_with("unix-")) {
        state.reader_open = target.peer == "open";
        if (state.reader_open) state.queued = 0;
        state.charged = 0;
    } else if (serves(target)) {
        state.reader_open = false;
        state.handed = 0;
    } else if (target.kind == "tcp" || target.kind == "udp" || target.kind == "pty") {
        state.reader_open = target.peer == "open";
    } else if (target.kind == "file") {
        const bool known = target.content && target.content->kind != ContentKind::File;
        if (known) state.size = static_cast<std::int64_t>(content_size(*target.content));
        if (target.flags.has("O_TRUNC")) state.size = 0;
        state.offset = target.seek;
    }
    return state;
}

std::string cage_words(const Cage& cage) {
    if (cage.whole()) return {};
    std::string missing;
    for (const std::string& part : cage.missing()) missing += (missing.empty() ? "" : ", ") + part;
    return "The cage around the process that makes the calls is not whole here. Missing: " + missing +
           ". 'iovlab doctor' says what that means.";
}

}  // namespace iovlab
