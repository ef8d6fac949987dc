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
    {"pipe.full-eagain", "Every page slot is taken and nothing fits, so O_NONBLOCK gives EAGAIN.",
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
