#pragma once

#include "core/kernel/real/target.h"

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

/// A real client (curl, a browser) on the other end of the experiment's calls: `target.serve`.
namespace iovlab {

struct ServeParams {
    std::uint16_t port = 0;                 ///< on 127.0.0.1; 0: any free one
    std::optional<std::uint64_t> sndbuf{};  ///< asked of SO_SNDBUF at our end, bytes
    bool nonblock = false;
};

/// The connection with the one client that came.
class Served final : public Target {
public:
    struct Head {
        std::string client;  ///< "127.0.0.1:53122"
        std::string line;    ///< of its request, the first
        bool whole = false;  ///< all of the request's head came, up to the blank line
    };
    Served(int fd, Head head, bool nonblock);
    ~Served() override;
    Served(const Served&) = delete;
    Served& operator=(const Served&) = delete;

    int fd() const override { return fd_; }
    /// `queued`: bytes that the client's kernel has not acknowledged yet. `reader_open`: the connection stands.
    TargetState state() const override;

    const Head& head() const { return head_; }
    enum class Client { There, Closed, Left };
    /// Closed: it sends nothing more. Left: the connection is broken.
    Client look() const;
    /// Ends the connection so that the client gets all that was handed over: no more is sent (SHUT_WR), then what
    /// it still sends is read until it closes, a few seconds at most. A close with bytes unread would be a RST,
    /// which may overtake the answer. Ends early when `wake_fd` becomes readable and `give_up` agrees.
    template <typename GiveUp>
    void hang_up(int wake_fd, GiveUp give_up) {
        begin_hang_up();
        while (!drained(wake_fd) && !give_up()) {
        }
    }

private:
    void begin_hang_up();
    bool drained(int wake_fd);

    int fd_ = -1;
    Head head_;
    std::uint64_t acknowledged_before_ = 0;
    std::optional<std::int64_t> handed_;  // at the moment of the hang-up: the end of the stream counts as a byte
    std::chrono::steady_clock::time_point patience_;
    bool left_ = false;
};

/// A socket that listens on loopback and nowhere else.
class Listening {
public:
    /// Throws NoTarget: the port is in use, or not allowed.
    explicit Listening(const ServeParams& params);
    ~Listening();
    Listening(const Listening&) = delete;
    Listening& operator=(const Listening&) = delete;

    std::uint16_t port() const { return port_; }
    std::string address() const;  ///< "http://127.0.0.1:8080/"

    /// Waits until a client has sent the head of a request, has left, or has said nothing for a few seconds. False
    /// when it is late or `wake_fd` became readable. Browsers open connections that they may not use: the first
    /// that speaks is the client.
    bool wait(int wake_fd, int timeout_ms);
    /// After wait() said so: the client. Nobody else is let in any more.
    std::unique_ptr<Served> take();

private:
    struct Guest {
        int fd = -1;
        std::string name;
        std::string text;
        bool done = false;
        std::chrono::steady_clock::time_point since;
    };
    bool let_in();
    static void listen_to(Guest& guest);
    Guest* chosen();
    int nap(int timeout_ms) const;

    ServeParams params_;
    int fd_ = -1;
    std::uint16_t port_ = 0;
    std::vector<Guest> guests_;
};

}  // namespace iovlab
