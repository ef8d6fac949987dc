#include "core/loops/blocks.h"

#include "core/loops/kinds.h"

#include <algorithm>
#include <cerrno>
#include <utility>

namespace iovlab {

namespace {

constexpr const char* kPrefix = "blocks:";
constexpr std::size_t kMostBlocks = 32;

enum class Action {
    DropEmpties,
    Stop,
    Offer,
    RetryEintr,
    WaitEagain,
    GiveUp,
    SkipEntries,
    Trim,
    TrimKeep,
    TrimBackwards,
    CountEntries,
    SkipCut,
    Restart,
    DoneIfPositive,
    DoneIfNothing,
    SpinEagain,
};

struct Known {
    LoopBlock block;
    Action action;
};

// clang-format off
const std::vector<Known>& known_blocks() {
    static const std::vector<Known> all = {
        {{"drop-empties", "Drop empty entries from the front of the list.",
          "while rest and len(rest[0]) == 0: rest.pop(0)", true, {}}, Action::DropEmpties},
        {{"stop", "If the list is empty: finished.", "if not rest: return", true, {}}, Action::Stop},
        {{"offer", "Offer the whole rest to the kernel: n = writev(fd, rest).", "n = writev(fd, rest)", true, {}},
         Action::Offer},
        {{"retry-eintr", "If n is -1 and errno is EINTR: begin again at the top.",
          "if n == -1 and errno == EINTR: continue", true, {}}, Action::RetryEintr},
        {{"wait-eagain", "If n is -1 and errno is EAGAIN: sleep in poll, then begin again at the top.",
          "if n == -1 and errno == EAGAIN: poll(fd, POLLOUT); continue", true, {}}, Action::WaitEagain},
        {{"give-up", "If n is -1: give up, and report errno.", "if n == -1: raise OSError(errno)", true, {}},
         Action::GiveUp},
        {{"skip-entries", "While n covers the first entry: take its length off n, and drop the entry.",
          "while n > 0 and n >= len(rest[0]): n -= len(rest.pop(0))", true, {}}, Action::SkipEntries},
        {{"trim", "If something is left of n: cut the first n bytes off the first entry.",
          "if n > 0: rest[0] = rest[0][n:]; n = 0", true, {}}, Action::Trim},

        {{"trim-keep", "If something is left of n: keep the first n bytes of the first entry.",
          "if n > 0: rest[0] = rest[0][:n]; n = 0", false,
          {"tokio-rs/tokio", 8158, "It kept the bytes that were sent and threw away those that were not."}},
         Action::TrimKeep},
        {{"trim-backwards", "If something is left of n: leave only the last n bytes of the first entry.",
          "if n > 0: rest[0] = rest[0][len(rest[0]) - n:]; n = 0", false,
          {"oven-sh/bun", 32088, "The subtraction stood the wrong way round: bytes were lost or sent twice."}},
         Action::TrimBackwards},
        {{"count-entries", "Drop the first n entries.", "if n > 0: del rest[:n]; n = 0", false,
          {"HarperFast/rocksdb-js", 573, "The result was taken for a number of entries. It is a number of bytes."}},
         Action::CountEntries},
        {{"skip-cut", "Drop every entry that n has reached, the cut one too.",
          "while n > 0: n -= min(n, len(rest.pop(0)))", false,
          {"kazeburo/Gazelle", 13, "A partly written entry counted as finished: HTTP responses were cut."}},
         Action::SkipCut},
        {{"restart", "If n is less than the rest: take the whole list again.",
          "if 0 <= n < total(rest): rest = list(whole)", false,
          {"MisterTea/EternalTerminal", 815, "The caller sent what had already gone out once more."}},
         Action::Restart},
        {{"done-if-positive", "If n is above 0: finished.", "if n > 0: return", false,
          {"tarantool/tarantool", 4651, "It asked whether something was written, not whether everything was."}},
         Action::DoneIfPositive},
        {{"done-if-nothing", "If n is 0 or less: finished.", "if n <= 0: return", false,
          {"kaappi/kaappi", 519, "A signal ended the output, and nobody was told."}}, Action::DoneIfNothing},
        {{"spin-eagain", "If n is -1 and errno is EAGAIN: begin again at the top, at once.",
          "if n == -1 and errno == EAGAIN: continue", false,
          {"apache/incubator-pagespeed-ngx", 1380, "It asked again at once instead of waiting: a whole CPU for nothing."}},
         Action::SpinEagain},
    };
    return all;
}
// clang-format on

std::optional<Action> action_of(const std::string& name) {
    for (const Known& known : known_blocks()) {
        if (known.block.name == name) return known.action;
    }
    return std::nullopt;
}

class BlockLoop final : public Loop {
public:
    BlockLoop(std::vector<Action> actions, const IovList& list, bool one_by_one)
        : actions_(std::move(actions)), whole_(list), rest_(list), one_by_one_(one_by_one) {
        go_on();
    }

    Want want() const override { return want_; }
    const IovList& list() const override { return offered_; }
    const char* place() const override { return place_; }
    std::uint64_t believed() const override { return finished_ ? whole_.total() : whole_.total() - rest_.total(); }
    std::uint64_t left() const override { return finished_ ? 0 : rest_.total(); }
    int failure() const override { return failure_; }
    std::unique_ptr<Loop> clone() const override { return std::make_unique<BlockLoop>(*this); }

    void returned(const Outcome& outcome) override {
        n_ = outcome.result.value_or(-1);
        errno_ = outcome.error;
        go_on();
    }

    void woke(const Outcome& outcome) override {
        if (!outcome.result && outcome.error != EINTR) return end(Want::Fail, "failed", outcome.error);
        at_ = 0;
        go_on();
    }

private:
    // Does blocks until one of them wants something of the world.
    void go_on() {
        want_ = Want::Done;
        waiting_ = false;
        for (std::size_t idle = 0; !waiting_;) {
            if (at_ >= actions_.size()) at_ = 0;
            // Two rounds without a call would be followed by a third: a loop that turns and does nothing.
            if (++idle > 2 * actions_.size() + 1) return end(Want::Fail, "failed", 0);
            perform(actions_[at_++]);
        }
    }

    void end(Want want, const char* where, int error) {
        want_ = want, place_ = where, failure_ = error, waiting_ = true;
    }
    void again(const char* where) { at_ = 0, place_ = where; }

    void perform(Action action) {
        const bool failed = n_ == -1;
        switch (action) {
            case Action::DropEmpties:
                rest_ = rest_.after(0);
                break;
            case Action::Stop:
                if (rest_.empty()) finish();
                break;
            case Action::Offer:
                offered_ = one_by_one_ ? rest_.entries(1) : rest_;
                want_ = Want::Call, waiting_ = true;
                if (place_ == place::wait.name) place_ = place::call.name;
                break;
            case Action::RetryEintr:
                if (failed && errno_ == EINTR) again("retry");
                break;
            case Action::SpinEagain:
                if (failed && errno_ == EAGAIN) again("spin");
                break;
            case Action::WaitEagain:
                if (failed && errno_ == EAGAIN) want_ = Want::Wait, place_ = place::wait.name, waiting_ = true;
                break;
            case Action::GiveUp:
                if (failed) end(Want::Fail, "failed", errno_);
                break;
            case Action::DoneIfPositive:
                if (n_ > 0) finish();
                break;
            case Action::DoneIfNothing:
                if (n_ <= 0) finish();
                break;
            default:
                advance(action);
        }
    }

    /// It says that all is sent, whatever is.
    void finish() {
        finished_ = true;
        end(Want::Done, "done", 0);
    }

    void advance(Action action) {
        if (n_ < 0) return;
        if (n_ > 0) place_ = place::advance.name;
        auto left = static_cast<std::uint64_t>(n_);
        std::size_t gone = 0;
        const std::uint64_t first = rest_.empty() ? 0 : rest_[0].length;
        switch (action) {
            case Action::SkipEntries:
                while (left > 0 && gone < rest_.size() && left >= rest_[gone].length) left -= rest_[gone++].length;
                rest_ = rest_.range(gone, rest_.size());
                break;
            case Action::SkipCut:
                while (left > 0 && gone < rest_.size()) left -= std::min(left, rest_[gone++].length);
                rest_ = rest_.range(gone, rest_.size());
                break;
            case Action::CountEntries:
                rest_ = rest_.range(std::min<std::size_t>(left, rest_.size()), rest_.size());
                left = 0;
                break;
            case Action::Restart:
                if (left < offered_.total()) rest_ = whole_;
                left = 0;
                break;
            default:
                if (left > 0 && !rest_.empty()) trim(action, std::min(left, first), first);
                left = 0;
        }
        n_ = static_cast<std::int64_t>(left);
    }

    // `n` of the first entry's `length` bytes were sent.
    void trim(Action action, std::uint64_t n, std::uint64_t length) {
        if (action == Action::TrimKeep) {
            rest_ = rest_.with_first(n);
        } else {
            const std::uint64_t cut = action == Action::TrimBackwards ? length - n : n;
            if (cut > 0) rest_ = rest_.after(cut);
        }
    }

    std::vector<Action> actions_;
    IovList whole_, rest_, offered_;
    bool one_by_one_;
    std::size_t at_ = 0;
    std::int64_t n_ = 0;
    int errno_ = 0;
    Want want_ = Want::Call;
    bool waiting_ = false, finished_ = false;
    const char* place_ = "call";
    int failure_ = 0;
};

}  // namespace

const std::vector<LoopBlock>& loop_blocks() {
    static const std::vector<LoopBlock> all = [] {
        std::vector<LoopBlock> blocks;
        for (const Known& known : known_blocks()) blocks.push_back(known.block);
        return blocks;
    }();
    return all;
}

const LoopBlock* loop_block(const std::string& name) {
    const auto found = std::find_if(loop_blocks().begin(), loop_blocks().end(),
                                    [&](const LoopBlock& block) { return block.name == name; });
    return found == loop_blocks().end() ? nullptr : &*found;
}

std::optional<std::vector<std::string>> blocks_of(const std::string& kind) {
    if (kind.rfind(kPrefix, 0) != 0) return std::nullopt;
    std::vector<std::string> names;
    std::string name;
    for (const char c : kind.substr(std::string(kPrefix).size()) + ",") {
        if (c == ',') {
            names.push_back(std::exchange(name, {}));
        } else if (c != ' ') {
            name += c;
        }
    }
    return names;
}

std::string blocks_kind(const std::vector<std::string>& blocks) {
    std::string kind = kPrefix;
    for (const std::string& name : blocks) kind += (&name == &blocks.front() ? " " : ", ") + name;
    return kind;
}

bool sound_blocks(const std::string& kind) {
    auto names = blocks_of(kind);
    if (!names || names->size() > kMostBlocks) return false;
    std::sort(names->begin(), names->end());
    return std::adjacent_find(names->begin(), names->end()) == names->end() &&
           std::all_of(names->begin(), names->end(), [](const auto& name) { return loop_block(name) != nullptr; });
}

std::unique_ptr<Loop> make_block_loop(const std::string& kind, const IovList& list, bool one_by_one) {
    if (!sound_blocks(kind)) return nullptr;
    const auto names = blocks_of(kind);
    std::vector<Action> actions;
    for (const std::string& name : *names) actions.push_back(*action_of(name));
    return std::make_unique<BlockLoop>(std::move(actions), list, one_by_one);
}

const LoopInfo& block_loop_info() {
    static const LoopInfo info = {"blocks",
                                  "put together from blocks",
                                  "What its blocks say, done from top to bottom and again.",
                                  true,
                                  {place::call,
                                   place::advance,
                                   place::retry,
                                   {"spin", "EAGAIN: ask again at once, without waiting for room."},
                                   place::wait,
                                   place::failed,
                                   place::done},
                                  {}};
    return info;
}

}  // namespace iovlab
