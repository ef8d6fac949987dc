#include "core/experiment/open_target.h"

#include "core/experiment/sink.h"
#include "core/kernel/machine.h"
#include "core/kernel/model/dropped.h"
#include "core/kernel/names.h"
#include "core/kernel/real/calibration.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <fcntl.h>
#include <fmt/format.h>
#include <string_view>
#include <sys/socket.h>
#include <unistd.h>

namespace iovlab {

namespace {

std::unique_ptr<Target> pipe_of(const TargetSpec& spec, const Scratch& scratch, bool reads) {
    PipeParams params{.capacity = spec.capacity,
                      .nonblock = spec.flags.has("O_NONBLOCK"),
                      .direct = spec.flags.has("O_DIRECT"),
                      .reader_open = spec.reader_open,
                      .reads = reads,
                      .writer_open = spec.writer_open};
    params.preload = waiting_in(spec, scratch);
    return open_pipe(params);
}

std::unique_ptr<Target> file_of(const TargetSpec& spec, const Scratch& scratch, bool reads) {
    FileParams params{.path = spec.path, .folder_fd = scratch.folder_fd(), .seek = spec.seek};
    params.content = scratch.target_content(spec);
    params.read_only = spec.flags.has("O_RDONLY");
    params.write_only = spec.flags.has("O_WRONLY");
    params.reads = reads;
    params.path_only = spec.flags.has("O_PATH");
    params.disk = spec.disk;
    for (const char* name : {"O_APPEND", "O_TRUNC", "O_DIRECT", "O_NONBLOCK"}) {
        if (spec.flags.has(name)) params.flags |= open_flag_from(name).value_or(0);
    }
    return open_file(params);
}

Peer peer_of(const TargetSpec& spec) {
    if (spec.peer == "closed") return Peer::Closed;
    if (spec.peer == "closed-unread") return Peer::ClosedUnread;
    return spec.peer == "none" ? Peer::None : Peer::Open;
}

std::unique_ptr<Target> unix_of(const TargetSpec& spec, const Scratch& scratch) {
    UnixParams params{.type = spec.kind == "unix-stream"     ? SOCK_STREAM
                              : spec.kind == "unix-datagram" ? SOCK_DGRAM
                                                             : SOCK_SEQPACKET,
                      .sndbuf = spec.sndbuf,
                      .nonblock = spec.flags.has("O_NONBLOCK"),
                      .timeout_s = spec.timeout_s,
                      .peer = peer_of(spec),
                      .sent = waiting_in(spec, scratch)};
    return open_unix(spec.kind, params);
}

std::string drop(std::initializer_list<const char*> rules, const char* news) {
    bool first = false;
    for (const char* rule : rules) first = drop_rule(rule) || first;
    return first ? fmt::format("this kernel differs from a rule of the model: {}; nothing is foretold by it", news)
                 : std::string();
}

std::string calibrate(const TargetSpec& spec) {
    if (spec.kind.starts_with("unix-") && !unix_memory_holds()) {
        return drop({kUnixMemory}, "it counts a unix socket's memory in another way");
    }
    if (spec.kind == "eventfd" && !eventfd_size_holds()) {
        return drop({"eventfd.size", "eventfd.size-short"},
                    "an eventfd takes more than 8 bytes (before Linux 6.9)");
    }
    if (spec.kind == "memfd" && !memfd_pages_hold()) {
        return drop({"memfd.grow", "memfd.grow-short"},
                    "F_SEAL_GROW does not end a write at a page of 4,096 bytes");
    }
    return {};
}

}  // namespace

std::vector<std::byte> waiting_in(const TargetSpec& spec, const Scratch& scratch) {
    if (spec.kind != "pipe" && !spec.kind.starts_with("unix-")) return {};
    if (auto content = scratch.target_content(spec)) return std::move(*content);
    return std::vector<std::byte>(spec.preload, kPreloadByte);
}

std::unique_ptr<Target> open_target(const TargetSpec& spec, const Scratch& scratch, bool reads) {
    if (spec.kind == "pipe") return pipe_of(spec, scratch, reads);
    if (spec.kind == "file") return file_of(spec, scratch, reads);
    if (spec.kind == "memfd") return open_memfd({spec.size, spec.seals});
    if (spec.kind == "eventfd") return open_eventfd({spec.value, spec.flags.has("O_NONBLOCK")});
    if (spec.kind.starts_with("unix-")) return unix_of(spec, scratch);
    if (spec.kind == "tcp" || spec.kind == "udp") {
        return open_net(spec.kind, {spec.sndbuf, spec.rcvbuf, spec.flags.has("O_NONBLOCK"), peer_of(spec)});
    }
    if (spec.kind == "pty") return open_pty(spec.peer == "open");
    return open_plain_kind(spec.kind, reads);
}

ModelFacts facts_of(Target& target, const TargetSpec& spec) {
    ModelFacts facts;
    facts.state = target.state();
    if (spec.kind == "file") {
        // A file that was kept may be of any size, most of it a hole: what lies behind so much is taken for zeros.
        const auto size = static_cast<std::uint64_t>(facts.state->size.value_or(0));
        facts.content.resize(std::min(size, kMaxContent));
        facts.content.resize(target.read_file(0, facts.content));
        facts.size = size;
    }
    if (const auto info = target.file_system()) {
        facts.file_system = info->type;
        facts.block_size = info->block_size;
    }
    if (spec.kind == "pipe") {
        facts.pipe_most = pipe_max_size();
        facts.privileged = may_pass_limits();
    }
    facts.note = calibrate(spec);
    return facts;
}

}  // namespace iovlab
