#include "core/experiment/check_parts.h"
#include "core/experiment/text.h"
#include "core/experiment/toml.h"
#include "core/experiment/vocabulary.h"

#include <algorithm>
#include <fmt/core.h>

namespace iovlab {

namespace {

constexpr std::size_t kWidth = 100;  // a longer list of entries is broken into lines

// A TOML basic string. UTF-8 goes in as it is; control characters are escaped. What is no UTF-8 cannot stand in
// TOML at all: content has another form (content_value), and elsewhere no such byte is meant.
std::string text_value(const std::string& given) {
    std::string result = "\"";
    for (const char c : as_utf8(given)) {
        const auto byte = static_cast<unsigned char>(c);
        switch (c) {
            case '"':
                result += "\\\"";
                break;
            case '\\':
                result += "\\\\";
                break;
            case '\n':
                result += "\\n";
                break;
            case '\r':
                result += "\\r";
                break;
            case '\t':
                result += "\\t";
                break;
            default:
                if (byte < 0x20 || byte == 0x7f) {
                    result += fmt::format("\\u{:04X}", byte);
                } else {
                    result += c;
                }
        }
    }
    return result + '"';
}

std::string hex_of(const std::string& bytes) {
    std::string digits;
    for (const char c : bytes) digits += fmt::format("{:02x}", static_cast<unsigned char>(c));
    return digits;
}

// TOML's integers end at 2^63 - 1.
std::string number_value(std::uint64_t number) {
    return number <= INT64_MAX ? fmt::format("{}", number) : fmt::format("\"0x{:x}\"", number);
}

std::string length_value(std::uint64_t length) {
    if (length == UINT64_MAX) return "\"SIZE_MAX\"";
    if (length == static_cast<std::uint64_t>(INT64_MAX)) return "\"SSIZE_MAX\"";
    return number_value(length);
}

std::string real_value(double number) {
    std::string text = fmt::format("{}", number);
    if (text.find_first_not_of("-0123456789") == std::string::npos) text += ".0";
    return text;
}

std::string list_value(const std::vector<std::string>& values) {
    std::string text = "[";
    for (const std::string& value : values) text += (text.size() > 1 ? ", " : "") + value;
    return text + "]";
}

std::string flags_value(const FlagSet& flags) {
    std::string number = flags.number ? fmt::format("0x{:x}", *flags.number) : std::string();
    if (flags.names.empty() && flags.number) return number;
    std::vector<std::string> values;
    for (const std::string& name : flags.names) values.push_back(text_value(name));
    if (flags.number) values.push_back(number);
    return list_value(values);
}

// The lines of one section, with their `=` in one column.
class Lines {
public:
    void add(const std::string& key, std::string value) { lines_.emplace_back(key, std::move(value)); }
    bool empty() const { return lines_.empty(); }

    std::string text() const {
        std::size_t width = 0;
        for (const auto& [key, value] : lines_) width = std::max(width, key.size());
        std::string text;
        for (const auto& [key, value] : lines_) text += fmt::format("{:<{}} = {}\n", key, width, value);
        return text;
    }

    std::string inline_table() const {
        std::string text = "{";
        for (const auto& [key, value] : lines_)
            text += fmt::format("{}{} = {}", text.size() > 1 ? ", " : "", key, value);
        return text + "}";
    }

private:
    std::vector<std::pair<std::string, std::string>> lines_;
};

void add_content(Lines& lines, const Content& given) {
    const Content content = writable(given);
    const bool random = content.kind == ContentKind::Random;
    std::string value = random ? number_value(content.seed) : text_value(content.text);
    if (content.kind == ContentKind::Fill && first_not_utf8(content.text) != std::string::npos)
        value = "{hex = \"" + hex_of(content.text) + "\"}";
    lines.add(content_key(content.kind), value);
    if (random || content.kind == ContentKind::Fill) lines.add("size", number_value(content.size));
}

std::string buffer_text(const BufferSpec& buffer) {
    Lines lines;
    lines.add("name", text_value(buffer.name));
    lines.add("kind", text_value(to_string(buffer.kind)));
    if (buffer.kind == BufferKind::Slice || buffer.kind == BufferKind::View) {
        lines.add("of", text_value(buffer.of));
        if (buffer.range) lines.add("range", fmt::format("[{}, {}]", buffer.range->start, buffer.range->stop));
    } else {
        add_content(lines, buffer.content);
    }
    return "\n[[buffer]]\n" + lines.text();
}

std::string entry_value(const EntrySpec& entry) {
    const bool plain = entry.bad == BadBase::None && !entry.length && entry.times == 1;
    if (plain) return text_value(entry.buffer);
    Lines lines;
    if (entry.bad == BadBase::None) {
        lines.add("buffer", text_value(entry.buffer));
    } else {
        lines.add("bad", text_value(to_string(entry.bad)));
    }
    if (entry.bad == BadBase::Crossing) lines.add("good", number_value(entry.good));
    if (entry.length) lines.add("length", length_value(*entry.length));
    if (entry.times != 1) lines.add("times", number_value(entry.times));
    return lines.inline_table();
}

std::string entries_value(const std::vector<EntrySpec>& entries) {
    std::vector<std::string> values;
    values.reserve(entries.size());
    for (const EntrySpec& entry : entries) values.push_back(entry_value(entry));
    std::string one_line = list_value(values);
    if (one_line.size() <= kWidth) return one_line;
    std::string text = "[\n";
    std::string line = "   ";
    for (const std::string& value : values) {
        if (line.size() > 3 && line.size() + value.size() + 2 > kWidth) {
            text += line + '\n';
            line = "   ";
        }
        line += ' ' + value + ',';
    }
    return text + line + "\n]";
}

std::string call_text(const CallSpec& call, bool several) {
    Lines lines;
    lines.add("op", text_value(to_string(call.op)));
    lines.add("iov", entries_value(call.iov));
    if (call.count) lines.add("count", fmt::format("{}", *call.count));
    if (call.bad_array) lines.add("array", "\"bad\"");
    if (call.offset != 0) lines.add("offset", fmt::format("{}", call.offset));
    if (call.flags != FlagSet{}) lines.add("flags", flags_value(call.flags));
    if (call.resize) lines.add("resize", number_value(*call.resize));
    return (several ? "\n[[call]]\n" : "\n[call]\n") + lines.text();
}

std::string target_content_value(const Content& content) {
    if (writable(content).kind == ContentKind::Text) return text_value(content.text);
    Lines lines;
    add_content(lines, content);
    return lines.inline_table();
}

// Only the keys that the kind has: the reader would refuse the others.
std::string target_text(const TargetSpec& target) {
    static const TargetSpec usual;
    const TargetKind* kind = target_kind(target.kind);
    Lines lines;
    lines.add("kind", text_value(target.kind));
    const auto add = [&](const char* key, bool differs, auto value) {
        if (differs && kind && kind->has_key(key)) lines.add(key, value());
    };
    add("path", target.path != usual.path, [&] { return text_value(target.path); });
    add("capacity", target.capacity != usual.capacity, [&] { return number_value(target.capacity); });
    add("sndbuf", target.sndbuf.has_value(), [&] { return number_value(*target.sndbuf); });
    add("rcvbuf", target.rcvbuf.has_value(), [&] { return number_value(*target.rcvbuf); });
    add("flags", target.flags != usual.flags, [&] { return flags_value(target.flags); });
    add("content", target.content.has_value(), [&] { return target_content_value(*target.content); });
    add("seek", target.seek != usual.seek, [&] { return fmt::format("{}", target.seek); });
    add("disk", target.disk.has_value(), [&] { return number_value(*target.disk); });
    add("preload", target.preload != usual.preload, [&] { return number_value(target.preload); });
    add("reader", !target.reader_open, [&] { return std::string("\"closed\""); });
    add("writer", !target.writer_open, [&] { return std::string("\"closed\""); });
    add("timeout", target.timeout_s.has_value(), [&] { return real_value(*target.timeout_s); });
    add("peer", target.peer != usual.peer, [&] { return text_value(target.peer); });
    add("serve", target.serve.has_value(), [&] { return number_value(*target.serve); });
    add("size", target.size != usual.size, [&] { return number_value(target.size); });
    add("seals", !target.seals.empty(), [&] { return flags_value({target.seals, std::nullopt}); });
    add("value", target.value != usual.value, [&] { return number_value(target.value); });
    return "\n[target]\n" + lines.text();
}

std::string reader_text(const ReaderSpec& reader) {
    static const ReaderSpec usual;
    if (reader == usual) return {};
    Lines lines;
    lines.add("policy", text_value(to_string(reader.policy)));
    if (reader.bytes != usual.bytes) lines.add("bytes", number_value(reader.bytes));
    if (reader.every_ms != usual.every_ms) lines.add("every_ms", number_value(reader.every_ms));
    return "\n[reader]\n" + lines.text();
}

std::string loop_text(const LoopSpec& loop) {
    static const LoopSpec usual;
    if (loop == usual) return {};
    Lines lines;
    lines.add("kind", text_value(loop.kind));
    if (loop.max_calls != usual.max_calls) lines.add("max_calls", number_value(loop.max_calls));
    return "\n[loop]\n" + lines.text();
}

std::string around_text(const Experiment& experiment) {
    std::string text;
    const auto section = [&](const char* name, const Lines& lines) {
        if (!lines.empty()) text += fmt::format("\n[{}]\n{}", name, lines.text());
    };
    Lines faults;
    if (experiment.faults != FaultSpec{}) faults.add("script", text_value(experiment.faults.script));
    if (experiment.faults.repeat) faults.add("repeat", "true");
    section("faults", faults);
    Lines limits;
    if (experiment.limits.file_size) limits.add("file_size", number_value(*experiment.limits.file_size));
    if (experiment.limits.sigpipe == Disposition::Default) limits.add("SIGPIPE", "\"default\"");
    if (experiment.limits.sigxfsz == Disposition::Default) limits.add("SIGXFSZ", "\"default\"");
    section("limits", limits);
    Lines signal;
    if (experiment.signal) {
        signal.add("when", "\"asleep\"");
        signal.add("name", text_value(experiment.signal->name));
        if (experiment.signal->restart) signal.add("restart", "true");
    }
    section("signal", signal);
    Lines second;
    if (experiment.second) {
        second.add("iov", entries_value(experiment.second->iov));
        second.add("times", number_value(experiment.second->times));
        if (experiment.second->shared) second.add("position", text_value("shared"));
    }
    section("second", second);
    Lines deadline;
    if (experiment.deadline_s) deadline.add("seconds", real_value(*experiment.deadline_s));
    section("deadline", deadline);
    return text;
}

}  // namespace

Content writable(const Content& content) {
    const bool bytes = content.kind == ContentKind::Text && first_not_utf8(content.text) != std::string::npos;
    return bytes ? Content{ContentKind::Hex, hex_of(content.text), 0, 0} : content;
}

Experiment writable(Experiment experiment) {
    for (BufferSpec& buffer : experiment.buffers) buffer.content = writable(buffer.content);
    TargetSpec& target = experiment.target;
    target = with_own_keys(std::move(target));
    const TargetKind* kind = target_kind(target.kind);
    if (!kind || !kind->has_key("flags")) target.flags = {};
    if (!kind || !kind->has_key("seals")) target.seals.clear();
    if (target.content) target.content = writable(*target.content);
    return experiment;
}

std::string write_fragment(const Experiment& experiment) {
    Lines top;
    top.add("format", fmt::format("{}", kFormat));
    std::string text = top.text();
    for (const BufferSpec& buffer : experiment.buffers) text += buffer_text(buffer);
    const auto has_entries = [](const CallSpec& call) { return !call.iov.empty(); };
    const bool several = std::count_if(experiment.calls.begin(), experiment.calls.end(), has_entries) > 1;
    for (const CallSpec& call : experiment.calls) {
        if (has_entries(call)) text += call_text(call, several);
    }
    return text;
}

std::string write_experiment(const Experiment& experiment) {
    Lines top;
    top.add("format", fmt::format("{}", kFormat));
    if (!experiment.title.empty()) top.add("title", text_value(experiment.title));
    if (experiment.seed) top.add("seed", number_value(*experiment.seed));
    std::string text = top.text();
    for (const BufferSpec& buffer : experiment.buffers) text += buffer_text(buffer);
    for (const CallSpec& call : experiment.calls) text += call_text(call, experiment.calls.size() > 1);
    return text + target_text(experiment.target) + reader_text(experiment.reader) + loop_text(experiment.loop) +
           around_text(experiment);
}

}  // namespace iovlab
