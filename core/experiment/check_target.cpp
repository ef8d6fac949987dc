#include "core/bytes/page_size.h"
#include "core/experiment/check_parts.h"
#include "core/experiment/text.h"
#include "core/experiment/vocabulary.h"

#include <algorithm>
#include <fmt/core.h>

namespace iovlab {

namespace {

constexpr std::uint64_t kLeastDisk = 4096;      // the same on machines with larger pages: they round it up
constexpr std::uint64_t kMaxSize = 1ull << 30;  // of a pipe, a socket's buffer, a memfd, a small disk
constexpr std::uint64_t kMaxReadBytes = 1ull << 30;
constexpr std::uint64_t kMaxEveryMs = 60'000;
constexpr double kMaxTimeout = 3600;

std::vector<std::string> target_names() {
    std::vector<std::string> names;
    for (const TargetKind& kind : target_kinds()) names.push_back(kind.name);
    return names;
}

// What F_SETPIPE_SZ makes of a size: a power of two, at least a page (docs/kernel.md, 2, rule 7).
std::uint64_t rounded_capacity(std::uint64_t asked) {
    std::uint64_t size = page_size();
    while (size < asked && size < kMaxSize) size *= 2;
    return size;
}

void check_flags(const TargetSpec& target, const TargetKind& kind, Findings& findings) {
    if (target.flags.number) {
        findings.add({"target", "flags"},
                     "a target's flags are named, such as [\"O_NONBLOCK\"]; numbers are not allowed");
    }
    for (std::size_t i = 0; i < target.flags.names.size(); ++i) {
        const std::string& name = target.flags.names[i];
        if (std::find(kind.flags.begin(), kind.flags.end(), name) != kind.flags.end()) continue;
        const std::string allowed =
            kind.flags.empty() ? std::string("it takes none") : "it takes " + one_of(kind.flags);
        findings.add({"target", "flags", i},
                     fmt::format("the target {} has no flag {}{}; {}", kind.name, quoted(name),
                                 findings.suggest(name, kind.flags), allowed));
    }
}

void check_file(const TargetSpec& target, Findings& findings) {
    const std::string path = plain_name_problem(target.path);
    if (!path.empty()) findings.add({"target", "path"}, path);
    if (target.seek < 0) {
        findings.add({"target", "seek"}, fmt::format("seek is {}; a position counts from 0", target.seek));
    }
    if (!target.disk) return;
    findings.in_range({"target", "disk"}, "disk", *target.disk, kLeastDisk, kMaxSize);
    const std::uint64_t room = pages_for(std::min(*target.disk, kMaxSize), page_size()) * page_size();
    const bool known = target.content && target.content->kind != ContentKind::File;
    if (known && content_size(*target.content) > room) {
        findings.add({"target", "disk"},
                     fmt::format("a disk of {} bytes cannot hold the file's content of {}", grouped(*target.disk),
                                 grouped(content_size(*target.content))));
    }
    if (target.flags.has("O_DIRECT")) {
        findings.add({"target", "disk"},
                     "a small disk lies in memory and knows no O_DIRECT; leave one of them out");
    }
}

void check_pipe(const TargetSpec& target, Findings& findings) {
    findings.in_range({"target", "capacity"}, "capacity", target.capacity, 1, kMaxSize);
    const std::uint64_t capacity = rounded_capacity(target.capacity);
    if (target.content && content_size(*target.content) > capacity) {
        findings.add({"target", "content"}, fmt::format("{} bytes cannot be put into a pipe of {}",
                                                        grouped(content_size(*target.content)), grouped(capacity)));
    }
    if (target.preload > capacity) {
        findings.add({"target", "preload"},
                     fmt::format("{} bytes cannot be put into a pipe of {}; preload is at most "
                                 "the capacity",
                                 grouped(target.preload), grouped(capacity)));
    }
}

void check_others(const TargetSpec& target, const TargetKind& kind, Findings& findings) {
    const auto& peers = kind.peers;
    if (kind.has_key("peer") && std::find(peers.begin(), peers.end(), target.peer) == peers.end()) {
        findings.add({"target", "peer"}, fmt::format("peer is {}{}; for {} it is {}", quoted(target.peer),
                                                     did_you_mean(target.peer, peers), kind.name, one_of(peers)));
    }
    if (kind.has_key("sndbuf") && target.sndbuf) {
        findings.in_range({"target", "sndbuf"}, "sndbuf", *target.sndbuf, 1, kMaxSize);
    }
    if (kind.has_key("rcvbuf") && target.rcvbuf) {
        findings.in_range({"target", "rcvbuf"}, "rcvbuf", *target.rcvbuf, 1, kMaxSize);
    }
    if (kind.has_key("timeout") && target.timeout_s &&
        !(*target.timeout_s > 0 && *target.timeout_s <= kMaxTimeout)) {
        findings.add({"target", "timeout"},
                     fmt::format("timeout is {} seconds; more than 0 and up to {} is allowed", *target.timeout_s,
                                 kMaxTimeout));
    }
    if (kind.has_key("size")) findings.in_range({"target", "size"}, "size", target.size, 0, kMaxSize);
    // eventfd(2): the counter's largest value is one below the largest number.
    if (kind.has_key("value")) findings.in_range({"target", "value"}, "value", target.value, 0, UINT64_MAX - 1);
    if (!kind.has_key("seals")) return;
    for (std::size_t i = 0; i < target.seals.size(); ++i) {
        const std::string& name = target.seals[i];
        const auto& seals = seal_names();
        if (std::find(seals.begin(), seals.end(), name) != seals.end()) continue;
        findings.add({"target", "seals", i}, fmt::format("no seal is called {}{}; use {}", quoted(name),
                                                         findings.suggest(name, seals), one_of(seals)));
    }
}

// With a real client at the other end there is nobody whom we could tell what to do.
void check_serve(const Experiment& experiment, Findings& findings) {
    const TargetSpec& target = experiment.target;
    if (!target.serve || target.kind != "tcp") return;
    findings.in_range({"target", "serve"}, "serve", *target.serve, 0, 65535);
    if (target.rcvbuf) {
        findings.add(
            {"target", "rcvbuf"},
            "rcvbuf is set at the peer's end, and with serve the peer is a program of its own; leave it out");
    }
    if (target.peer != "open") {
        findings.add({"target", "peer"},
                     "with serve the peer is a real client that comes by itself; leave peer out");
    }
    if (experiment.reader.policy != ReaderPolicy::None) {
        findings.add({"reader", "policy"}, "with serve a real client is the reader; use policy = \"none\"");
    }
}

void check_reader(const Experiment& experiment, const TargetKind& kind, Findings& findings) {
    const ReaderSpec& reader = experiment.reader;
    const Path policy = {"reader", "policy"};
    if (reader.policy != ReaderPolicy::None && !serves(experiment.target)) {
        if (!kind.reader) {
            findings.add(policy, fmt::format("nobody reads from a {} target, since it has no other end; use "
                                             "policy = \"none\", or a pipe",
                                             kind.name));
        } else if (kind.name == "pipe" && !experiment.target.reader_open) {
            findings.add(policy,
                         fmt::format("the pipe's reader is closed from the start (target.reader), so it cannot "
                                     "read \"{}\"; use policy = \"none\"",
                                     to_string(reader.policy)));
        } else if (!has_reader(experiment.target)) {
            findings.add(policy, fmt::format("the socket's peer is {} from the start (target.peer), so nobody can "
                                             "read \"{}\"; use policy = \"none\"",
                                             quoted(experiment.target.peer), to_string(reader.policy)));
        }
    }
    // Only close-after counts "in all", and may close before it has read anything.
    const std::uint64_t least = reader.policy == ReaderPolicy::CloseAfter ? 0 : 1;
    findings.in_range({"reader", "bytes"}, "bytes", reader.bytes, least, kMaxReadBytes);
    findings.in_range({"reader", "every_ms"}, "every_ms", reader.every_ms, 1, kMaxEveryMs);
}

}  // namespace

void check_target(const Experiment& experiment, Findings& findings) {
    const TargetSpec& target = experiment.target;
    const TargetKind* kind = target_kind(target.kind);
    if (!kind) {
        const auto names = target_names();
        findings.add({"target", "kind"}, fmt::format("no target is called {}{}; use {}", quoted(target.kind),
                                                     did_you_mean(target.kind, names), one_of(names)));
        return;
    }
    check_flags(target, *kind, findings);
    if (kind->name == "file") check_file(target, findings);
    if (kind->name == "pipe") check_pipe(target, findings);
    if (target.content && kind->has_key("content"))
        check_content(
            *target.content,
            [] {
                return Path{"target", "content"};
            },
            findings);
    check_others(target, *kind, findings);
    check_serve(experiment, findings);
    check_reader(experiment, *kind, findings);
}

}  // namespace iovlab
