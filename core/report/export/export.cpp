#include "core/report/export/export.h"

#include "core/experiment/text.h"
#include "core/experiment/vocabulary.h"
#include "core/loops/loop.h"
#include "core/report/export/export_parts.h"
#include "core/report/words.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <fmt/format.h>
#include <set>
#include <string_view>
#include <utility>

namespace iovlab {
namespace {

bool reads(const ReaderSpec& reader) {
    return reader.policy == ReaderPolicy::All || reader.policy == ReaderPolicy::AfterCall ||
           reader.policy == ReaderPolicy::WhenFull;
}

ExportReader reader_of(const Experiment& experiment) {
    const ReaderSpec& reader = experiment.reader;
    const bool there = has_reader(experiment.target) && !iovlab::reads(experiment);
    if (!there || !reads(reader)) return ExportReader::None;
    if (!experiment.target.flags.has("O_NONBLOCK")) return ExportReader::Beside;
    if (reader.policy == ReaderPolicy::All) return ExportReader::All;
    return reader.policy == ReaderPolicy::AfterCall ? ExportReader::AfterCall : ExportReader::WhenFull;
}

std::vector<std::string> names_of(const Buffers& buffers) {
    std::vector<std::string> names;
    std::set<std::string> used;
    for (const Buffer& buffer : buffers.all) {
        std::string name = "data_" + buffer.name;
        std::replace(name.begin(), name.end(), '-', '_');
        while (!used.insert(name).second) name += "_";
        names.push_back(name);
    }
    return names;
}

[[noreturn]] void refuse(const std::string& what) {
    throw CannotExport(what);
}

/// What no exported program could do.
void must_be_exportable(const Experiment& experiment, Language language) {
    const TargetSpec& target = experiment.target;
    const bool plain = target.kind == "pipe" || target.kind == "file";
    const bool socket = target.kind.starts_with("unix-") || target.kind == "tcp";
    if (!plain && !socket) {
        refuse(
            fmt::format("exported programs know pipes, files, unix and tcp sockets, and this one is about a target "
                        "of the kind {}; run it with iovlab",
                        quoted(target.kind)));
    }
    if (target.serve) refuse("the exported program does not wait for a client; leave \"serve\" out");
    if (language == Language::Rust && (socket || reads(experiment))) {
        refuse(
            fmt::format("in Rust, exported programs write to pipes and files alone, and this one makes a {} on a "
                        "{}; export it to c, cpp or python",
                        to_string(experiment.calls.front().op), target.kind));
    }
    if (experiment.second) refuse("the exported program is one writer, and this experiment has two");
    if (experiment.target.disk) refuse("the exported program cannot make a disk of its own; leave \"disk\" out");
    const auto from_file = [](const Content& content) { return content.kind == ContentKind::File; };
    const bool file = std::any_of(experiment.buffers.begin(), experiment.buffers.end(),
                                  [&](const BufferSpec& buffer) { return from_file(buffer.content); });
    if (file || (experiment.target.content && from_file(*experiment.target.content))) {
        refuse("a content that comes from a file would have to be taken along; write it as text, hex or fill");
    }
    for (const CallSpec& call : experiment.calls) {
        if (call.resize)
            refuse("the exported program does not resize its pipe between calls; leave \"resize\" out");
        if (language == Language::C || language == Language::Cpp) continue;
        const bool lies = std::any_of(call.iov.begin(), call.iov.end(), [](const EntrySpec& entry) {
            return entry.bad != BadBase::None || entry.length.has_value();
        });
        if (lies || call.count || call.bad_array) {
            refuse(fmt::format("{} has no way to say a wrong address, length or count; export it to c or cpp",
                               title_of(language)));
        }
    }
}

std::vector<std::string> heading_of(const Experiment& experiment) {
    std::vector<std::string> lines;
    if (!experiment.title.empty()) lines.push_back(printable(experiment.title));
    lines.push_back("Exported by iovlab; it stands alone, and makes the same calls as `iovlab run` does.");
    for (const std::string& sentence : not_exported(experiment)) lines.push_back("Not carried over: " + sentence);
    return lines;
}

}  // namespace

std::string read_instead(std::string line) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 11> kWords = {{
        {"errno = EIO;  /* no progress, and none to be hoped for */", "return 0;  /* the end of file */"},
        {"return EIO;  // no progress, and none to be hoped for", "return 0;  // the end of file"},
        {"raise OSError(\"no progress, and none to be hoped for\")", "return  # the end of file"},
        {"POLLOUT", "POLLIN"},
        {"went out", "came in"},
        {"there is room", "something is there"},
        {"wait_for_room", "wait_for_bytes"},
        {"has sent everything", "has filled everything"},
        {"Sends everything", "Fills everything"},
        {"send_list", "read_list"},
        {"sent", "got"},
    }};
    for (const auto& [from, to] : kWords) {
        for (std::size_t at = line.find(from); at != std::string::npos; at = line.find(from, at + to.size()))
            line.replace(at, from.size(), to);
    }
    return line;
}

std::optional<Content> waiting_content(const Experiment& experiment) {
    const TargetSpec& target = experiment.target;
    if (target.content) return target.content;
    if (target.kind == "pipe" && target.preload > 0) return Content{ContentKind::Fill, ".", 0, target.preload};
    return std::nullopt;
}

std::vector<std::string> not_exported(const Experiment& experiment) {
    std::vector<std::string> all;
    if (!experiment.faults.script.empty()) {
        all.push_back("the faults (" + printable(experiment.faults.script) +
                      "); here every call is made as it stands.");
    }
    if (experiment.signal) all.push_back("the signal that is sent when the caller sleeps.");
    const ReaderSpec& reader = experiment.reader;
    const bool there = has_reader(experiment.target) && !iovlab::reads(experiment);
    if (there && reader.policy != ReaderPolicy::None && !reads(reader)) {
        all.push_back(fmt::format("the reader ({}); here nobody reads.", to_string(reader.policy)));
    } else if (reader_of(experiment) == ExportReader::Beside) {
        all.push_back("when the reader reads; here it reads all the time, beside the writer.");
    }
    const LoopInfo* loop = loop_info(experiment.loop.kind);
    for (const CallSpec& call : experiment.calls) {
        const bool offsets = call.op == Op::Pwritev || (call.op == Op::Pwritev2 && call.offset != -1);
        if (offsets && loop && !loop->right) {
            all.push_back("the loop's mistaken offsets; here each call goes on behind what was really written.");
            break;
        }
    }
    return all;
}

bool ExportPlan::reading() const {
    return reads(experiment);
}

bool ExportPlan::positional(std::size_t i) const {
    const CallSpec& spec = call(i);
    return spec.op == Op::Pwritev || spec.op == Op::Preadv || (spec.op == Op::Pwritev2 && spec.offset != -1);
}

bool ExportPlan::entry_by_entry(std::size_t i) const {
    const bool one_call = experiment.loop.kind == "once" || experiment.loop.kind == "ignore-short";
    return one_call && call(i).op == Op::Writes;
}

bool ExportPlan::any_entry_by_entry() const {
    for (std::size_t i = 0; i < experiment.calls.size(); ++i) {
        if (entry_by_entry(i)) return true;
    }
    return false;
}

std::string ExportPlan::call_name() const {
    std::set<std::string> made;
    for (const CallSpec& one : experiment.calls) {
        const bool plain = one.op == Op::Write || one.op == Op::Writes || one.op == Op::CopyWrite;
        made.insert(plain ? "write" : to_string(one.op));
    }
    return made.size() == 1 ? *made.begin() : "call";
}

std::string ExportPlan::loop_text(const std::string& from, const std::string& to) const {
    std::string text;
    for (std::size_t i = loop.loop_begin; i < loop.loop_end; ++i) {
        std::string line = loop.lines[i];
        const std::size_t at = line.find(from);
        if (at != std::string::npos) line.replace(at, from.size(), to);
        constexpr std::string_view kSaid = "\"writev\"";  // what failed, in the loop's own words
        if (const std::size_t said = line.find(kSaid); said != std::string::npos)
            line.replace(said, kSaid.size(), '"' + call_name() + '"');
        text += (reading() ? read_instead(line) : line) + "\n";
    }
    return text;
}

std::size_t ExportPlan::index_of(const std::string& buffer) const {
    return static_cast<std::size_t>(buffers.find(buffer) - buffers.all.data());
}

std::string ExportPlan::root(const std::string& buffer) const {
    return names[buffers.all[index_of(buffer)].root];
}

std::uint64_t ExportPlan::offset(const std::string& buffer) const {
    return buffers.find(buffer)->offset;
}

std::uint64_t ExportPlan::size(const std::string& buffer) const {
    return buffers.find(buffer)->size;
}

std::string c_literal(const std::string& bytes) {
    std::string out = "\"";
    for (const char one : bytes) {
        const auto byte = static_cast<unsigned char>(one);
        if (one == '"' || one == '\\' || one == '?') {
            out += std::string("\\") + one;
        } else if (byte >= 32 && byte < 127) {
            out += one;
        } else {
            out += one == '\n' ? "\\n" : one == '\r' ? "\\r" : fmt::format("\\{:03o}", byte);
        }
    }
    return out + "\"";
}

std::string hex_literal(const std::string& bytes) {
    std::string out = "b\"";
    for (const char one : bytes) {
        const auto byte = static_cast<unsigned char>(one);
        if (one == '"' || one == '\\') {
            out += std::string("\\") + one;
        } else if (byte >= 32 && byte < 127) {
            out += one;
        } else {
            out += one == '\n' ? "\\n" : one == '\r' ? "\\r" : fmt::format("\\x{:02x}", byte);
        }
    }
    return out + "\"";
}

std::optional<std::string> literal_bytes(const Content& content) {
    if (content.kind != ContentKind::Text && content.kind != ContentKind::Hex) return std::nullopt;
    std::string text;
    for (const std::byte byte : make_content(content)) text += static_cast<char>(byte);
    return text;
}

std::string heading_comment(const ExportPlan& plan, const char* comment) {
    std::string out;
    for (const std::string& line : plan.heading) {
        const std::string text = wrapped(line, 0, 96);
        for (std::size_t from = 0; from < text.size();) {
            const std::size_t end = text.find('\n', from);
            out += fmt::format("{} {}\n", comment, text.substr(from, end - from));
            from = end + 1;
        }
    }
    return out;
}

std::uint64_t deadline_seconds(const Experiment& experiment) {
    return experiment.deadline_s ? static_cast<std::uint64_t>(std::ceil(*experiment.deadline_s)) : 2;
}

std::string export_program(const Experiment& experiment, Language language, const Listing& loop) {
    must_be_exportable(experiment, language);
    ExportPlan plan{.experiment = experiment,
                    .loop = loop,
                    .buffers = resolve_sizes(experiment.buffers),
                    .names = {},
                    .heading = heading_of(experiment),
                    .reader = reader_of(experiment)};
    plan.names = names_of(plan.buffers);
    if (language == Language::Python) return export_python(plan);
    if (language == Language::Rust) return export_rust(plan);
    return export_c(plan, language == Language::Cpp);
}

}  // namespace iovlab
