#include "core/experiment/vocabulary.h"
#include "core/report/situation.h"
#include "core/report/words.h"

#include <algorithm>
#include <cerrno>
#include <fmt/format.h>

// Why a call that reads came out as it did: the bench turned round.
namespace iovlab {
namespace {

using Found = std::optional<Explanation>;

bool asks_for_bytes(const Situation& s) {
    return s.call().cap.value_or(s.step.asked) > 0;
}

Found not_for_reading(const Situation& s) {
    if (!s.failed_with(EBADF) || !s.target().flags.has("O_WRONLY")) return {};
    return s.explained(
        "The file was opened with O_WRONLY, so its descriptor is good, but not for reading. The descriptor is "
        "checked "
        "first: no entry was looked at.",
        ", open(2)");
}

Found read_not_seekable(const Situation& s) {
    if (!s.failed_with(ESPIPE)) return {};
    return s.explained(
        "preadv names a place to read from, and this target has no places, only a next byte. Use readv.",
        ", pipe(7)");
}

Found directory(const Situation& s) {
    if (!s.failed_with(EISDIR)) return {};
    return s.explained(
        "A directory can be opened for reading, but its entries come from getdents64(2), not from read.");
}

Found bad_address(const Situation& s) {
    if (!s.failed_with(EFAULT)) return {};
    if (s.to("pipe")) {
        return s.explained(
            "The bytes of the pipe's first page slot were to go where nothing may be written. A slot comes out "
            "whole "
            "or not at all: they stay in the pipe.",
            ", pipe(7)");
    }
    if (s.to("eventfd")) {
        return s.explained(
            "The counter was taken, and set to 0, before its 8 bytes met an address where nothing may be written: "
            "they are lost.",
            ", eventfd(2)");
    }
    if (s.step.cut_off > 0) {
        return s.explained(
            fmt::format(
                "The message was taken off the queue before its first byte met an address where nothing may be "
                "written: its {} are lost.",
                bytes_words(s.step.cut_off)),
            ", recvmsg(2)");
    }
    return s.explained("The first byte was to go where nothing may be written.");
}

Found nothing_there(const Situation& s) {
    if (!s.failed_with(EAGAIN)) return {};
    return s.explained(
        "There is nothing to read yet, somebody may still send something, and O_NONBLOCK tells the "
        "kernel not to wait. This is not the end of file, which is a result of 0.");
}

Found eventfd_size(const Situation& s) {
    if (!s.failed_with(EINVAL) || !s.to("eventfd") || s.step.asked >= 8) return {};
    return s.explained("The counter has 8 bytes, and the whole list has room for fewer.", ", eventfd(2)");
}

Found unread_at_the_peer(const Situation& s) {
    if (!s.failed_with(ECONNRESET)) return {};
    return s.explained(
        "The peer closed its end and had not read what was sent to it: the first read afterwards says so.",
        ", unix(7)");
}

Found read_asleep(const Situation& s) {
    if (!s.outcome().blocked) return {};
    return s.explained(
        "There was nothing to read, and somebody might still send something: the call waited, and was "
        "ended by this program.");
}

Found read_interrupted(const Situation& s) {
    if (!s.failed_with(EINTR)) return {};
    return s.explained(
        "A signal came while the call waited, before there was a byte, and its handler was set up "
        "without SA_RESTART. Nothing was read: the call can be made again.",
        ", signal(7)");
}

Found end_of_file(const Situation& s) {
    if (s.outcome().result != 0 || !asks_for_bytes(s)) return {};
    std::string why;
    if (s.to("pipe")) {
        why += "The pipe is empty, and nobody can write to it any more";
    } else if (s.to("null")) {
        why += "/dev/null has no byte";
    } else if (s.target().kind.starts_with("unix-")) {
        why += "The peer has closed, and everything it sent has been read";
    } else {
        why += "The position is at the end, or behind it";
    }
    return s.explained(why +
                       ". 0 is no error; a loop that reads on must stop here. The buffers stay as they were.");
}

/// One call takes one message, and what it has no room for is gone. readv cannot say so: its result looks complete.
Found message_cut(const Situation& s) {
    if (s.step.cut_off == 0 || !s.outcome().result) return {};
    const std::uint64_t whole = s.result() + s.step.cut_off;
    Explanation out = s.explained(
        fmt::format(
            "One call takes one {}, and this one had {}. What found no room in the list is lost: {}. The "
            "result does not tell; {}",
            s.to("pipe") ? "packet" : "message", bytes_words(whole), bytes_words(s.step.cut_off),
            s.to("pipe") ? "only a list with room for a whole page is safe." : "recvmsg(2) does, with MSG_TRUNC."),
        s.to("pipe") ? ", pipe(2)" : ", recvmsg(2)");
    out.headline = fmt::format("Message cut: {} of {}.", grouped(s.result()), bytes_words(whole));
    return out;
}

Found fault_after_some(const Situation& s) {
    if (!s.short_write()) return {};
    const auto fault = s.fault();
    if (!fault || *fault >= s.call().cap.value_or(s.step.asked)) return {};
    const bool here = s.result() == *fault;
    if (!here && !s.to("pipe")) return {};
    const bool more = s.after.queued.value_or(0) > 0;
    if (!here && !more) return {};
    return s.explained(fmt::format("{} lies where nothing may be written: {}.", s.entry_at(*fault),
                                   s.to("pipe") ? "the page slot that was to go there stays in the pipe"
                                                : "everything in front of it was read"));
}

Found less_than_asked(const Situation& s) {
    if (!s.short_write()) return {};
    if (s.to("eventfd"))
        return s.explained("An eventfd gives its counter, 8 bytes, and sets it to 0.", ", eventfd(2)");
    const bool messages = s.to("unix-datagram") || s.to("unix-seqpacket") || s.target().flags.has("O_DIRECT");
    if (messages) return s.explained("One call takes one message, however much room is left.");
    if (s.to("file") || s.to("memfd")) {
        return s.explained("The file ends there. The entries behind stay as they were; the next call gives 0.");
    }
    return s.explained(
        "That was all that was there. A read returns what there is and does not wait for the rest: a "
        "short read is no error, and no end of file.");
}

Found filled(const Situation& s) {
    if (!s.complete() || s.step.asked == 0) return {};
    return s.explained(s.call().list.size() > 1
                           ? "Every entry was filled, one after the other in the order of the list."
                           : "The entry was filled.");
}

constexpr Explainer kArgumentRules[] = {not_for_reading, read_not_seekable};

constexpr Explainer kReadRules[] = {directory,    unaligned,          bad_address,      nothing_there,
                                    eventfd_size, unread_at_the_peer, read_asleep,      read_interrupted,
                                    end_of_file,  message_cut,        fault_after_some, less_than_asked,
                                    filled};

}  // namespace

std::span<const Explainer> read_argument_rules() {
    return kArgumentRules;
}

std::span<const Explainer> read_rules() {
    return kReadRules;
}

}  // namespace iovlab
