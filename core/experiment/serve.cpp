#include "core/experiment/serve.h"

#include "core/experiment/engine.h"

#include <algorithm>
#include <chrono>
#include <fmt/format.h>
#include <limits>

// A real client at the other end: the wait for it, what is seen of it while the calls are made, and the end.
namespace iovlab {

namespace {

using Clock = std::chrono::steady_clock;

constexpr double kDefaultWait = 60.0;              // seconds, where nobody sits at the window
constexpr std::uint64_t kRequestBytes = 1u << 20;  // bytes
constexpr int kPatientNap = 3'600'000;             // milliseconds

// Nobody came: no call was made, and the run ends.
void end_without(const Experiment& experiment, const Arena& arena, Board& board, double seconds) {
    EndStep end;
    end.served.emplace();
    for (std::size_t i = 0; i < experiment.calls.size(); ++i) {
        const std::uint64_t total = arena.list(i).total();
        end.expected += std::min(total, std::numeric_limits<std::uint64_t>::max() - end.expected);
    }
    end.verdict = end.expected == 0 ? Verdict::Intact : Verdict::Incomplete;
    end.status = board.stopping() ? Status::Stopped : Status::Blocked;
    end.note = board.stopping() ? std::string("stopped while it waited for a client: no call was made")
                                : fmt::format("no client came within {} seconds: no call was made", seconds);
    end.target.kind = experiment.target.kind;
    end.target.reader_open = false;
    board.publish({.what = end, .after = end.target});
}

ServeStep came(const Served::Head& head) {
    ServeStep step{.what = ServeStep::What::Came, .address = head.client};
    step.request = head.line;
    step.whole = head.whole;
    return step;
}

}  // namespace

std::unique_ptr<Served> wait_for_client(const Experiment& experiment, const RunOptions& options, const Arena& arena,
                                        Board& board) {
    Listening listening({.port = static_cast<std::uint16_t>(*experiment.target.serve),
                         .sndbuf = experiment.target.sndbuf,
                         .nonblock = experiment.target.flags.has("O_NONBLOCK")});
    const TargetState before{.kind = "tcp", .reader_open = false};
    ServeStep told{.what = ServeStep::What::Listening, .address = listening.address()};
    told.port = listening.port();
    board.publish({.what = told, .after = before});
    board.set_state(Run::State::Waiting);
    const bool patient = options.wait_for_people && !experiment.deadline_s;
    const double seconds = experiment.deadline_s.value_or(kDefaultWait);
    const auto end =
        Clock::now() + std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(seconds));
    for (;;) {
        board.clear_wake();
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(end - Clock::now()).count();
        if (board.stopping() || (!patient && left <= 0)) {
            end_without(experiment, arena, board, seconds);
            return nullptr;
        }
        if (listening.wait(board.wake_fd(), patient ? kPatientNap : static_cast<int>(left))) break;
    }
    std::unique_ptr<Served> served = listening.take();
    board.publish({.what = came(served->head()), .after = served->state()});
    return served;
}

// What the kernel took is all that can be known: the bytes are those of the list.
void Engine::settle_handed(const CallStep& step) {
    for (const Piece& whole : pieces_of(step.call.list, step.taken, step)) {
        const std::uint64_t base = arena_.list(whole.list)[whole.entry].base;
        for (std::uint64_t done = 0; done < whole.length;) {
            Piece piece = whole;
            piece.offset += done;
            piece.length = std::min(whole.length - done, kRequestBytes);
            buffer_.resize(piece.length);
            buffer_.resize(arena_.copy(base + piece.offset, buffer_));
            buffer_.resize(piece.length);
            sink_.arrived(buffer_, {piece});
            done += piece.length;
        }
    }
    arrived_ += step.taken;
}

// News of the client, each once.
void Engine::see_client() {
    if (!client_) return;
    using What = ServeStep::What;
    const Served::Client now = client_->look();
    const What seen = now == Served::Client::Left     ? What::Left
                      : now == Served::Client::Closed ? What::Closed
                                                      : What::Came;
    if (seen == What::Came || seen == client_seen_ || client_seen_ == What::Left) return;
    client_seen_ = seen;
    publish({.what = ServeStep{.what = seen, .address = client_->head().client}, .after = client_->state()});
}

void Engine::hang_up() {
    if (!client_) return;
    client_->hang_up(board_.wake_fd(), [this] {
        board_.clear_wake();
        return board_.stopping();
    });
    // That it has closed is what a client does at the end; a broken connection is news even now.
    if (client_->look() == Served::Client::Left) see_client();
    const TargetState state = client_->state();
    const auto handed = static_cast<std::uint64_t>(state.handed.value_or(0));
    const auto waiting = static_cast<std::uint64_t>(state.queued.value_or(0));
    ClientEnd& end = end_.served.emplace();
    end.client = client_->head().client;
    end.request = client_->head().line;
    end.handed = handed;
    end.acknowledged = handed - std::min(handed, waiting);
    end.left = client_->look() == Served::Client::Left;
}

}  // namespace iovlab
