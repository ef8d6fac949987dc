#include "core/experiment/check_parts.h"
#include "core/experiment/text.h"
#include "core/experiment/vocabulary.h"
#include "core/loops/blocks.h"

#include <algorithm>
#include <array>
#include <fmt/core.h>
#include <string_view>

// Calls that read turn the bench round: the target has content, the entries of the list are filled.
namespace iovlab {

namespace {

// The loops that mean the same the other way round: go on until the list is full or the target ends.
constexpr std::array<std::string_view, 3> kReadingLoops = {"once", "write-all", "write-all-poll"};

/// Which buffers a read may fill, by Python's rules: a bytearray, a slice of one (which is a new bytearray), a view
/// of one. bytes and what is taken from them are immutable.
bool writable(const BufferIndex& buffers, const std::string& name) {
    const BufferSpec* buffer = buffers.find(name);
    const BufferSpec* owner = buffer ? buffers.owner(*buffer) : nullptr;
    return !owner || owner->kind == BufferKind::Bytearray;  // of what leads nowhere others complain
}

void check_destinations(const Experiment& experiment, Findings& findings) {
    for (std::size_t i = 0; i < experiment.calls.size(); ++i) {
        const CallSpec& call = experiment.calls[i];
        for (std::size_t k = 0; reads(call.op) && k < call.iov.size(); ++k) {
            if (writable(findings.buffers, call.iov[k].buffer)) continue;
            findings.add({"call", i, "iov", k, "buffer"},
                         fmt::format("{} puts bytes into its entries, and {} is immutable (Python: BufferError, "
                                     "Object is not writable); use a bytearray, or a view or slice of one",
                                     to_string(call.op), quoted(call.iov[k].buffer)));
        }
    }
}

void check_no_mixture(const Experiment& experiment, Findings& findings) {
    const CallSpec& first = experiment.calls.front();
    for (std::size_t i = 1; i < experiment.calls.size(); ++i) {
        const CallSpec& call = experiment.calls[i];
        if (reads(call.op) == reads(first.op)) continue;
        findings.add({"call", i, "op"},
                     fmt::format("this call is a {} and the first one a {}; the calls of one experiment all write, "
                                 "or all read",
                                 to_string(call.op), to_string(first.op)));
    }
}

void check_writing(const TargetSpec& target, Findings& findings) {
    if (target.content && target.kind != "file") {
        findings.add({"target", "content"},
                     fmt::format("content is what calls find that read, and these calls write{}; leave it out",
                                 target.kind == "pipe" ? " (preload fills a pipe for them)" : ""));
    }
    if (!target.writer_open) {
        findings.add({"target", "writer"}, "these calls write, so the pipe's writer is the caller; leave it out");
    }
}

void check_other_end(const Experiment& experiment, Findings& findings) {
    const TargetSpec& target = experiment.target;
    const std::string op = to_string(experiment.calls.front().op);
    if (experiment.reader.policy != ReaderPolicy::None) {
        findings.add({"reader", "policy"},
                     fmt::format("with {} the calls are the reader; use policy = \"none\"", op));
    }
    if (!target.reader_open) {
        findings.add(
            {"target", "reader"},
            fmt::format("with {} the calls are the pipe's reader; writer = \"closed\" closes its other end", op));
    }
    if (target.content && target.preload > 0) {
        findings.add({"target", "preload"}, "content and preload both fill the pipe; use one of them");
    }
    if (target.content && target.peer == "none" && target.kind != "file" && target.kind != "pipe") {
        findings.add({"target", "content"}, "the socket has no peer that could have sent this");
    }
}

}  // namespace

void check_reading(const Experiment& experiment, Findings& findings) {
    if (experiment.calls.empty()) return;
    const FlagSet& flags = experiment.target.flags;
    if (flags.has("O_RDONLY") && flags.has("O_WRONLY")) {
        findings.add({"target", "flags"}, "O_RDONLY and O_WRONLY contradict each other; a file is opened as one");
    }
    check_no_mixture(experiment, findings);
    if (!reads(experiment)) return check_writing(experiment.target, findings);
    check_destinations(experiment, findings);
    check_other_end(experiment, findings);
    const std::string& loop = experiment.loop.kind;
    if ((blocks_of(loop) || std::count(loop_names().begin(), loop_names().end(), loop) > 0) &&
        std::find(kReadingLoops.begin(), kReadingLoops.end(), loop) == kReadingLoops.end()) {
        findings.add({"loop", "kind"},
                     fmt::format("the loop {} is about writing; for {} use once, write-all (until the list is full "
                                 "or the target ends) or write-all-poll",
                                 quoted(loop), to_string(experiment.calls.front().op)));
    }
}

}  // namespace iovlab
