#include "core/experiment/vocabulary.h"
#include "core/kernel/machine.h"
#include "core/kernel/names.h"
#include "core/report/situation.h"
#include "core/report/words.h"

#include <algorithm>
#include <cerrno>
#include <climits>
#include <csignal>
#include <fmt/format.h>

// What is decided before the target is looked at (docs/kernel.md, 1), in the order in which the kernel decides it,
// and what ends the caller.
namespace iovlab {
namespace {

/// What was not done to the bytes.
const char* moved(const Situation& s) {
    return s.reading() ? "read" : "written";
}

constexpr std::uint64_t kUserSpaceEnd = 0x7fff'ffff'f000;  // TASK_SIZE_MAX on x86-64

using Found = std::optional<Explanation>;

Found unclaimed(const Situation& s) {
    if (!s.outcome().unclaimed) return {};
    return s.explained(std::string(s.outcome().unclaimed) +
                       " Ask the kernel: it makes the call and shows what "
                       "comes back.");
}

Found injected(const Situation& s) {
    if (s.outcome().origin != Origin::Injected) return {};
    return s.explained(
        "No call was made: the fault script of this experiment reported this instead. It is what a "
        "program sees when the kernel answers so.");
}

Found capped(const Situation& s) {
    if (!s.call().cap || !s.outcome().result) return {};
    const bool real = s.outcome().origin == Origin::Capped;
    if (*s.call().cap == 0) {
        const bool message =
            !s.reading() && !s.vectored() && (s.to("unix-datagram") || s.to("unix-seqpacket") || s.to("udp"));
        return s.explained(fmt::format(
            "The fault script asked {} for none of the list's bytes (short 0). The call returned 0, and {}",
            real ? "the kernel" : "the model",
            message       ? "the socket took it for a message without any bytes."
            : s.reading() ? "the buffers are as they were."
                          : "nothing went out."));
    }
    const SinkKind sink = sink_kind(s.target());  // a device keeps nothing, and a counter no bytes
    const bool kept = s.reading() || (sink != SinkKind::Nothing && sink != SinkKind::Counter);
    return s.explained(fmt::format("The fault script asked {} for the first {} of the list only, and it {} {}.{}",
                                   real ? "the kernel" : "the model", bytes_words(*s.call().cap),
                                   s.reading() ? "filled" : "took",
                                   s.result() == s.call().cap ? "them all" : bytes_words(s.result()),
                                   !real || !kept ? ""
                                   : s.reading()  ? " They really lie in the buffers, exactly this far."
                                                  : " The bytes are really there, exactly this prefix."));
}

Found died_joining(const Situation& s) {
    const bool joins = s.call().op == Op::CopyWrite;
    if (s.outcome().signal != SIGSEGV || (!joins && s.call().copy_first == 0)) return {};
    Explanation out = s.explained(
        std::string(joins
                        ? "Joining the entries means reading them in the program itself, and one of them lies "
                          "where nothing may be read. "
                        : "Slicing the cut entry means copying its rest in the program itself, and that lies where "
                          "nothing may be read. ") +
            "No call was made. The kernel gives EFAULT for such an entry: where it reads, it checks.",
        ", signal(7)");
    out.headline = "Killed by SIGSEGV before any call.";
    return out;
}

Found died_of_sigpipe(const Situation& s) {
    if (s.outcome().signal != SIGPIPE) return {};
    std::string why = fmt::format(
        "Nobody can read this {} any more, so the kernel sent SIGPIPE, and its default action ends the "
        "program: it never saw a result. Python and many servers ignore SIGPIPE and get EPIPE instead.",
        s.to("pipe") ? "pipe" : "socket");
    if (s.step.taken > 0) {
        why += fmt::format(" {} had gone into the {} before; the program could not learn that either.",
                           bytes_words(s.step.taken), s.to("pipe") ? "pipe" : "socket");
    }
    return s.explained(why, ", signal(7), pipe(7)");
}

Found died_of_sigxfsz(const Situation& s) {
    if (s.outcome().signal != SIGXFSZ) return {};
    return s.explained(
        fmt::format("The write would begin at or past this process's limit on file sizes, {} "
                    "(RLIMIT_FSIZE). The kernel sent SIGXFSZ, and its default action ends the program. "
                    "With SIGXFSZ ignored the call returns EFBIG.",
                    bytes_words(s.experiment.limits.file_size.value_or(0))),
        ", setrlimit(2), signal(7)");
}

Found died(const Situation& s) {
    if (s.outcome().signal == 0) return {};
    return s.explained("The signal's default action ends the program, so the call never returned.", ", signal(7)");
}

Found negative_offset(const Situation& s) {
    if (!s.failed_with(EINVAL) || !s.has_offset()) return {};
    const std::int64_t least = s.call().op == Op::Pwritev2 ? -1 : 0;
    if (s.call().offset >= least) return {};
    return s.explained(fmt::format(
        "The offset is {}, and a file has no place before its first byte. This is checked "
        "before anything else, even the descriptor.{}",
        s.call().offset, least == -1 ? " Only -1 has a meaning for pwritev2: the file's own position." : ""));
}

Found argument_not_seekable(const Situation& s) {
    if (!s.failed_with(ESPIPE)) return {};
    const std::string target = s.to("pipe")      ? "a pipe"
                               : s.to("eventfd") ? "an eventfd"
                                                 : "a " + s.target().kind + " socket";
    return s.explained(
        fmt::format(
            "{} writes at an offset, and {} has no offsets: it is a {}, not a place. Use writev, or pwritev2 "
            "with offset -1.",
            s.name(), target, s.to("eventfd") ? "counter" : "stream"),
        ", pipe(7)");
}

Found bad_descriptor(const Situation& s) {
    if (!s.failed_with(EBADF)) return {};
    const char* tail = " The descriptor is checked first: neither the array nor the bytes were looked at.";
    if (s.to("minus-one")) {
        return s.explained(
            std::string("-1 is no descriptor: it is what open(2), socket(2) and the others return when "
                        "they fail. A program that does not look at that ") +
            (s.reading() ? "reads from it." : "writes to it.") + tail);
    }
    if (s.to("closed")) {
        return s.explained(
            fmt::format("Descriptor {} was closed before the call. In a larger program its number may "
                        "by then belong to something else, and the bytes would {} there.",
                        s.context.target_fd, s.reading() ? "come from" : "go") +
                tail,
            ", close(2)");
    }
    if (s.to("directory")) {
        return s.explained(std::string("A directory can only be opened for reading: its entries are made by the "
                                       "kernel, not by write.") +
                               tail,
                           ", open(2)");
    }
    if (s.target().flags.has("O_PATH")) {
        return s.explained(
            std::string("O_PATH names a file without opening it: such a descriptor can neither be read "
                        "nor written.") +
                tail,
            ", open(2)");
    }
    if (s.target().flags.has("O_RDONLY")) {
        return s.explained(std::string("The file was opened with O_RDONLY, so its descriptor is good, but not for "
                                       "writing.") +
                               tail,
                           ", open(2)");
    }
    return s.explained(std::string("This descriptor is not open for ") + (s.reading() ? "reading." : "writing.") +
                       tail);
}

Found too_many(const Situation& s) {
    const auto count = static_cast<std::uint32_t>(s.call().iovcnt());  // the kernel takes it as unsigned
    if (!s.failed_with(EINVAL) || !s.vectored() || count <= kIovMax) return {};
    const std::string as = s.call().iovcnt() < 0 ? fmt::format("iovcnt is {}, which the kernel takes as {}",
                                                               s.call().iovcnt(), grouped(count))
                                                 : fmt::format("iovcnt is {}", grouped(count));
    return s.explained(as + fmt::format(": one call carries at most {} entries (IOV_MAX). It is refused before the "
                                        "array is read, and nothing is {}. {} the list in batches.",
                                        grouped(kIovMax), moved(s), s.reading() ? "Fill" : "Send"));
}

Found bad_array(const Situation& s) {
    if (!s.failed_with(EFAULT) || !s.vectored()) return {};
    if (s.call().bad_array) {
        return s.explained(
            std::string("The array of entries itself lies where nothing may be read, so the kernel never "
                        "learnt ") +
            (s.reading() ? "where the bytes should go." : "what to write."));
    }
    if (s.call().iovcnt() <= static_cast<std::int64_t>(s.call().list.size())) return {};
    return s.explained(
        fmt::format("iovcnt is {}, but the array has {}: the kernel read on behind its end, where "
                    "nothing may be read. The whole array is read before any byte is {}.",
                    s.call().iovcnt(), counted(s.call().list.size(), "entry", "entries"),
                    s.reading() ? "put anywhere" : "written"));
}

Found negative_length(const Situation& s) {
    if (!s.failed_with(EINVAL) || !s.vectored()) return {};
    for (std::size_t i = 0; i < s.call().list.size(); ++i) {
        const std::uint64_t length = s.call().list[i].length;
        if (length <= static_cast<std::uint64_t>(SSIZE_MAX)) continue;
        return s.explained(
            fmt::format("iov[{}] has the length {}, which is negative as the kernel counts (ssize_t). "
                        "All lengths are checked before any byte is {}.",
                        i, length, moved(s)));
    }
    return {};
}

Found outside_user_space(const Situation& s) {
    if (!s.failed_with(EFAULT)) return {};
    for (std::size_t i = 0; i < s.call().list.size(); ++i) {
        const Iov iov = s.call().list[i];
        if (iov.base <= kUserSpaceEnd && iov.length <= kUserSpaceEnd - iov.base) continue;
        return s.explained(
            fmt::format("{} reaches past the end of user space. Such an address is refused before any "
                        "byte is {}, even with the length 0; an address that is merely not mapped "
                        "is noticed only when its bytes are copied.",
                        s.vectored() ? fmt::format("iov[{}]", i) : std::string("The buffer"), moved(s)));
    }
    return {};
}

Found past_the_last_position(const Situation& s) {
    if (!s.failed_with(EINVAL)) return {};
    const std::int64_t at =
        s.has_offset() && s.call().offset != -1 ? s.call().offset : s.before.offset.value_or(-1);
    const auto furthest = static_cast<std::uint64_t>(INT64_MAX);
    const std::uint64_t length = std::min(s.step.asked, kMaxRwCount);
    if (at < 0 || length <= furthest - static_cast<std::uint64_t>(at)) return {};
    return s.explained(fmt::format("{} {} and the length {} add up to more than a file position can be (2^63 - 1).",
                                   s.has_offset() ? "The offset" : "The file's position", at, grouped(length)));
}

Found nothing_asked(const Situation& s) {
    if (!s.outcome().result || s.step.asked != 0) return {};
    const bool messages = s.to("unix-datagram") || s.to("unix-seqpacket") || s.to("udp");
    if (!s.vectored() && !s.reading() && messages) {
        return s.explained(
            "A write of 0 bytes to this socket sends a message without any. A writev of 0 bytes sends "
            "none.");
    }
    if (!s.vectored()) return s.explained("A write of 0 bytes to this target returns 0 and changes nothing.");
    return s.explained(
        "The lengths add up to 0, and then the call returns 0 before it looks at the target: no error, no "
        "signal, whatever state that is in. A loop that waits for progress must not wait for this.");
}

/// Why a flag that this kernel knows is not taken here; null for one that every target takes.
const char* condition_of(const std::string& flag) {
    if (flag == "RWF_NOWAIT")
        return "it asks for a call that never sleeps, and this target does not offer that for calls like this one";
    if (flag == "RWF_ATOMIC") {
        return "it asks for a write that is never torn, and only files opened with O_DIRECT take it, on a file "
               "system and a device that promise that";
    }
    if (flag == "RWF_DONTCACHE")
        return "it asks that the bytes do not stay in the page cache, and few file systems offer that";
    return nullptr;
}

/// What may be wrong with one of the flags; empty when nothing is known to be.
std::string flag_doubt(const std::string& flag) {
    const auto since = rwf_since(flag);
    const auto running = running_kernel();
    if (since && running && *running < *since) {
        return fmt::format("{} came with Linux {}, and this is Linux {}", flag, to_string(*since),
                           to_string(*running));
    }
    const char* condition = condition_of(flag);
    return condition != nullptr ? fmt::format("{} is known to this kernel, but {}", flag, condition)
                                : std::string();
}

Found unknown_flag(const Situation& s) {
    if (!s.failed_with(EOPNOTSUPP) || s.to("eventfd") || s.to("full")) return {};
    std::string why;
    std::uint32_t nameless = s.call().flags;
    for (const std::string& name : rwf_names()) {
        if (!s.rwf(name.c_str())) continue;
        nameless &= ~rwf_bit(name.c_str());
        if (const std::string doubt = flag_doubt(name); !doubt.empty()) why += (why.empty() ? "" : "; ") + doubt;
    }
    if (nameless != 0) {
        why += fmt::format(
            "{}{:#x} is no flag that has a name, and the kernel refuses every bit that it does not know",
            why.empty() ? "" : "; ", nameless);
    }
    if (why.empty()) why = fmt::format("This target does not take {}", rwf_words(s.call().flags));
    return s.explained(why + ". Nothing was written.");
}

Found too_much_for_one_call(const Situation& s) {
    if (!s.short_write() || s.result() != kMaxRwCount) return {};
    return s.explained(
        fmt::format("No call moves more than {} bytes (0x7ffff000); the rest of the list is silently left "
                    "out.",
                    grouped(kMaxRwCount)));
}

constexpr Explainer kArgumentsRules[] = {unclaimed,
                                         injected,
                                         capped,
                                         died_joining,
                                         died_of_sigpipe,
                                         died_of_sigxfsz,
                                         died,
                                         negative_offset,
                                         argument_not_seekable,
                                         bad_descriptor,
                                         too_many,
                                         bad_array,
                                         negative_length,
                                         outside_user_space,
                                         past_the_last_position,
                                         nothing_asked,
                                         unknown_flag,
                                         too_much_for_one_call};

}  // namespace

std::span<const Explainer> argument_rules() {
    return kArgumentsRules;
}

}  // namespace iovlab
