#pragma once

#include "app/lab/derived.h"
#include "app/lab/kept.h"
#include "app/lab/run_view.h"
#include "core/loops/loop.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace iovlab {

/// What a loop makes of a list after a call: the list that it offered, and the one that it would offer next.
struct Thought {
    std::string loop;
    Want want = Want::Call;
    std::string place;           ///< where it stands: a name of its LoopInfo's places
    IovList offered;             ///< what the call on show carried, as this loop would have made it
    IovList next;                ///< what goes out next; empty when it is done or gives up
    std::uint64_t believed = 0;  ///< bytes of the list that it takes for sent
    std::uint64_t left = 0;      ///< bytes of the list that it takes for unsent
    std::uint64_t taken = 0;     ///< bytes that the call took
    int failure = 0;             ///< errno that it gave up on
    /// It would have ended after this call already, the one on show or an earlier one.
    std::uint64_t ended_after = 0;
};

/// What became of an entry between the two lists.
enum class Fate {
    Gone,       ///< it went out whole
    Trimmed,    ///< its front went out; the rest goes out next
    Empty,      ///< it was empty and is dropped
    Kept,       ///< it is offered again as it is
    Next,       ///< it is offered for the first time
    Again,      ///< bytes of it that went out are offered once more
    Shortened,  ///< its end is cut off: that never goes out
    Forgotten,  ///< it is taken for sent, and was not
    Filled,     ///< a call that reads: it is full
    Room,       ///< a call that reads: there is room left in it, and nothing more is read
    Left,       ///< it stays behind: the loop gives up
};
const char* to_string(Fate fate);  ///< a word for the picture: "gone", "rest", "empty"...

/// Neighbouring entries with one fate.
struct AdvanceBlock {
    Fate fate = Fate::Kept;
    std::uint64_t entry = 0;            ///< the first of them, in the whole list
    std::uint64_t count = 1;            ///< how many
    std::uint64_t length = 0;           ///< bytes that are offered next, or that are gone
    std::uint64_t skip = 0;             ///< Trimmed: how many of the entry's bytes lie in front
    std::optional<std::size_t> buffer;  ///< of the first of them
};

/// A thought as a picture and in words.
struct Advance {
    std::vector<AdvanceBlock> blocks;
    std::string words;  ///< "skip 3 entries, go on at tail+11,512"; or what the errno means to this loop
    std::string next;   ///< "writev(4, [4488], 1)", "poll(4, POLLOUT), then …", "done: it reports 6,008 B"
};

/// What the loop on show thinks of the call on show, and what another one would make of the same results.
struct Thinking {
    std::uint64_t call = 0;  ///< number of the call on show; 0: none, and nothing below means anything
    std::uint32_t list = 0;
    std::optional<Thought> own;
    Advance advance;
    std::optional<Thought> other;  ///< the document's loop, where the run was made with another
    Advance other_advance;

    /// The loop that the document has now.
    const Thought* chosen() const { return other ? &*other : own ? &*own : nullptr; }
};

/// A loop that was told the steps of a run so far, and what was seen of it on the way.
struct ToldLoop {
    std::unique_ptr<Loop> loop;
    IovList offered;
    std::uint64_t taken = 0;
    std::uint64_t ended_after = 0;

    explicit ToldLoop(std::unique_ptr<Loop> begun) : loop(std::move(begun)) {}
    ToldLoop(const ToldLoop& other)
        : loop(other.loop->clone()), offered(other.offered), taken(other.taken), ended_after(other.ended_after) {}
    ToldLoop(ToldLoop&&) = default;
    ToldLoop& operator=(ToldLoop&&) = default;
    ~ToldLoop() = default;
};

/// Thoughts of one loop about one list of one run, for going on from. Another run, loop or list begins anew.
struct ThoughtsKept {
    std::uint64_t run = 0;
    std::string loop;
    std::uint32_t list = 0;
    Kept<ToldLoop> told;
};

/// Tells `loop` everything that happened to the list of the call on show, up to that step. Makes no call. Nothing
/// when no call has returned yet, or there is no such loop.
std::optional<Thought> think(const RunView& run, const std::string& loop, ThoughtsKept& kept);
std::optional<Thought> think(const RunView& run, const std::string& loop);
Advance advance_of(const Thought& thought, const RunView& run, const Derived& derived);

/// The thoughts of the run's own loop and of the document's, where that is another.
struct ThinkingKept {
    ThoughtsKept own, other;
};
/// All of it, for a run and the loop that the document has now.
Thinking thinking_of(const RunView& run, const Derived& derived, const std::string& chosen, ThinkingKept& kept);
Thinking thinking_of(const RunView& run, const Derived& derived, const std::string& chosen);

}  // namespace iovlab
