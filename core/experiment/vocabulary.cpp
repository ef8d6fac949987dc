#include "core/experiment/vocabulary.h"

#include <algorithm>

namespace iovlab {

bool TargetKind::has_key(const std::string& key) const {
    return std::find(keys.begin(), keys.end(), key) != keys.end();
}

const std::vector<TargetKind>& target_kinds() {
    static const std::vector<std::string> open_closed = {"open", "closed", "none"};
    static const std::vector<std::string> all_peers = {"open", "closed", "closed-unread", "none"};
    static const std::vector<std::string> unix_keys = {"sndbuf", "flags", "timeout", "peer"};
    static const std::vector<std::string> nonblock = {"O_NONBLOCK"};
    static const std::vector<TargetKind> kinds = {
        {"file",
         {"path", "flags", "content", "seek", "disk"},
         {"O_APPEND", "O_TRUNC", "O_RDONLY", "O_PATH", "O_DIRECT", "O_NONBLOCK"},
         {},
         false,
         true},
        {"pipe", {"capacity", "flags", "preload", "reader"}, {"O_NONBLOCK", "O_DIRECT"}, {}, true, true},
        {"unix-stream", unix_keys, nonblock, all_peers, true, false},
        {"unix-datagram", unix_keys, nonblock, all_peers, true, false},
        {"unix-seqpacket", unix_keys, nonblock, all_peers, true, false},
        {"tcp",
         {"sndbuf", "rcvbuf", "flags", "peer", "serve"},
         nonblock,
         {"open", "closed", "closed-unread"},
         true,
         false},
        {"udp", {"peer"}, {}, open_closed, true, false},
        {"memfd", {"size", "seals"}, {}, {}, false, false},
        {"pty", {"peer"}, {}, {"open", "closed"}, true, false},
        {"eventfd", {"value"}, {}, {}, false, false},
        {"null", {}, {}, {}, false, false},
        {"full", {}, {}, {}, false, false},
        {"zero", {}, {}, {}, false, false},
        {"closed", {}, {}, {}, false, false},
        {"directory", {}, {}, {}, false, false},
        {"minus-one", {}, {}, {}, false, false},
    };
    return kinds;
}

const TargetKind* target_kind(const std::string& name) {
    const auto& kinds = target_kinds();
    const auto found =
        std::find_if(kinds.begin(), kinds.end(), [&](const auto& kind) { return kind.name == name; });
    return found == kinds.end() ? nullptr : &*found;
}

const std::vector<LoopKind>& loop_kinds() {
    static const std::vector<LoopKind> kinds = {
        {"once", true},         {"write-all", true},      {"write-all-poll", true}, {"chunked", false},
        {"copying", false},     {"ignore-short", false},  {"restart", false},       {"keep-prefix", false},
        {"skip-entry", false},  {"count-entries", false}, {"eagain-fatal", false},  {"eagain-spin", false},
        {"eintr-fatal", false}, {"spin-on-empty", false},
    };
    return kinds;
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

}  // namespace iovlab
