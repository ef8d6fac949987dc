#pragma once

#include "core/kernel/kernel.h"

#include <cerrno>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

namespace iovlab {

/// A target cannot be had on this machine as it was asked for: what, and why.
struct NoTarget : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// This machine will not give a target at all: what it refused, with errno's words and what may be done.
NoTarget refused_by_machine(const std::string& what);

/// What the worker's calls name as their descriptor.
enum class Given {
    Open,      ///< its own copy of fd()
    Closed,    ///< the number that copy would have, closed before the first call
    MinusOne,  ///< -1
};

/// What the calls write to or read from, opened by the main program: the worker gets a descriptor and never a name.
class Target {
public:
    virtual ~Target() = default;

    /// The descriptor that the worker is given (it keeps its own copy).
    virtual int fd() const = 0;
    virtual Given given() const { return Given::Open; }
    virtual TargetState state() const = 0;
    /// See Kernel::read; targets without a reader answer 0.
    virtual std::size_t read(std::size_t, std::vector<std::byte>& out) {
        out.clear();
        return 0;
    }
    virtual void close_reader() {}
    /// A call that writes is made.
    virtual void call_began() {}
    /// It has returned, with so many bytes taken.
    virtual void call_ended(std::uint64_t) {}
    /// Its caller has died in it: nothing more comes in.
    virtual void caller_gone() {}
    /// See Kernel::resize; only pipes have a size to ask for.
    virtual std::int64_t resize(std::uint64_t) { return -EBADF; }
    /// See Kernel::read_file; targets that are no file answer 0.
    virtual std::size_t read_file(std::uint64_t, std::span<std::byte>) { return 0; }

    /// statfs(2) of a file's file system; absent for other targets.
    struct FileSystem {
        std::uint64_t type = 0;
        std::uint64_t block_size = 0;
    };
    virtual std::optional<FileSystem> file_system() const { return std::nullopt; }
};

struct PipeParams {
    std::uint64_t capacity = 65536;    ///< bytes, for F_SETPIPE_SZ
    bool nonblock = false;             ///< O_NONBLOCK, on the write end only
    bool direct = false;               ///< O_DIRECT: packets
    std::vector<std::byte> preload{};  ///< put in by one write
    bool reader_open = true;
    bool reads = false;  ///< the worker gets the read end, and `nonblock` is about that one; we keep the other
    bool writer_open = true;
};
/// Throws NoTarget, as all of these do.
std::unique_ptr<Target> open_pipe(const PipeParams& params);

struct FileParams {
    std::string path;    ///< a plain name, used only with `folder_fd`
    int folder_fd = -1;  ///< the scratch folder that is kept; -1: a file without a name
    int flags = 0;       ///< O_APPEND, O_TRUNC, O_DIRECT, O_NONBLOCK; O_RDONLY, O_PATH by below
    bool read_only = false;
    bool write_only = false;  ///< neither: read only when it is read from, else write only
    bool reads = false;
    bool path_only = false;  ///< O_PATH
    std::optional<std::vector<std::byte>> content{};
    std::int64_t seek = 0;
    std::optional<std::uint64_t> disk{};  ///< bytes of a disk of its own (small_disk.h); it never has a name then
};
/// Without a folder the file never has a name (O_TMPFILE), so that nothing can be left behind, whatever is killed
/// when.
std::unique_ptr<Target> open_file(const FileParams& params);

/// Opens `name` in the folder for reading, only if it is a regular file with no other name: no link leads out.
/// Returns -1 and errno (ELOOP, EMLINK, EINVAL for what is no plain file).
int open_plain(int folder_fd, const char* name, int flags);

struct MemfdParams {
    std::uint64_t size = 0;          ///< bytes, all zero
    std::vector<std::string> seals;  ///< F_SEAL_ names, set before the first call
};
std::unique_ptr<Target> open_memfd(const MemfdParams& params);

struct EventfdParams {
    std::uint64_t value = 0;
    bool nonblock = false;
};
std::unique_ptr<Target> open_eventfd(const EventfdParams& params);

/// The targets without anything to set, by their kind: "null", "full", "zero", "closed", "directory", "minus-one".
/// `reads`: the calls read, so that the devices are opened for reading.
std::unique_ptr<Target> open_plain_kind(const std::string& kind, bool reads = false);

enum class Peer { Open, Closed, ClosedUnread, None };

struct UnixParams {
    int type = 0;                           ///< SOCK_STREAM, SOCK_DGRAM, SOCK_SEQPACKET
    std::optional<std::uint64_t> sndbuf{};  ///< asked of SO_SNDBUF, bytes
    bool nonblock = false;
    std::optional<double> timeout_s{};  ///< SO_SNDTIMEO
    Peer peer = Peer::Open;
    std::vector<std::byte> sent{};  ///< what the peer had sent us with one send before the first call
};
/// One end of a socketpair(2); for Peer::None a socket that was never connected.
std::unique_ptr<Target> open_unix(const std::string& kind, const UnixParams& params);

struct NetParams {
    std::optional<std::uint64_t> sndbuf{};  ///< asked of SO_SNDBUF at our end, bytes
    std::optional<std::uint64_t> rcvbuf{};  ///< asked of SO_RCVBUF at the peer's
    bool nonblock = false;
    Peer peer = Peer::Open;
};
/// "tcp" or "udp", between two sockets of ours on 127.0.0.1.
std::unique_ptr<Target> open_net(const std::string& kind, const NetParams& params);

/// A terminal's program side, raw; we hold the other side.
std::unique_ptr<Target> open_pty(bool peer_open);

}  // namespace iovlab
