#include "core/experiment/check.h"

#include "core/experiment/check_parts.h"
#include "core/experiment/fault_script.h"
#include "core/experiment/text.h"
#include "core/experiment/vocabulary.h"
#include "core/kernel/names.h"
#include "core/loops/blocks.h"

#include <algorithm>
#include <cmath>
#include <fmt/core.h>

namespace iovlab {

namespace {

constexpr std::uint64_t kMaxCalls = 1'000'000;  // a trace keeps every call
constexpr double kMinDeadline = 0.001;
constexpr double kMaxDeadline = 3600;

// A loop made of blocks: each at most once, and each known.
void check_blocks(const std::string& kind, Findings& findings) {
    if (sound_blocks(kind)) return;
    std::vector<std::string> known;
    for (const LoopBlock& block : loop_blocks()) known.emplace_back(block.name);
    const std::vector<std::string> names = blocks_of(kind).value_or(std::vector<std::string>());
    for (const std::string& name : names) {
        if (loop_block(name) != nullptr) continue;
        return findings.add({"loop", "kind"}, fmt::format("no block is called {}{}; use {}", quoted(name),
                                                          did_you_mean(name, known), one_of(known)));
    }
    findings.add({"loop", "kind"}, "each block may stand once, and at most 32 of them");
}

void check_loop(const LoopSpec& loop, Findings& findings) {
    const std::vector<std::string>& names = loop_names();
    if (blocks_of(loop.kind)) {
        check_blocks(loop.kind, findings);
    } else if (std::find(names.begin(), names.end(), loop.kind) == names.end()) {
        findings.add({"loop", "kind"}, fmt::format("no loop is called {}{}; use {}", quoted(loop.kind),
                                                   did_you_mean(loop.kind, names), one_of(names)));
    }
    findings.in_range({"loop", "max_calls"}, "max_calls", loop.max_calls, 1, kMaxCalls);
}

void check_signal(const SignalSpec& signal, Findings& findings) {
    const auto& allowed = sendable_signals();
    if (std::find(allowed.begin(), allowed.end(), signal.name) != allowed.end()) return;
    const Path where = {"signal", "name"};
    if (signal_from(signal.name)) {
        findings.add(where,
                     fmt::format("{} cannot be sent here (nothing can catch it, or it means something else to "
                                 "the caller); use one of {}",
                                 signal.name, one_of(allowed)));
    } else {
        findings.add(where, fmt::format("no signal is called {}{}; use one of {}", quoted(signal.name),
                                        did_you_mean(signal.name, allowed), one_of(allowed)));
    }
}

}  // namespace

std::string Findings::suggest(const std::string& found, const std::vector<std::string>& names) const {
    constexpr std::size_t enough_problems = 20;
    constexpr std::size_t enough_names = 1000;
    if (all.size() >= enough_problems || names.size() > enough_names) return {};
    return did_you_mean(found, names);
}

std::string Findings::suggest_buffer(const std::string& found) const {
    return suggest(found, buffers.names());
}

void Findings::in_range(Path where, const char* noun, std::uint64_t value, std::uint64_t least,
                        std::uint64_t most) {
    if (value >= least && value <= most) return;
    add(std::move(where),
        fmt::format("{} is {}; {} to {} is allowed", noun, grouped(value), grouped(least), grouped(most)));
}

void check_surroundings(const Experiment& experiment, Findings& findings) {
    check_loop(experiment.loop, findings);
    const std::string script = parse_fault_script(experiment.faults.script).problem;
    if (!script.empty()) findings.add({"faults", "script"}, script);
    if (experiment.limits.file_size) {
        findings.in_range({"limits", "file_size"}, "file_size", *experiment.limits.file_size, 0, INT64_MAX);
    }
    if (experiment.signal) check_signal(*experiment.signal, findings);
    if (experiment.deadline_s) {
        const double seconds = *experiment.deadline_s;
        if (!(seconds >= kMinDeadline && seconds <= kMaxDeadline)) {
            findings.add({"deadline", "seconds"}, fmt::format("the deadline is {} seconds; {} to {} is allowed",
                                                              seconds, kMinDeadline, kMaxDeadline));
        }
    }
}

namespace {

std::vector<Problem> judged(const Experiment& experiment) {
    Findings findings(experiment.buffers);
    if (first_not_utf8(experiment.title) != std::string::npos)
        findings.add({"title"}, "the title is not UTF-8 text");
    check_buffers(experiment, findings);
    check_calls(experiment, findings);
    check_target(experiment, findings);
    check_surroundings(experiment, findings);
    check_reading(experiment, findings);
    check_second(experiment, findings);
    return std::move(findings.all);
}

}  // namespace

std::vector<Problem> check(const Experiment& experiment) {
    TargetSpec own = with_own_keys(experiment.target);
    if (own == experiment.target || target_kind(experiment.target.kind) == nullptr) return judged(experiment);
    Experiment shown = experiment;
    shown.target = std::move(own);
    return judged(shown);
}

std::string unsupported(const Experiment& experiment) {
    const TargetKind* kind = target_kind(experiment.target.kind);
    if (!kind || !kind->runs) {
        std::vector<std::string> names;
        for (const TargetKind& other : target_kinds()) {
            if (other.runs) names.push_back(other.name);
        }
        return fmt::format("The target {} cannot be run by this version yet; use {}.",
                           quoted(experiment.target.kind), one_of(names));
    }
    if (reads(experiment) && !can_be_read(experiment.target.kind)) {
        return fmt::format(
            "The operation {} cannot be run by this version yet on the target {}; a file, a pipe, a "
            "unix socket or a device can be read.",
            to_string(experiment.calls.front().op), quoted(experiment.target.kind));
    }
    return {};
}

}  // namespace iovlab
