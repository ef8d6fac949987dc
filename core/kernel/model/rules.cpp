#include "core/kernel/model/rules.h"

#include <iterator>
#include <stdexcept>
#include <string>
#include <string_view>
#include <unordered_map>

namespace iovlab {

namespace {

constexpr Rule kRules[] = {
    // Arguments: looked at in this order, before the target is.
    {"args.negative-offset", "An offset below 0 is refused before anything else is looked at.", "pwritev2(2)"},
    {"args.bad-fd", "The descriptor is not open, or was opened with O_PATH, which gives no right to data.",
     "write(2)"},
    {"args.not-seekable", "A pipe has no positions, so a call that names an offset cannot be made on it.",
     "pwrite(2)"},
    {"args.read-only", "The descriptor was not opened for writing.", "write(2)"},
    {"args.write-only", "The descriptor was not opened for reading.", "read(2)"},
    {"args.count", "A list may have at most 1,024 entries (IOV_MAX); a negative count is a huge one to the kernel.",
     "writev(2)"},
    {"args.none", "With a count of 0 there is nothing to do, and the array is not even looked at.", "writev(2)"},
    {"args.array", "The kernel first copies the whole array of iovecs, and a part of it cannot be read.",
     "writev(2)"},
    {"args.length", "A length that is negative as ssize_t is refused while the list is copied.", "writev(2)"},
    {"args.range", "Every entry must lie inside user space, also an empty one.", "writev(2)"},
    {"args.empty", "All entries are empty: writev returns 0 without asking the target.", "writev(2)"},
    {"args.overflow", "The position after the write would be beyond the largest offset there is.", "pwritev2(2)"},
    {"args.flags", "The kernel does not know one of these flags, or the target does not take it.", "pwritev2(2)"},
    {"args.flags-entry",
     "This target has no vectored write: the kernel hands it one entry after the other, and then takes no flag but "
     "RWF_HIPRI.",
     "pwritev2(2)"},
    {"args.flags-contradict", "RWF_APPEND and RWF_NOAPPEND ask for opposite things.", "pwritev2(2)"},
    {"user.copy-fault", "Joining the buffers happens in the program itself, and there a bad address kills.",
     "signal(7)"},
    // Pipes.
    {"pipe.whole", "There was room in the pipe for all of it.", "pipe(7)"},
    {"pipe.broken", "Nobody has the read end open any more; the kernel sends SIGPIPE as well.",
     "pipe(7), signal(7)"},
    {"pipe.broken-killed", "Nobody has the read end open, and SIGPIPE's default is to kill.", "pipe(7), signal(7)"},
    {"pipe.full-nonblock", "All page slots are taken, and O_NONBLOCK makes the kernel return what it has.",
     "pipe(7), write(2)"},
    {"pipe.full-eagain",
     "Every page slot is taken, and behind the last page's bytes only what is no whole page of the list may go, "
     "whole: "
     "it does not, so O_NONBLOCK gives EAGAIN.",
     "pipe(7), write(2)"},
    {"pipe.full-sleep", "Every page slot is taken: the caller sleeps until a reader frees a page.", "pipe(7)"},
    {"pipe.woken-whole", "The caller slept until the reader had made room for all of it.", "pipe(7)"},
    {"pipe.fault", "A page that would hold the unreadable byte is thrown away, and it was the first.",
     "write(2), pipe(7)"},
    {"pipe.fault-short", "Pages in front of the unreadable byte stay; the page that would hold it is thrown away.",
     "write(2), pipe(7)"},
    {"pipe.signal-short", "A signal came after some bytes had gone in: the count is returned, not EINTR.",
     "signal(7), write(2)"},
    {"pipe.signal-eintr", "A signal came before any byte had gone in, and its handler does not restart calls.",
     "signal(7)"},
    {"pipe.closed-short", "The reader closed while the caller slept: it gets the count, and SIGPIPE beside it.",
     "pipe(7), signal(7)"},
    // Regular files.
    {"file.whole", "A regular file takes everything while there is room and no limit is met.", "write(2)"},
    {"file.limit", "The position is at RLIMIT_FSIZE or beyond it; the kernel sends SIGXFSZ as well.",
     "setrlimit(2), write(2)"},
    {"file.limit-killed", "The position is at RLIMIT_FSIZE, and SIGXFSZ's default is to kill.",
     "setrlimit(2), signal(7)"},
    {"file.limit-short", "The write would cross RLIMIT_FSIZE: it ends there, without any signal.",
     "setrlimit(2), write(2)"},
    {"file.too-big", "The position is beyond the largest file that this file system can hold.", "write(2)"},
    {"file.too-big-short", "The write would cross the largest size of a file and ends there.", "write(2)"},
    {"file.fault", "The first byte cannot be read.", "write(2)"},
    {"file.fault-short", "Everything in front of the first unreadable byte is in the file.", "write(2)"},
    // A file on a small disk.
    {"disk.full", "The disk has no page left for the first byte.", "write(2), tmpfs(5)"},
    {"disk.full-short",
     "The disk's last page is full: the call returns what is on it, and only the next one fails.",
     "write(2), tmpfs(5)"},
    // A file in memory, with seals.
    {"memfd.sealed", "F_SEAL_WRITE and F_SEAL_FUTURE_WRITE both forbid every call that writes to this file.",
     "memfd_create(2), fcntl(2)"},
    {"memfd.grow",
     "F_SEAL_GROW forbids the file to become larger, and the first page to be written would make it so.",
     "memfd_create(2), fcntl(2)"},
    {"memfd.grow-short",
     "F_SEAL_GROW ends the write in front of the page that would make the file larger, though a part of it would "
     "fit.",
     "memfd_create(2), fcntl(2)"},
    // Devices that never look at the bytes.
    // Calls that read.
    {"read.whole", "There was enough to fill the whole list.", "readv(2)"},
    {"read.short", "There was less than the list asks for: the call returns what there was and does not wait.",
     "readv(2)"},
    {"read.end", "There is nothing more: the position is at the end of the file.", "read(2)"},
    {"read.fault", "The first byte cannot be put where the list says.", "read(2)"},
    {"read.fault-short", "Everything in front of the first bad address was read.", "read(2)"},
    {"read.pipe-fault", "What the first page slot holds cannot be put where the list says: it stays in the pipe.",
     "pipe(7), read(2)"},
    {"read.pipe-fault-short", "A page slot whose bytes cannot all be put where the list says stays in the pipe.",
     "pipe(7), read(2)"},
    {"read.pipe-end", "The pipe is empty and nobody can write to it any more: end of file.", "pipe(7)"},
    {"read.pipe-empty", "The pipe is empty, and O_NONBLOCK tells the kernel not to wait.", "pipe(7), read(2)"},
    {"read.pipe-sleep", "The pipe is empty, and somebody may still write to it: the caller sleeps.", "pipe(7)"},
    {"read.packet", "A pipe in packet mode gives one packet a call; what does not fit is lost.", "pipe(2)"},
    {"read.signal", "A signal came while the caller slept, before there was a byte to read.", "signal(7)"},
    {"read.null", "Reading /dev/null is at the end of file at once.", "null(4)"},
    {"read.zero", "The device gives zeros without end.", "null(4), full(4)"},
    {"read.directory", "A directory is read with getdents64(2), not with read.", "read(2)"},
    {"read.eventfd", "A read gives the counter, 8 bytes in all, and sets it to 0.", "eventfd(2)"},
    {"read.eventfd-size", "An eventfd's counter has 8 bytes, and the list has room for fewer.", "eventfd(2)"},
    {"read.eventfd-empty", "The counter is 0, and O_NONBLOCK tells the kernel not to wait.", "eventfd(2)"},
    {"read.eventfd-sleep", "The counter is 0: the caller sleeps until somebody adds to it.", "eventfd(2)"},
    {"read.eventfd-fault", "The counter was taken and set to 0 before its bytes met a bad address: they are lost.",
     "eventfd(2)"},
    {"null.swallowed", "The device takes every length and looks at no byte, not even at one that cannot be read.",
     "null(4)"},
    {"full.no-space", "/dev/full is always full, and does not look at the bytes either.", "full(4)"},
    // An eventfd.
    {"eventfd.added", "Each entry is one write of 8 bytes, whose number is added to the counter.", "eventfd(2)"},
    {"eventfd.size", "An eventfd takes numbers of exactly 8 bytes, and the first entry has another length.",
     "eventfd(2)"},
    {"eventfd.size-short", "The entries in front were added; the next one is not 8 bytes long.", "eventfd(2)"},
    {"eventfd.fault", "The first entry cannot be read.", "eventfd(2)"},
    {"eventfd.fault-short", "The entries in front were added; the next one cannot be read.", "eventfd(2)"},
    {"eventfd.all-ones", "The number with all bits set is no value that the counter could have.", "eventfd(2)"},
    {"eventfd.all-ones-short", "The entries in front were added; the next one has all bits set, which is refused.",
     "eventfd(2)"},
    {"eventfd.full-eagain", "The sum would be above the counter's largest value, 2^64 - 2.", "eventfd(2)"},
    {"eventfd.full-short",
     "The entries in front were added; with the next one the counter would be above 2^64 - 2.", "eventfd(2)"},
    {"eventfd.full-sleep", "The sum would be above 2^64 - 2: the caller sleeps until somebody reads the counter.",
     "eventfd(2)"},
    {"eventfd.signal-eintr", "A signal came before the number could be added.", "signal(7), eventfd(2)"},
    {"eventfd.signal-short", "A signal came after some entries had been added: they are the result.",
     "signal(7), eventfd(2)"},
    // Unix sockets.
    {"unix.whole", "The socket had room for all of it.", "unix(7), socket(7)"},
    {"unix.message", "The list went out as one message.", "unix(7)"},
    {"unix.not-connected", "The socket is connected to nobody.", "unix(7), send(2)"},
    {"unix.broken", "The peer has closed its end; the kernel sends SIGPIPE as well.", "unix(7), signal(7)"},
    {"unix.broken-killed", "The peer has closed its end, and SIGPIPE's default is to kill.", "unix(7), signal(7)"},
    {"unix.broken-quiet", "The peer has closed its end; on a seqpacket socket no signal comes with it.", "unix(7)"},
    {"unix.reset", "The peer closed its end and left bytes unread: that is told once, without a signal.",
     "unix(7), send(2)"},
    {"unix.refused", "The peer of this datagram socket has gone: that is told once, and then it is not connected.",
     "unix(7), send(2)"},
    {"unix.full-short",
     "SO_SNDBUF counts the memory of every piece, not its bytes; when it is used up, the call returns what went "
     "in.",
     "socket(7), unix(7)"},
    {"unix.full-eagain", "SO_SNDBUF is used up by what the peer has not read, so not one byte goes in.",
     "socket(7), unix(7)"},
    {"unix.full-message", "SO_SNDBUF is used up by messages that the peer has not read.", "socket(7), unix(7)"},
    {"unix.full-sleep",
     "SO_SNDBUF is used up: the caller sleeps until the peer has read so much that only a quarter is in use.",
     "socket(7), unix(7)"},
    {"unix.woken-whole", "The caller slept until the peer had made room for all of it.", "unix(7)"},
    {"unix.too-long", "A message goes out whole or not at all, and SO_SNDBUF less 32 bytes is its longest.",
     "socket(7), send(2)"},
    {"unix.fault", "The first piece of the list holds the unreadable byte, and is thrown away.",
     "write(2), unix(7)"},
    {"unix.fault-short", "The pieces in front of the one with the unreadable byte went out.", "write(2), unix(7)"},
    {"unix.fault-message", "A message with an unreadable byte is not sent at all.", "write(2), unix(7)"},
    {"unix.signal-eintr", "A signal came before any byte had gone in, and its handler does not restart calls.",
     "signal(7)"},
    {"unix.signal-short", "A signal came after some bytes had gone in: the count is returned, not EINTR.",
     "signal(7), write(2)"},
    {"unix.closed-short", "The peer closed while the caller slept: it gets the count, and no signal.", "unix(7)"},
};

}  // namespace

const std::vector<Rule>& rules() {
    static const std::vector<Rule> all(std::begin(kRules), std::end(kRules));
    return all;
}

const Rule& rule(const char* name) {
    static const std::unordered_map<std::string_view, const Rule*> by_name = [] {
        std::unordered_map<std::string_view, const Rule*> names;
        for (const Rule& one : rules()) names.emplace(one.name, &one);
        return names;
    }();
    const auto found = by_name.find(name);
    if (found == by_name.end()) throw std::logic_error(std::string("the model has no rule named ") + name);
    return *found->second;
}

}  // namespace iovlab
