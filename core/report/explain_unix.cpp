#include "core/kernel/model/unix_memory.h"
#include "core/report/situation.h"
#include "core/report/words.h"

#include <algorithm>
#include <cerrno>
#include <fmt/format.h>

// A unix socket's outcomes (docs/kernel.md, 5 and 7).
namespace iovlab {
namespace {

constexpr const char* kUnixPages = ", unix(7), socket(7)";

constexpr const char* kRestarted =
    " A signal's handler ran meanwhile; SA_RESTART made the kernel start the call again.";

using Found = std::optional<Explanation>;

bool stream(const Situation& s) {
    return s.to("unix-stream");
}

std::uint64_t number(const std::optional<std::int64_t>& value) {
    return static_cast<std::uint64_t>(std::max<std::int64_t>(value.value_or(0), 0));
}

/// "SO_SNDBUF is 212,992 and 222,720 of it are charged, though only 219,264 bytes wait".
std::string memory(const Situation& s) {
    std::string words = fmt::format("SO_SNDBUF allows {} of memory", bytes_words(number(s.after.capacity)));
    if (s.after.charged) words += fmt::format(", and {} are charged", grouped(number(s.after.charged)));
    if (s.after.queued) {
        words += fmt::format(" for the {} that wait: {} costs its own bytes and the kernel's book-keeping",
                             bytes_words(number(s.after.queued)), stream(s) ? "each piece" : "each message");
    }
    return words;
}

Found unix_asleep(const Situation& s) {
    if (!s.outcome().blocked) return {};
    std::string why =
        memory(s) +
        ". The socket is blocking: the kernel put the caller to sleep until the peer has read so much "
        "that only a quarter is in use, and that did not happen in time.";
    if (s.step.taken > 0) why += fmt::format(" {} had gone in by then.", bytes_words(s.step.taken));
    return s.explained(why, kUnixPages);
}

Found nobody(const Situation& s) {
    if (!s.failed_with(ENOTCONN)) return {};
    const bool left = s.to("unix-datagram") && s.target().peer != "none";
    return s.explained(left ? "The peer has gone. The first call was told so (ECONNREFUSED), and since then the "
                              "socket is connected to nobody."
                            : "This socket was never connected, so there is nobody to write to. Nothing was sent.",
                       ", unix(7)");
}

Found peer_closed(const Situation& s) {
    if (!s.failed_with(EPIPE)) return {};
    if (!stream(s)) {
        return s.explained(
            "The peer has closed its end, so nobody could ever read this message. On a seqpacket socket no SIGPIPE "
            "comes with it, whatever send(2) says.",
            kUnixPages);
    }
    return s.explained("The peer has closed its end, so nobody could ever read these bytes. " + s.sigpipe_words(),
                       ", unix(7), signal(7)");
}

Found left_unread(const Situation& s) {
    if (!s.failed_with(ECONNRESET)) return {};
    return s.explained(
        "The peer closed its end and left bytes unread: what was sent before is lost. That is told once, without "
        "SIGPIPE; the next call gets EPIPE.",
        kUnixPages);
}

Found refused(const Situation& s) {
    if (!s.failed_with(ECONNREFUSED)) return {};
    return s.explained(
        "The peer of this datagram socket has gone. That is told once; from now on the socket is connected to "
        "nobody, and the next call gets ENOTCONN.",
        kUnixPages);
}

Found too_long(const Situation& s) {
    if (!s.failed_with(EMSGSIZE)) return {};
    return s.explained(
        fmt::format("A {} goes out whole or not at all. The longest that fits is SO_SNDBUF less 32 bytes, {}; this "
                    "call has {}. Nothing was sent.",
                    s.to("unix-datagram") ? "datagram" : "message",
                    grouped(unix_memory::longest_message(std::max<std::uint64_t>(number(s.after.capacity), 32))),
                    grouped(s.step.asked)),
        kUnixPages);
}

Found unix_no_room(const Situation& s) {
    if (!s.failed_with(EAGAIN)) return {};
    const std::string how =
        !s.nonblocking().empty() ? s.nonblocking() + " tells the kernel to fail instead of sleeping"
        : s.target().timeout_s
            ? fmt::format("the time that SO_SNDTIMEO allows for sleeping, {} s, was over", *s.target().timeout_s)
            : std::string("the call may not sleep");
    return s.explained(fmt::format("{}. That is used up, and {}. Nothing was sent.", memory(s), how),
                       ", unix(7), socket(7), poll(2)");
}

Found unix_interrupted(const Situation& s) {
    if (!s.failed_with(EINTR)) return {};
    return s.explained(
        "A signal arrived while the call slept, before a single byte had gone in. Its handler ran, and without "
        "SA_RESTART the call then ends. Nothing was sent: simply ask again.",
        ", signal(7)");
}

Found unix_bad_bytes(const Situation& s) {
    if (!s.failed_with(EFAULT)) return {};
    const auto fault = s.fault();
    if (!fault || *fault == 0) {
        return s.explained("The first byte to be sent lies where nothing may be read. Nothing was sent.",
                           kUnixPages);
    }
    return s.explained(
        fmt::format("{} holds an address that may not be read. {} the bad address is dropped whole: nothing was "
                    "sent, not even the {} in front of it.",
                    s.entry_at(*fault),
                    stream(s) ? "A stream is cut into pieces, and the piece with" : "A message with",
                    bytes_words(*fault)),
        kUnixPages);
}

Found unix_bad_bytes_later(const Situation& s) {
    const auto fault = s.fault();
    if (!s.short_write() || !fault || *fault < s.result()) return {};
    const std::uint64_t next = unix_memory::piece(s.step.asked - s.result(), number(s.after.capacity));
    if (s.result() + next <= *fault || number(s.after.charged) >= number(s.after.capacity)) return {};
    return s.explained(
        fmt::format("{} holds an address that may not be read, {} into the list. A stream is cut into pieces of up "
                    "to {}: the piece with the bad address is dropped whole, and what went out before it is the "
                    "result. The next call gets EFAULT.",
                    s.entry_at(*fault), bytes_words(*fault),
                    bytes_words(unix_memory::piece(UINT64_MAX, number(s.after.capacity)))),
        kUnixPages);
}

Found cut_short(const Situation& s) {
    if (!s.short_write()) return {};
    if (!s.after.reader_open) {
        return s.explained(
            "The peer closed its end while the call slept. What had gone in before is the result; no signal came. "
            "The next call gets EPIPE.",
            kUnixPages);
    }
    if (s.outcome().handled > 0) {
        return s.explained(
            "The call slept with a part of the list already in the socket. A signal's handler ran, and then the "
            "call returns what it has, with or without SA_RESTART.",
            ", signal(7), unix(7)");
    }
    if (!s.nonblocking().empty()) {
        return s.explained(fmt::format("{}. That is used up, and {} tells the kernel to return what went in.",
                                       memory(s), s.nonblocking()),
                           kUnixPages);
    }
    if (s.target().timeout_s) {
        return s.explained(
            fmt::format("{}. The call slept for the {} s that SO_SNDTIMEO allows, and returns what went in.",
                        memory(s), *s.target().timeout_s),
            kUnixPages);
    }
    return s.explained(
        "The socket is blocking, so the call slept when it was full; something woke it before all "
        "had gone in.",
        kUnixPages);
}

Found unix_all_of_it(const Situation& s) {
    if (!s.complete()) return {};
    if (!stream(s)) {
        std::string why = s.what_went_out() +
                          " went out as one message: its reader gets it with one read, whole or cut off where its "
                          "buffer ends.";
        if (s.after.charged) why += " " + memory(s) + ".";
        if (s.outcome().handled > 0) why += kRestarted;
        return s.explained(why, kUnixPages);
    }
    if (number(s.before.charged) < number(s.before.capacity) && s.after.queued &&
        number(s.before.queued) + s.result() == number(s.after.queued)) {
        return s.explained("The socket had room for it. " + memory(s) + ".", kUnixPages);
    }
    if (!s.nonblocking().empty()) {
        return s.explained("The socket had room for all of it while the call went on, so it did not have to sleep.",
                           kUnixPages);
    }
    return s.explained(
        "The socket had no room for all of it at once: the call slept until the peer had read enough, "
        "and returned when the last byte was in." +
            std::string(s.outcome().handled > 0 ? kRestarted : ""),
        kUnixPages);
}

constexpr Explainer kUnixRules[] = {
    unix_asleep,  nobody,           peer_closed,    left_unread,          refused,   too_long,
    unix_no_room, unix_interrupted, unix_bad_bytes, unix_bad_bytes_later, cut_short, unix_all_of_it};

}  // namespace

std::span<const Explainer> unix_rules() {
    return kUnixRules;
}

}  // namespace iovlab
