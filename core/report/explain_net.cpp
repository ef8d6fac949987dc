#include "core/report/situation.h"
#include "core/report/words.h"

#include <cerrno>
#include <fmt/format.h>

// TCP, UDP and terminals (docs/kernel.md, 4 and 6): what was seen, without numbers that the kernel keeps to
// itself.
namespace iovlab {
namespace {

using Found = std::optional<Explanation>;

Found tcp_gone(const Situation& s) {
    if (!s.to("tcp")) return {};
    if (s.failed_with(ECONNRESET)) {
        return s.explained(
            "The peer closed the connection with bytes unread, so its machine answered with RST: what was on its "
            "way is lost. That is told once, without SIGPIPE; the next call gets EPIPE.",
            ", tcp(7), send(2)");
    }
    if (!s.failed_with(EPIPE)) return {};
    return s.explained(
        "The connection is over: the peer has closed it, and an earlier write or its answer (RST) told so. " +
            s.sigpipe_words(),
        ", tcp(7), signal(7)");
}

Found udp_errors(const Situation& s) {
    if (!s.to("udp")) return {};
    if (s.failed_with(EDESTADDRREQ)) {
        return s.explained(
            "This socket was never connected, and writev names no address: nobody knows where the "
            "datagram should go. Use connect(2) first, or sendmsg(2) with an address.",
            ", udp(7), send(2)");
    }
    if (s.failed_with(ECONNREFUSED)) {
        return s.explained(
            "Nobody listens at that port. The answer to an EARLIER datagram says so (ICMP), and this "
            "call reports it and sends nothing.",
            ", udp(7)");
    }
    if (s.failed_with(EMSGSIZE)) {
        return s.explained("A UDP datagram carries at most 65,507 bytes. Nothing was sent.", ", udp(7)");
    }
    return {};
}

Found hung_up(const Situation& s) {
    if (!s.to("pty") || !s.failed_with(EIO)) return {};
    return s.explained(
        "The terminal was hung up: whoever held its other end (the window, the ssh connection) has "
        "closed it, and nothing can be shown any more.",
        ", pts(4)");
}

const char* net_page(const Situation& s) {
    return s.to("pty") ? ", pts(4)" : s.to("udp") ? ", udp(7)" : ", tcp(7)";
}

Found net_asleep(const Situation& s) {
    if (!s.outcome().blocked) return {};
    std::string why =
        "There was no room for the rest, and the descriptor is blocking: the kernel put the caller to sleep until "
        "the reader takes something, and that did not happen in time.";
    if (s.step.taken > 0) why += fmt::format(" {} had gone in by then.", bytes_words(s.step.taken));
    return s.explained(why, net_page(s));
}

Found net_no_room(const Situation& s) {
    if (!s.failed_with(EAGAIN)) return {};
    const std::string how = s.nonblocking().empty()
                                ? "the call may not sleep"
                                : s.nonblocking() + " tells the kernel to fail instead of sleeping";
    if (s.to("pty")) {
        return s.explained("The terminal's buffers are full of what nobody has read, and " + how +
                               ". Wait with poll(2), then ask again.",
                           ", pts(4), poll(2)");
    }
    return s.explained("The socket's send buffer is used up by what the peer has not acknowledged, and " + how +
                           ". Wait with poll(2), then ask again.",
                       std::string(net_page(s)).append(", poll(2)").c_str());
}

Found net_interrupted(const Situation& s) {
    if (!s.failed_with(EINTR)) return {};
    return s.explained(
        "A signal arrived while the call slept, before a single byte had gone in. Its handler ran, and without "
        "SA_RESTART the call then ends. Nothing was sent: simply ask again.",
        ", signal(7)");
}

Found net_cut_by_signal(const Situation& s) {
    if (!s.short_write() || s.outcome().handled == 0) return {};
    return s.explained(
        "The call slept with a part of the list already taken. A signal's handler ran, and then the call returns "
        "what it "
        "has, with or without SA_RESTART.",
        s.to("pty") ? ", signal(7), pts(4)" : ", signal(7), tcp(7)");
}

Found net_left(const Situation& s) {
    if (!s.short_write() || s.after.reader_open || !s.before.reader_open) return {};
    return s.explained(
        "The other end was closed while the call slept. What had gone in before is the result, and nobody gets "
        "what was "
        "not read by then. The next call gets an error.",
        net_page(s));
}

Found a_part(const Situation& s) {
    if (!s.short_write()) return {};
    return s.explained(
        "That is what fitted at this moment. How much it is depends on buffers that grow, on what was acknowledged "
        "meanwhile, and on earlier calls: no rule predicts it, and a program must not rely on any number.",
        net_page(s));
}

Found net_all_of_it(const Situation& s) {
    if (!s.complete()) return {};
    std::string restarted;
    if (s.outcome().handled > 0)
        restarted = " A signal's handler ran meanwhile; SA_RESTART made the kernel start the call again.";
    if (s.to("udp")) {
        return s.explained(
            s.what_went_out() +
                " went out as one datagram. That it was sent says nothing about whether it arrived: UDP drops what "
                "finds no room." +
                restarted,
            ", udp(7)");
    }
    if (s.to("tcp")) {
        std::string why = "The kernel took every byte into the connection's send buffer.";
        if (!s.after.reader_open)
            why += " The peer has closed, but this side has not been told yet: these bytes are lost.";
        return s.explained(
            why + " A success says that they were taken, not that the peer has read them." + restarted, ", tcp(7)");
    }
    return s.explained("The terminal took every byte." + restarted, ", pts(4)");
}

constexpr Explainer kNetRules[] = {tcp_gone,        udp_errors,        hung_up,  net_asleep, net_no_room,
                                   net_interrupted, net_cut_by_signal, net_left, a_part,     net_all_of_it};

}  // namespace

std::span<const Explainer> net_rules() {
    return kNetRules;
}

}  // namespace iovlab
