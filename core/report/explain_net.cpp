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
            "way "
            "is lost. That is told once, without SIGPIPE; the next call gets EPIPE.",
            ", tcp(7), send(2)");
    }
    if (!s.failed_with(EPIPE)) return {};
    return s.explained(
        "The connection is over: the peer has closed it, and an earlier write or its answer (RST) told so. SIGPIPE "
        "came with it; this program ignores that signal and gets the error instead.",
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

Found net_asleep(const Situation& s) {
    if (!s.outcome().blocked) return {};
    return s.explained(
        "There was no room for the rest, and the descriptor is blocking: the kernel put the caller to "
        "sleep until the reader takes something, and that did not happen in time.",
        ", tcp(7)");
}

Found net_no_room(const Situation& s) {
    if (!s.failed_with(EAGAIN)) return {};
    return s.explained(
        "The socket's send buffer is used up by what the peer has not acknowledged, and O_NONBLOCK "
        "tells the kernel to fail instead of sleeping. Wait with poll(2), then ask again.",
        ", tcp(7), poll(2)");
}

Found a_part(const Situation& s) {
    if (!s.short_write()) return {};
    return s.explained(
        "That is what fitted at this moment. How much it is depends on buffers that grow, on what was "
        "acknowledged meanwhile, and on earlier calls: no rule foretells it, and a program must not "
        "rely on any number.",
        s.to("pty") ? ", pts(4)" : ", tcp(7)");
}

Found net_all_of_it(const Situation& s) {
    if (!s.complete()) return {};
    if (s.to("udp")) {
        return s.explained(
            "The whole list went out as one datagram. That it was sent says nothing about whether it "
            "arrived: UDP drops what finds no room.",
            ", udp(7)");
    }
    if (s.to("tcp")) {
        std::string why = "The kernel took every byte into the connection's send buffer.";
        if (!s.after.reader_open)
            why += " The peer has closed, but this side has not been told yet: these bytes are lost.";
        return s.explained(why + " A success says that they were taken, not that the peer has read them.",
                           ", tcp(7)");
    }
    return s.explained("The terminal took every byte.", ", pts(4)");
}

constexpr Explainer kNetRules[] = {tcp_gone, udp_errors, hung_up, net_asleep, net_no_room, a_part, net_all_of_it};

}  // namespace

std::span<const Explainer> net_rules() {
    return kNetRules;
}

}  // namespace iovlab
