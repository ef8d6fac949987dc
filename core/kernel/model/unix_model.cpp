#include "core/kernel/model/unix_model.h"

#include "core/kernel/model/flags.h"
#include "core/kernel/model/unix_memory.h"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <utility>

namespace iovlab {

namespace {}  // namespace

UnixModel::UnixModel(const Arena& arena, UnixModelSetup setup)
    : setup_(std::move(setup)), waiting_(arena, std::byte{'.'}) {
    reset_ = setup_.peer == UnixPeer::ClosedUnread && setup_.type == UnixType::Seqpacket;
}

Answer UnixModel::write(const Call& call, const Imported& imported) {
    const FlagAnswer flags = stream_flags(call);
    if (flags.refused) return *flags.refused;
    writing_ = {.rest = call.list,
                .total = imported.total,
                .fault = imported.fault,
                .nonblock = setup_.nonblock || flags.nowait};
    const Answer answer = go_on();
    writing_.active = answer.asleep;
    return answer;
}

Answer UnixModel::go_on() {
    if (setup_.peer == UnixPeer::None && setup_.type != UnixType::Datagram) {
        return ended("unix.not-connected", 0, ENOTCONN);
    }
    return stream() ? send_stream() : send_message();
}

// The peer has closed, and the call finds that out at its start or while it waits for room.
Answer UnixModel::peer_gone() {
    if (std::exchange(reset_, false)) return ended("unix.reset", 0, ECONNRESET);
    if (stream() && setup_.sigpipe == OnSignal::Kills) return {.rule = "unix.broken-killed", .signal = SIGPIPE};
    return ended(stream() ? "unix.broken" : "unix.broken-quiet", 0, EPIPE);
}

Answer UnixModel::no_room(const char* some, const char* none) {
    Writing& w = writing_;
    if (w.nonblock) return ended(w.done > 0 ? some : none, w.done, EAGAIN);
    if (setup_.timeout) {
        return no_claim("SO_SNDTIMEO ends the sleep at some moment, and no rule says what comes first.");
    }
    w.slept = true;
    return {.rule = "unix.full-sleep", .taken = w.done, .asleep = true};
}

void UnixModel::put(std::uint64_t n, std::uint64_t charge) {
    Writing& w = writing_;
    waiting_.put(w.rest, n);
    w.rest = w.rest.after(n);
    w.done += n;
    buffers_.push_back({n, charge});
    charged_ += charge;
    queued_ += n;
}

// Piece after piece while less than SO_SNDBUF is charged. The room is looked at before the bytes are.
Answer UnixModel::send_stream() {
    Writing& w = writing_;
    if (setup_.peer != UnixPeer::Open) return peer_gone();
    if (w.total == 0) return ended("args.empty", 0);
    while (w.done < w.total) {
        if (charged_ >= setup_.sndbuf) return no_room("unix.full-short", "unix.full-eagain");
        const std::uint64_t n = unix_memory::piece(w.total - w.done, setup_.sndbuf);
        if (w.done + n > w.fault) return ended(w.done > 0 ? "unix.fault-short" : "unix.fault", w.done, EFAULT);
        put(n, unix_memory::piece_charge(n));
    }
    return ended(w.slept ? "unix.woken-whole" : "unix.whole", w.done);
}

// All or nothing, with the checks in the kernel's order.
Answer UnixModel::send_message() {
    Writing& w = writing_;
    const bool seqpacket = setup_.type == UnixType::Seqpacket;
    if (reset_) return peer_gone();
    if (w.total > unix_memory::longest_message(setup_.sndbuf)) return ended("unix.too-long", 0, EMSGSIZE);
    if (seqpacket && setup_.peer != UnixPeer::Open) return peer_gone();
    if (charged_ >= setup_.sndbuf) return no_room("unix.full-message", "unix.full-message");
    if (w.fault < w.total) return ended("unix.fault-message", 0, EFAULT);
    if (setup_.peer == UnixPeer::None) return ended("unix.not-connected", 0, ENOTCONN);
    if (setup_.peer != UnixPeer::Open) {
        setup_.peer = UnixPeer::None;  // the socket is told once, and is not connected from then on
        return ended("unix.refused", 0, ECONNREFUSED);
    }
    put(w.total, unix_memory::message_charge(w.total));
    return ended("unix.message", w.total);
}

bool UnixModel::take(std::uint64_t max, std::uint64_t& taken, std::uint64_t& dropped) {
    bool woke = false, unsure = false;
    while (!buffers_.empty() && (stream() ? taken < max : taken == 0)) {
        Buffer& front = buffers_.front();
        const std::uint64_t n = std::min(front.left, max - taken);
        front.left -= n;
        taken += n;
        queued_ -= n;
        if (!stream()) {
            dropped = front.left;
            queued_ -= std::exchange(front.left, 0);
        }
        if (front.left > 0) break;
        charged_ -= front.charge;
        buffers_.pop_front();
        // A sleeper wakes at the first buffer that makes the socket writable; what the reader frees after it, it
        // frees beside the waking writer.
        unsure = unsure || woke;
        woke = woke || unix_memory::writable(charged_, setup_.sndbuf);
        if (!stream() && n == 0 && queued_ == 0) break;
    }
    return unsure;
}

Answer UnixModel::read(std::uint64_t max, std::vector<std::byte>& out) {
    out.clear();
    std::uint64_t taken = 0, dropped = 0;
    const bool unsure = take(max, taken, dropped);
    waiting_.take(taken, dropped, out);
    if (!writing_.active) return {};
    if (unsure) {
        writing_.active = false;
        return no_claim("The sleeping writer and its reader now go on at the same time; the faster one decides.");
    }
    if (!unix_memory::writable(charged_, setup_.sndbuf)) {
        return {.rule = "unix.full-sleep", .taken = writing_.done, .asleep = true};
    }
    const Answer answer = go_on();
    writing_.active = answer.asleep;
    return answer;
}

Answer UnixModel::close_reader() {
    if (setup_.peer != UnixPeer::Open) return {};
    const bool unread = queued_ > 0 || !buffers_.empty();
    setup_.peer = unread ? UnixPeer::ClosedUnread : UnixPeer::Closed;
    buffers_.clear();
    charged_ = queued_ = 0;
    if (unread && setup_.type == UnixType::Seqpacket) reset_ = true;
    if (!writing_.active) return {};
    writing_.active = false;
    // A sleeper learns at once that its bytes were never read; no signal comes with it.
    if (writing_.done > 0) return ended("unix.closed-short", writing_.done);
    if (!stream()) return go_on();
    return ended("unix.reset", 0, ECONNRESET);
}

Answer UnixModel::interrupt(bool restart) {
    if (!writing_.active) return {};
    if (writing_.done == 0 && restart) return {.rule = "unix.full-sleep", .asleep = true};
    writing_.active = false;
    return ended(writing_.done > 0 ? "unix.signal-short" : "unix.signal-eintr", writing_.done, EINTR);
}

TargetState UnixModel::state() const {
    TargetState state{.kind = setup_.kind};
    const bool open = setup_.peer == UnixPeer::Open;
    if (open) state.queued = static_cast<std::int64_t>(queued_);
    state.capacity = static_cast<std::int64_t>(setup_.sndbuf);
    state.charged = static_cast<std::int64_t>(charged_);
    state.writable = unix_memory::writable(charged_, setup_.sndbuf);
    state.reader_open = open;
    return state;
}

}  // namespace iovlab
