#include "core/experiment/vocabulary.h"

#include "core/experiment/experiment.h"
#include "core/loops/loop.h"

#include <algorithm>

namespace iovlab {

bool TargetKind::has_key(const std::string& key) const {
    return std::find(keys.begin(), keys.end(), key) != keys.end();
}

const std::vector<TargetKind>& target_kinds() {
    static const std::vector<std::string> open_closed = {"open", "closed", "none"};
    static const std::vector<std::string> all_peers = {"open", "closed", "closed-unread", "none"};
    static const std::vector<std::string> unix_keys = {"sndbuf", "flags", "timeout", "peer", "content"};
    static const std::vector<std::string> nonblock = {"O_NONBLOCK"};
    using S = SinkKind;
    static const std::vector<TargetKind> kinds = {
        {"file",
         {"path", "flags", "content", "seek", "disk"},
         {"O_APPEND", "O_TRUNC", "O_RDONLY", "O_WRONLY", "O_PATH", "O_DIRECT", "O_NONBLOCK"},
         {},
         false,
         true,
         S::Place},
        {"pipe",
         {"capacity", "flags", "preload", "reader", "content", "writer"},
         {"O_NONBLOCK", "O_DIRECT"},
         {},
         true,
         true,
         S::Stream},
        {"unix-stream", unix_keys, nonblock, all_peers, true, true, S::Stream},
        {"unix-datagram", unix_keys, nonblock, all_peers, true, true, S::Stream},
        {"unix-seqpacket", unix_keys, nonblock, all_peers, true, true, S::Stream},
        {"tcp",
         {"sndbuf", "rcvbuf", "flags", "peer", "serve"},
         nonblock,
         {"open", "closed", "closed-unread"},
         true,
         true,
         S::Stream},
        {"udp", {"peer"}, {}, open_closed, true, true, S::Stream},
        {"memfd", {"size", "seals"}, {}, {}, false, true, S::Place},
        {"pty", {"peer"}, {}, {"open", "closed"}, true, true, S::Stream},
        {"eventfd", {"value", "flags"}, nonblock, {}, false, true, S::Counter},
        {"null", {}, {}, {}, false, true, S::Nothing},
        {"full", {}, {}, {}, false, true, S::Nothing},
        {"zero", {}, {}, {}, false, true, S::Nothing},
        {"closed", {}, {}, {}, false, true, S::Nothing},
        {"directory", {}, {}, {}, false, true, S::Nothing},
        {"minus-one", {}, {}, {}, false, true, S::Nothing},
    };
    return kinds;
}

const TargetKind* target_kind(const std::string& name) {
    const auto& kinds = target_kinds();
    const auto found =
        std::find_if(kinds.begin(), kinds.end(), [&](const auto& kind) { return kind.name == name; });
    return found == kinds.end() ? nullptr : &*found;
}

SinkKind sink_kind(const std::string& name) {
    const TargetKind* kind = target_kind(name);
    return kind ? kind->sink : SinkKind::Nothing;
}

SinkKind sink_kind(const TargetSpec& target) {
    return serves(target) ? SinkKind::Handed : sink_kind(target.kind);
}

bool can_be_read(const std::string& name) {
    return name != "tcp" && name != "udp" && name != "pty" && target_kind(name) != nullptr;
}

bool has_reader(const TargetSpec& target) {
    const TargetKind* kind = target_kind(target.kind);
    if (!kind || !kind->reader || serves(target)) return false;
    return target.kind == "pipe" ? target.reader_open : target.peer == "open";
}

const std::vector<std::string>& loop_names() {
    static const std::vector<std::string> names = [] {
        std::vector<std::string> all;
        for (const LoopInfo& loop : loops()) all.emplace_back(loop.name);
        return all;
    }();
    return names;
}

const std::vector<std::string>& sendable_signals() {
    static const std::vector<std::string> names = {"SIGUSR1", "SIGUSR2", "SIGALRM",  "SIGINT",   "SIGTERM",
                                                   "SIGHUP",  "SIGQUIT", "SIGCHLD",  "SIGWINCH", "SIGIO",
                                                   "SIGURG",  "SIGPROF", "SIGVTALRM"};
    return names;
}

const std::vector<std::string>& seal_names() {
    static const std::vector<std::string> names = {"F_SEAL_WRITE", "F_SEAL_FUTURE_WRITE", "F_SEAL_GROW",
                                                   "F_SEAL_SHRINK", "F_SEAL_SEAL"};
    return names;
}

const std::vector<std::string>& common_errnos() {
    static const std::vector<std::string> names = {"EAGAIN",  "EINTR",  "EPIPE",      "ENOSPC",      "EIO",
                                                   "EFAULT",  "EBADF",  "EINVAL",     "EFBIG",       "EDQUOT",
                                                   "ENOBUFS", "ENOMEM", "ECONNRESET", "EWOULDBLOCK", "EPERM"};
    return names;
}

TargetSpec with_own_keys(TargetSpec target) {
    static const TargetSpec usual;
    const TargetKind* kind = target_kind(target.kind);
    const auto keep = [&](const char* key, auto TargetSpec::*member) {
        if (!kind || !kind->has_key(key)) target.*member = usual.*member;
    };
    keep("path", &TargetSpec::path);
    keep("capacity", &TargetSpec::capacity);
    keep("sndbuf", &TargetSpec::sndbuf);
    keep("rcvbuf", &TargetSpec::rcvbuf);
    keep("content", &TargetSpec::content);
    keep("seek", &TargetSpec::seek);
    keep("disk", &TargetSpec::disk);
    keep("preload", &TargetSpec::preload);
    keep("reader", &TargetSpec::reader_open);
    keep("writer", &TargetSpec::writer_open);
    keep("timeout", &TargetSpec::timeout_s);
    keep("peer", &TargetSpec::peer);
    keep("serve", &TargetSpec::serve);
    keep("size", &TargetSpec::size);
    keep("value", &TargetSpec::value);
    return target;
}

}  // namespace iovlab
