// A loop's thought as a picture: what became of each entry between the list of a call and the next one.
#include "app/lab/call_text.h"
#include "app/lab/thinking.h"
#include "core/kernel/names.h"
#include "core/report/words.h"

#include <algorithm>

namespace iovlab {

namespace {

constexpr std::uint64_t kApart = 3;  // neighbours with one fate that still have a block each

class Blocks {
public:
    Blocks(const Thought& thought, const CallStep& shown, const Derived& derived)
        : thought_(thought), list_(shown.list), reading_(reads(shown.call.op)), derived_(derived) {}

    std::vector<AdvanceBlock> all() {
        const IovList& before = thought_.offered;
        const IovList& next = thought_.next;
        std::size_t i = 0;
        std::size_t k = 0;
        while (i < before.size() || k < next.size()) {
            const bool only_next = i == before.size() || (k < next.size() && next[k].entry < before[i].entry);
            const bool both = !only_next && k < next.size() && next[k].entry == before[i].entry;
            if (only_next) {
                const Iov& iov = next[k++];
                const bool again = before.size() > 0 && iov.entry < before[0].entry;
                add(again ? Fate::Again : Fate::Next, iov, iov.length);
            } else if (both) {
                stays(before[i++], next[k++]);
            } else {
                goes(before[i++]);
            }
        }
        return gathered();
    }

private:
    void stays(const Iov& before, const Iov& next) {
        const Fate fate = next.skip > before.skip       ? Fate::Trimmed
                          : next.skip < before.skip     ? Fate::Again
                          : next.length < before.length ? Fate::Shortened
                          : passed_ < thought_.taken    ? Fate::Again
                                                        : Fate::Kept;
        passed_ += before.length;
        add(before.length == 0 ? Fate::Kept : fate, next, next.length);
    }
    void goes(const Iov& before) {
        passed_ += before.length;
        const bool sent = passed_ <= thought_.taken;
        // Room that nothing was read into is no loss: whoever reads goes by the count.
        // Nor is what a loop knows to be left: one call reports its count, a loop that gives up its errno.
        const bool known = thought_.want == Want::Fail || thought_.left > 0;
        const Fate missing = reading_ && thought_.want != Want::Fail ? Fate::Room
                             : known                                 ? Fate::Left
                                                                     : Fate::Forgotten;
        const Fate gone = reading_ ? Fate::Filled : Fate::Gone;
        add(before.length == 0 ? Fate::Empty : sent ? gone : missing, before, before.length);
    }
    void add(Fate fate, const Iov& iov, std::uint64_t length) {
        AdvanceBlock block{fate, iov.entry, 1, length, iov.skip, {}};
        block.buffer = derived_.buffer_of(list_, iov.entry);
        blocks_.push_back(block);
    }
    /// Long runs of one fate as one block.
    std::vector<AdvanceBlock> gathered() const {
        std::vector<AdvanceBlock> few;
        for (std::size_t i = 0; i < blocks_.size();) {
            std::size_t end = i;
            while (end < blocks_.size() && blocks_[end].fate == blocks_[i].fate) ++end;
            if (end - i <= kApart) {
                few.insert(few.end(), blocks_.begin() + static_cast<std::ptrdiff_t>(i),
                           blocks_.begin() + static_cast<std::ptrdiff_t>(end));
            } else {
                AdvanceBlock all = blocks_[i];
                all.count = end - i;
                for (std::size_t k = i + 1; k < end; ++k)
                    all.length += std::min(blocks_[k].length, UINT64_MAX - all.length);
                few.push_back(all);
            }
            i = end;
        }
        return few;
    }

    const Thought& thought_;
    std::size_t list_;
    bool reading_;
    const Derived& derived_;
    std::uint64_t passed_ = 0;  // bytes of the offered list in front of the entry in hand, lies wrap round
    std::vector<AdvanceBlock> blocks_;
};

std::uint64_t count_of(const Advance& advance, Fate fate) {
    std::uint64_t count = 0;
    for (const AdvanceBlock& block : advance.blocks) count += block.fate == fate ? block.count : 0;
    return count;
}

std::string entries(std::uint64_t count) {
    return count == 1 ? "1 entry" : grouped(count) + " entries";
}

/// "skip 3 entries, go on at tail+11,512, drop 1 empty".
std::string list_words(const Advance& advance, const Thought& thought, const RunView& run, std::size_t list) {
    std::string words;
    const auto say = [&](const std::string& what) { words += (words.empty() ? "" : ", ") + what; };
    const auto name = [&](std::uint64_t entry) { return entry_name(run.context(), list, entry); };
    if (const std::uint64_t gone = count_of(advance, Fate::Gone)) say("skip " + entries(gone));
    if (const std::uint64_t filled = count_of(advance, Fate::Filled)) say(entries(filled) + " filled");
    for (const AdvanceBlock& block : advance.blocks) {
        if (block.fate == Fate::Trimmed) say("go on at " + name(block.entry) + "+" + grouped(block.skip));
        if (block.fate == Fate::Shortened)
            say("keep the first " + grouped(block.length) + " B of " + name(block.entry));
    }
    if (const std::uint64_t empty = count_of(advance, Fate::Empty))
        say("drop " + grouped(empty) + (empty == 1 ? " empty entry" : " empty entries"));
    if (const std::uint64_t lost = count_of(advance, Fate::Forgotten))
        say("forget what is left of " + entries(lost));
    if (const std::uint64_t left = count_of(advance, Fate::Left)) say("leave " + entries(left) + " behind");
    if (const std::uint64_t room = count_of(advance, Fate::Room)) say("room left in " + entries(room));
    const bool again = count_of(advance, Fate::Again) > 0;
    if (again && thought.next.size() > 0) say("begin again at " + name(thought.next[0].entry));
    return words;
}

std::string place_words(const Thought& thought) {
    const LoopInfo* info = loop_info(thought.loop);
    if (!info) return {};
    for (const LoopPlace& place : info->places) {
        if (thought.place == place.name) return place.what;
    }
    return {};
}

/// What a loop's place means to calls that read; empty where the loop's own words do.
std::string reading_words(const Thought& thought, const CallStep& shown) {
    if (!reads(shown.call.op)) return {};
    if (shown.outcome.result == 0 && shown.asked > 0)
        return "The end of file: the target has nothing more to give.";
    const std::string place = thought.place;
    if (place == "wait") return "EAGAIN: nothing is there yet, so sleep in poll(2) until there is.";
    if (place == "done" && thought.next.total() == 0 && thought.loop != "once") return "The list is full.";
    return {};
}

std::string next_words(const Thought& thought, const RunView& run, const CallStep& shown) {
    const bool reading = reads(shown.call.op);
    // A read that met the end of its target ends the loop, whatever is left of the list.
    const bool ended = reading && shown.outcome.result == 0 && shown.asked > 0;
    if (thought.want == Want::Done && thought.loop == "once" && shown.outcome.error != 0)
        return "done: it reports " + errno_name(shown.outcome.error);
    if (thought.want == Want::Done || ended)
        return "done: it reports " + grouped(thought.believed) + (reading ? " B as read" : " B as sent");
    if (thought.want == Want::Fail)
        return "gives up" + (thought.failure == 0 ? ": nothing moved" : " with " + errno_name(thought.failure));
    CallStep next = shown;
    next.call.list = thought.next;
    next.call.count.reset();
    next.asked = thought.next.total();
    const std::string call = short_call(next, run.target_fd);
    if (thought.want == Want::Wait)
        return "poll(" + std::to_string(run.target_fd) + (reading ? ", POLLIN), then " : ", POLLOUT), then ") +
               call;
    return call;
}

}  // namespace

const char* to_string(Fate fate) {
    switch (fate) {
        case Fate::Gone:
            return "gone";
        case Fate::Trimmed:
            return "the rest";
        case Fate::Empty:
            return "empty";
        case Fate::Kept:
            return "as it is";
        case Fate::Next:
            return "next";
        case Fate::Again:
            return "again";
        case Fate::Shortened:
            return "cut off";
        case Fate::Forgotten:
            return "forgotten";
        case Fate::Filled:
            return "filled";
        case Fate::Room:
            return "room left";
        case Fate::Left:
            break;
    }
    return "left";
}

Advance advance_of(const Thought& thought, const RunView& run, const Derived& derived) {
    Advance advance;
    const CallStep* shown = run.shown_call();
    if (!shown) return advance;
    advance.blocks = Blocks(thought, *shown, derived).all();
    const bool moved = thought.taken > 0;
    if (moved) advance.words = list_words(advance, thought, run, shown->list);
    if (advance.words.empty()) advance.words = reading_words(thought, *shown);
    if (advance.words.empty()) advance.words = place_words(thought);
    if (thought.ended_after != 0 && thought.ended_after < shown->n)
        advance.words = "It would have ended after call " + grouped(thought.ended_after) + ". " + advance.words;
    advance.next = next_words(thought, run, *shown);
    return advance;
}

}  // namespace iovlab
