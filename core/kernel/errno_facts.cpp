#include "core/kernel/errno_facts.h"

#include <algorithm>
#include <cctype>
#include <cerrno>

namespace iovlab {

namespace {

constexpr Recipe kAccess[] = {{"EACCES", "reported without a call"}};
constexpr Recipe kAgain[] = {{"EAGAIN", "a full pipe with O_NONBLOCK"},
                             {"EAGAIN-room", "a pipe with room for bytes, but with no page slot free"},
                             {"EAGAIN-nowait", "RWF_NOWAIT on a blocking pipe"}};
constexpr Recipe kAlready[] = {{"EALREADY", "reported without a call"}};
constexpr Recipe kBadf[] = {{"EBADF", "a descriptor that is open for reading only"},
                            {"EBADF-path", "a descriptor opened with O_PATH"},
                            {"EBADF-closed", "a descriptor that was closed"}};
constexpr Recipe kRefused[] = {{"ECONNREFUSED", "a datagram socket whose peer has gone"}};
constexpr Recipe kReset[] = {{"ECONNRESET", "a peer that closed with unread data"}};
constexpr Recipe kDestination[] = {{"EDESTADDRREQ", "a UDP socket that was never connected"}};
constexpr Recipe kQuota[] = {{"EDQUOT", "reported without a call"}};
constexpr Recipe kFault[] = {{"EFAULT", "a pipe and a bad address on its first page"},
                             {"EFAULT-prefix", "a file keeps every byte in front of the bad one"},
                             {"EFAULT-array", "the iovec array itself cannot be read"}};
constexpr Recipe kBig[] = {{"EFBIG", "a limit on the size of files (RLIMIT_FSIZE)"}};
constexpr Recipe kInterrupted[] = {{"EINTR", "a signal while the call slept and nothing had gone out"}};
constexpr Recipe kInvalid[] = {{"EINVAL-count", "1,025 entries, one more than IOV_MAX"},
                               {"EINVAL-negative", "a count of -1"},
                               {"EINVAL-length", "a length that is negative as ssize_t"},
                               {"EINVAL-offset", "a negative offset for pwritev"},
                               {"EINVAL-eventfd", "an eventfd and an entry of other than 8 bytes"},
                               {"EINVAL-direct", "O_DIRECT and a length that is no multiple of the block"}};
constexpr Recipe kConnected[] = {{"EISCONN", "reported without a call"}};
constexpr Recipe kDisk[] = {{"EIO", "a terminal whose other end was closed"},
                            {"EIO-disk", "a failing disk, reported without a call"}};
constexpr Recipe kMessage[] = {{"EMSGSIZE", "a datagram larger than its socket's buffer"}};
constexpr Recipe kBuffers[] = {{"ENOBUFS", "reported without a call"}};
constexpr Recipe kMemory[] = {{"ENOMEM", "reported without a call"}};
constexpr Recipe kSpace[] = {{"ENOSPC", "/dev/full"}, {"ENOSPC-disk", "a small disk that fills up"}};
constexpr Recipe kUnconnected[] = {{"ENOTCONN", "a stream socket that was never connected"}};
constexpr Recipe kNotSocket[] = {{"ENOTSOCK", "reported without a call"}};
constexpr Recipe kUnsupported[] = {{"EOPNOTSUPP", "a flag of pwritev2 that no kernel knows"}};
constexpr Recipe kPermission[] = {{"EPERM", "a memfd that is sealed against writing"}};
constexpr Recipe kBroken[] = {{"EPIPE", "a pipe without a reader, SIGPIPE ignored"},
                              {"EPIPE-killed", "the same with SIGPIPE as it is by default: the writer dies"}};
constexpr Recipe kSeek[] = {{"ESPIPE", "pwritev on a pipe"}};

constexpr Recipe kHostUnreachable[] = {{"EHOSTUNREACH", "reported without a call"}};
constexpr Recipe kNetworkDown[] = {{"ENETDOWN", "reported without a call"}};
constexpr Recipe kNetworkUnreachable[] = {{"ENETUNREACH", "reported without a call"}};
constexpr Recipe kStale[] = {{"ESTALE", "reported without a call"}};
constexpr Recipe kTimedOut[] = {{"ETIMEDOUT", "reported without a call"}};

// Where Rust has no kind of its own the code is all there is.
constexpr const char* kOtherRust = "an error of no kind of its own; raw_os_error() has the number";
constexpr const char* kOtherPython = "OSError";

constexpr ErrnoFact kFacts[] = {
    {"EACCES", EACCES, "not allowed to send there", "socket", "nothing",
     "A message that names its receiver: its path may not be written to, or it is a broadcast address and "
     "SO_BROADCAST is off. A connected socket was asked this by connect(2), so writev never reports it.",
     "Mend the permissions, or set SO_BROADCAST if everybody on the network is really meant.", "PermissionError",
     "os.ErrPermission", "ErrorKind::PermissionDenied", "send(2), ip(7), unix(7)", true, kAccess},
    {"EAGAIN", EAGAIN, "the call would have to wait", "pipe, socket, eventfd", "nothing",
     "The descriptor is nonblocking and there is no room for even one byte. Had there been room for some, "
     "the call would have returned a short count instead. EWOULDBLOCK is the same number on Linux. A send "
     "timeout (SO_SNDTIMEO) that runs out gives it on a blocking socket too.",
     "Keep what is left, wait with poll(2) until the descriptor is writable, ask again. It is no failure.",
     "BlockingIOError", "the runtime parks the goroutine and asks again; syscall.EAGAIN on a raw descriptor",
     "ErrorKind::WouldBlock", "write(2), pipe(7), socket(7)", false, kAgain},
    {"EALREADY", EALREADY, "a connection is already being made", "tcp", "nothing",
     "Two sends with MSG_FASTOPEN on one nonblocking socket: each would connect it, and the first has not "
     "finished. writev never connects anything, so it never reports this.",
     "Wait with poll(2) until the socket is writable, then write as usual.", "BlockingIOError", "syscall.EALREADY",
     kOtherRust, "send(2), connect(2)", true, kAlready},
    {"EBADF", EBADF, "not an open descriptor for writing", "any", "nothing",
     "The number is not open, or it is open for reading only, or it was opened with O_PATH. Looked at "
     "before anything else of the call.",
     "It is a bug, often a descriptor closed twice whose number now belongs to somebody else. Do not "
     "retry: find who closed it.",
     kOtherPython, "syscall.EBADF; os.ErrClosed if the os.File was closed", kOtherRust, "write(2), open(2)", false,
     kBadf},
    {"ECONNREFUSED", ECONNREFUSED, "nobody listens at the other end", "datagram socket", "nothing",
     "A datagram socket reports here what it learnt about an earlier message: over UDP the write that "
     "fails is often the one after the message that was refused.",
     "Report it, or connect again; the messages sent since may all be lost.", "ConnectionRefusedError",
     "syscall.ECONNREFUSED", "ErrorKind::ConnectionRefused", "send(2), udp(7), unix(7)", false, kRefused},
    {"ECONNRESET", ECONNRESET, "the peer threw the connection away", "tcp, unix", "unknown",
     "The peer closed with data unread, or was killed. What earlier calls handed over may or may not have "
     "been read: a count only ever says that the kernel took the bytes.",
     "Give the connection up. Only an answer from the peer tells what it has got; start again from there.",
     "ConnectionResetError", "syscall.ECONNRESET", "ErrorKind::ConnectionReset", "send(2), tcp(7), unix(7)", false,
     kReset},
    {"EDESTADDRREQ", EDESTADDRREQ, "a datagram without an address", "udp", "nothing",
     "write and writev cannot name a receiver, and the socket was never connected to one.",
     "connect(2) the socket first, or use sendmsg(2), which takes an address and the same list of buffers.",
     kOtherPython, "syscall.EDESTADDRREQ", kOtherRust, "write(2), udp(7)", false, kDestination},
    {"EDQUOT", EDQUOT, "the user's disk quota is used up", "file", "nothing",
     "As ENOSPC, for one user: earlier calls may have stored a beginning, and the call before may have "
     "been short.",
     "Stop, say which file and how much of it is there, and leave or remove the part as was agreed.", kOtherPython,
     "syscall.EDQUOT", "ErrorKind::QuotaExceeded (since 1.85)", "write(2), quota(1)", true, kQuota},
    {"EFAULT", EFAULT, "a buffer lies outside readable memory", "any", "a prefix before",
     "The kernel copies your bytes when it stores them. When it meets an address it may not read, it "
     "stops: a file keeps every byte in front of it and returns a short count, a pipe keeps whole pages. "
     "EFAULT itself means that nothing was stored.",
     "It is a bug: nothing at run time can mend it. A short count may be its only sign, so ask again for "
     "the rest, and the errno comes out.",
     "cannot come from Python's own buffers", "syscall.EFAULT", kOtherRust, "write(2), writev(2)", false, kFault},
    {"EFBIG", EFBIG, "the file would pass a size limit", "file", "a beginning before",
     "The position is at the process's limit (RLIMIT_FSIZE) or at the largest size of the file system. A "
     "write that crosses the limit is cut short first. With the process's own limit SIGXFSZ comes as well,"
     " which kills unless it is ignored or handled.",
     "Ignore SIGXFSZ, report the limit, and treat the file as incomplete.", kOtherPython, "syscall.EFBIG",
     "ErrorKind::FileTooLarge (since 1.83)", "write(2), setrlimit(2)", false, kBig},
    {"EHOSTUNREACH", EHOSTUNREACH, "no way to the host", "tcp, udp", "unknown",
     "A router said so, or nobody answered on the local network. On TCP it may be about data of earlier calls.",
     "Report it; later it may work again.", kOtherPython, "syscall.EHOSTUNREACH", "ErrorKind::HostUnreachable",
     "ip(7), tcp(7)", true, kHostUnreachable},
    {"EINTR", EINTR, "a signal came before any byte moved", "pipe, socket", "nothing",
     "A handler ran while the call slept, and it was set up without SA_RESTART. Had some bytes gone out "
     "already, the call would have returned a short count instead.",
     "Ask again with the same list, unless the handler asked the program to stop.",
     "asks again by itself, after running the handler (PEP 475)", "the runtime asks again",
     "ErrorKind::Interrupted; write_all asks again", "write(2), signal(7)", false, kInterrupted},
    {"EINVAL", EINVAL, "count, length or alignment is wrong", "any", "nothing",
     "More than IOV_MAX (1,024) entries, a negative count or length, a negative offset, a length or "
     "address that O_DIRECT cannot take, or an object that takes no such write. Most are seen before any "
     "byte moves.",
     "Send long lists in portions of IOV_MAX; the rest are bugs.", kOtherPython, "syscall.EINVAL",
     "ErrorKind::InvalidInput", "writev(2), open(2)", false, kInvalid},
    {"EIO", EIO, "the device failed", "pty, disk", "unknown",
     "A terminal whose other end is gone, or a disk that could not store. For a disk it may be about bytes"
     " that an earlier call handed over, because writing to the disk happens later.",
     "Treat everything since the last fsync(2) that succeeded as not stored. Asking again does not bring "
     "it back.",
     kOtherPython, "syscall.EIO", kOtherRust, "write(2), fsync(2)", false, kDisk},
    {"EISCONN", EISCONN, "it has its receiver already", "connected socket", "nothing",
     "sendto(2) or sendmsg(2) named a receiver on a socket that is connected to one (a Unix stream "
     "says so; TCP takes no notice of the address). writev has no way to name one.",
     "Leave the address out, or write.", kOtherPython, "syscall.EISCONN", kOtherRust, "send(2), unix(7)", true,
     kConnected},
    {"EMSGSIZE", EMSGSIZE, "one message cannot be that large", "datagram, seqpacket", "nothing",
     "One call is one message, however many entries it gathers, and this one is larger than the socket's "
     "buffer or the protocol allows.",
     "Cut the message in the program, or use a stream; the kernel never splits a message.", kOtherPython,
     "syscall.EMSGSIZE", kOtherRust, "send(2), udp(7), unix(7)", false, kMessage},
    {"ENETDOWN", ENETDOWN, "the network interface is down", "tcp, udp", "unknown",
     "The interface that the packets would leave by was switched off.", "Report it; later it may work again.",
     kOtherPython, "syscall.ENETDOWN", "ErrorKind::NetworkDown", "ip(7)", true, kNetworkDown},
    {"ENETUNREACH", ENETUNREACH, "no route to that network", "udp, tcp", "nothing",
     "The routing table has no entry for the address.", "Report it; later it may work again.", kOtherPython,
     "syscall.ENETUNREACH", "ErrorKind::NetworkUnreachable", "ip(7)", true, kNetworkUnreachable},
    {"ENOBUFS", ENOBUFS, "the interface's queue is full", "socket", "nothing",
     "Linux mostly drops such packets without a word; some drivers and protocols report it.",
     "Wait a little and ask again; poll(2) does not tell when.", kOtherPython, "syscall.ENOBUFS", kOtherRust,
     "send(2)", true, kBuffers},
    {"ENOMEM", ENOMEM, "the kernel has no memory for it", "any", "nothing",
     "A page, a socket buffer or the copy of a long iovec array (more than 8 entries) could not be had.",
     "Free something or wait, then ask again; nothing was lost.", "MemoryError never: it is OSError",
     "syscall.ENOMEM", "ErrorKind::OutOfMemory", "send(2)", true, kMemory},
    {"ENOSPC", ENOSPC, "no room left on the device", "file, /dev/full", "a beginning before",
     "The disk is full. The write that fills it is cut short first; the next one fails. Delayed allocation"
     " may move the error to fsync(2) or close(2).",
     "Stop, say which file and how much of it is there. Write to a new file and rename it only when it is "
     "whole.",
     kOtherPython, "syscall.ENOSPC", "ErrorKind::StorageFull (since 1.83)", "write(2), full(4)", false, kSpace},
    {"ENOTCONN", ENOTCONN, "the socket has no peer", "unix socket", "nothing",
     "It was never connected, or its peer has gone and it keeps messages apart (datagrams).", "Connect it first.",
     kOtherPython, "syscall.ENOTCONN", "ErrorKind::NotConnected", "send(2), unix(7)", false, kUnconnected},
    {"ENOTSOCK", ENOTSOCK, "a call for sockets only", "file, pipe, terminal", "nothing",
     "send(2), sendto(2) and sendmsg(2) take sockets only. write and writev take any descriptor, so this is "
     "what a program meets that uses send and is given a pipe instead, as under a shell.",
     "Use writev where the descriptor may be anything; then SIGPIPE has to be ignored, for MSG_NOSIGNAL is "
     "send's alone.",
     kOtherPython, "syscall.ENOTSOCK", kOtherRust, "send(2)", true, kNotSocket},
    {"EOPNOTSUPP", EOPNOTSUPP, "a flag that cannot be had here", "pwritev2, socket", "nothing",
     "The kernel or this file system does not know one of the RWF_ flags.",
     "Go on without the flag, or tell the user which kernel is needed. Never take it for success.", kOtherPython,
     "errors.ErrUnsupported", "ErrorKind::Unsupported", "pwritev2(2)", false, kUnsupported},
    {"EPERM", EPERM, "a seal forbids it", "memfd", "pages before",
     "The memory file was sealed against writing (F_SEAL_WRITE) or against growing (F_SEAL_GROW).",
     "Ask whoever sealed it: a seal cannot be taken off.", "PermissionError", "os.ErrPermission",
     "ErrorKind::PermissionDenied", "memfd_create(2), fcntl(2)", false, kPermission},
    {"EPIPE", EPIPE, "nobody will ever read this", "pipe, socket", "perhaps unread",
     "The last reader closed its end. SIGPIPE is sent as well, which kills the program unless it is "
     "ignored or handled (Python and Go ignore it; a seqpacket socket sends none).",
     "Stop producing. In a filter, end quietly; in a server, close the connection and go on. Ignore "
     "SIGPIPE, or use MSG_NOSIGNAL.",
     "BrokenPipeError", "syscall.EPIPE; on descriptors 1 and 2 the program dies of SIGPIPE",
     "ErrorKind::BrokenPipe", "pipe(7), signal(7)", false, kBroken},
    {"ESPIPE", ESPIPE, "a pipe has no position", "pipe, socket, terminal", "nothing",
     "pwrite and pwritev name a place in the file, and this descriptor has none.",
     "Use write or writev; what fits a file does not always fit a pipe.", kOtherPython, "syscall.ESPIPE",
     "ErrorKind::NotSeekable (since 1.83)", "pwritev(2), lseek(2)", false, kSeek},
    {"ESTALE", ESTALE, "the file is gone from its server", "file over NFS", "unknown",
     "Somebody removed the file on the server while it was open here.",
     "Open it again by name; what was written since may be lost.", kOtherPython, "syscall.ESTALE",
     "ErrorKind::StaleNetworkFileHandle (since 1.83)", "errno(3)", true, kStale},
    {"ETIMEDOUT", ETIMEDOUT, "the peer no longer answers", "tcp", "unknown",
     "Data of earlier calls was sent again and again without an acknowledgement.",
     "Give the connection up, as with ECONNRESET.", "TimeoutError", "syscall.ETIMEDOUT; Timeout() is true",
     "ErrorKind::TimedOut", "tcp(7)", true, kTimedOut},
};

}  // namespace

std::span<const ErrnoFact> errno_facts() {
    return kFacts;
}

const ErrnoFact* errno_fact(std::string_view name) {
    const auto same = [](char a, char b) { return std::toupper(static_cast<unsigned char>(a)) == b; };
    for (const ErrnoFact& fact : kFacts) {
        if (std::equal(name.begin(), name.end(), fact.name, fact.name + std::string_view(fact.name).size(), same)) {
            return &fact;
        }
    }
    return nullptr;
}

}  // namespace iovlab
