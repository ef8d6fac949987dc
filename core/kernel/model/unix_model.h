#pragma once

#include "core/bytes/arena.h"
#include "core/kernel/model/byte_queue.h"
#include "core/kernel/model/target_model.h"

#include <cstdint>
#include <deque>
#include <string>

namespace iovlab {

enum class UnixType { Stream, Datagram, Seqpacket };
enum class UnixPeer { Open, Closed, ClosedUnread, None };

struct UnixModelSetup {
    UnixType type = UnixType::Stream;
    std::string kind{};        ///< "unix-stream"...
    std::uint64_t sndbuf = 0;  ///< as getsockopt(SO_SNDBUF) says
    bool nonblock = false;
    bool timeout = false;  ///< SO_SNDTIMEO: when a sleep ends is no rule's business
    UnixPeer peer = UnixPeer::Open;
    OnSignal sigpipe = OnSignal::Ignored;
};

/// One end of a unix socket pair: docs/kernel.md, 5. A stream is cut into pieces; a datagram or seqpacket socket
/// carries each call as one message.
class UnixModel final : public TargetModel {
public:
    UnixModel(const Arena& arena, UnixModelSetup setup);

    Access access() const override { return Access::Writable; }
    bool seekable() const override { return false; }
    Answer write(const Call& call, const Imported& imported) override;
    Answer read(std::uint64_t max, std::vector<std::byte>& out) override;
    Answer close_reader() override;
    Answer interrupt(bool restart) override;
    void abandon() override { writing_.active = false; }
    TargetState state() const override;

private:
    // One socket buffer.
    struct Buffer {
        std::uint64_t left = 0;  ///< bytes that were not read
        std::uint64_t charge = 0;
    };
    // A call under way; it may sleep in the middle.
    struct Writing {
        IovList rest;
        std::uint64_t total = 0;
        std::uint64_t fault = 0;
        std::uint64_t done = 0;
        bool nonblock = false;
        bool slept = false;
        bool active = false;
    };
    bool stream() const { return setup_.type == UnixType::Stream; }
    Answer send_stream();
    Answer send_message();
    Answer no_room(const char* some, const char* none);
    Answer peer_gone();
    Answer go_on();
    void put(std::uint64_t n, std::uint64_t charge);
    /// What one read takes of the buffers in front; true when it ended a sleep in an order that nobody can know.
    bool take(std::uint64_t max, std::uint64_t& taken, std::uint64_t& dropped);

    UnixModelSetup setup_;
    std::deque<Buffer> buffers_;
    ByteQueue waiting_;
    std::uint64_t charged_ = 0;
    std::uint64_t queued_ = 0;
    bool reset_ = false;  // the next call learns that the peer left bytes unread
    Writing writing_;
};

}  // namespace iovlab
