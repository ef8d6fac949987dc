#include "app/lab/belief.h"

#include "app/lab/call_text.h"
#include "app/lab/problems.h"
#include "core/experiment/expected.h"
#include "core/experiment/verdict.h"
#include "core/experiment/vocabulary.h"
#include "core/report/damage_words.h"
#include "core/report/words.h"

#include <algorithm>
#include <map>

namespace iovlab {

namespace {

std::uint64_t sum(std::uint64_t a, std::uint64_t b) {
    return a > UINT64_MAX - b ? UINT64_MAX : a + b;
}

std::vector<Belief::Part> parts_of(const Derived& derived, const Expected& expected) {
    std::vector<Belief::Part> parts;
    for (std::size_t list = 0; list < derived.lists.size(); ++list) {
        const std::uint64_t begin = expected.list_begin(list);
        for (const EntryFacts& line : derived.lists[list].lines) {
            if (line.total > 0) parts.push_back({sum(begin, line.start), sum(begin, line.end()), line.buffer});
        }
    }
    return parts;
}

/// The expected stream cut wherever the number of copies changes; what never went out is left out.
std::vector<Belief::Run> runs_of(const std::vector<Piece>& pieces, const Expected& expected) {
    std::map<std::uint64_t, std::int64_t> changes;
    for (const Piece& piece : pieces) {
        const std::uint64_t begin = expected.position(piece);
        ++changes[begin];
        --changes[sum(begin, piece.length)];
    }
    std::vector<Belief::Run> runs;
    std::int64_t times = 0;
    std::uint64_t from = 0;
    for (const auto& [at, change] : changes) {
        if (change == 0) continue;
        if (times > 0) runs.push_back({from, at, static_cast<std::uint64_t>(times)});
        times += change;
        from = at;
    }
    return runs;
}

/// Each loop believes in a front of its list.
std::vector<Belief::Run> believed_runs(const std::vector<std::uint64_t>& believed, const Expected& expected) {
    std::vector<Belief::Run> runs;
    for (std::size_t list = 0; list < believed.size(); ++list) {
        const std::uint64_t begin = expected.list_begin(list);
        const std::uint64_t end = std::min(sum(begin, believed[list]), expected.list_begin(list + 1));
        if (end <= begin) continue;
        if (!runs.empty() && runs.back().end == begin) {
            runs.back().end = end;
        } else {
            runs.push_back({begin, end, 1});
        }
    }
    return runs;
}

std::string byte_words(const ReportContext& context, const Piece& piece) {
    const std::string name = entry_name(context, piece.list, piece.entry);
    return (name.empty() ? "iov[" + std::to_string(piece.entry) + "]" : name) + "+" + grouped(piece.offset);
}

/// A byte that merely has not come yet is not wrong; one that the loop takes for sent is.
void find_wrong(Belief& belief, const Judgement& judgement, const ReportContext& context, const Expected& expected,
                bool in_file) {
    const bool lost = std::any_of(belief.marks.begin(), belief.marks.end(),
                                  [](const Belief::Mark& mark) { return mark.kind == DamageKind::Lost; });
    if (!judgement.found && !(judgement.expected && lost)) return;
    const Piece& due = judgement.expected ? *judgement.expected : *judgement.found;
    belief.wrong_at = expected.position(due);
    belief.wrong = "First wrong byte: " + grouped(judgement.at) + ", ";
    if (!judgement.found) {
        belief.wrong += byte_words(context, due) + " never came.";
    } else if (judgement.expected && judgement.gap && in_file) {
        belief.wrong = "First wrong byte: " + grouped(*judgement.gap) +
                       " of the file, where no call wrote, should be " + byte_words(context, due) + ".";
    } else if (!judgement.expected) {
        belief.wrong += byte_words(context, due) + " when nothing more was due.";
    } else {
        belief.wrong += byte_words(context, *judgement.found) + " instead of " + byte_words(context, due) + ".";
    }
}

}  // namespace

bool Belief::calm() const {
    const auto unsent = [](const Mark& mark) { return mark.kind == DamageKind::Unsent; };
    return believes == real && std::all_of(marks.begin(), marks.end(), unsent);
}

std::string Belief::calm_words() const {
    std::string text;
    if (taken == 0) {
        text = "The loop believes that nothing went out yet, and nothing did.";
    } else if (taken == total) {
        text = "The loop believes that all " + grouped(total) + " B went out: so they did, in order.";
    } else {
        text = "The loop believes that " + grouped(believed) + " of " + grouped(total) +
               " B went out: so they did, in order.";
    }
    for (const std::string& word : words) text += " " + as_sentence(word);
    return text;
}

std::size_t steps_on_show(const RunView& run) {
    if (run.looking_back()) return *run.selected + 1;
    return run.steps.size();
}

Belief belief_after(const RunView& run, const Derived& derived, std::size_t steps) {
    Belief belief;
    // What was read lies in the buffers: there is no stream of its own to compare with, and nothing was sent.
    if (reads(run.experiment)) return belief;
    if (run.experiment.second) return belief;  // two writers, each with a belief of its own
    if (!run.arena || run.calls.empty() || run.calls.front() >= steps) return belief;
    std::vector<IovList> lists;
    for (std::size_t i = 0; i < run.experiment.calls.size(); ++i) lists.push_back(run.arena->list(i));
    const Expected expected(lists);
    Sent sent = sent_after(run.steps, steps);
    const bool place = sink_kind(run.experiment.target) == SinkKind::Place;
    for (const Piece& piece : sent.pieces) belief.taken = sum(belief.taken, piece.length);
    if (place) sent.pieces = without_rewritten(sent.pieces);
    belief.known = expected.total() > 0;
    belief.total = expected.total();
    for (const std::uint64_t bytes : sent.believed) belief.believed = sum(belief.believed, bytes);
    belief.parts = parts_of(derived, expected);
    belief.believes = believed_runs(sent.believed, expected);
    belief.real = runs_of(sent.pieces, expected);
    const bool over = run.end() != nullptr && steps == run.steps.size();
    DamageReport report = damage_of(sent.pieces, lists, sent.believed);
    // While it goes on, what is left to send is no damage.
    const auto still_to_come = [&](const Damage& one) { return one.kind == DamageKind::Unsent && !over; };
    std::erase_if(report.ranges, still_to_come);
    for (const Damage& one : report.ranges) {
        Piece from{.source = Source::Entry, .list = one.list};
        from.entry = static_cast<std::uint32_t>(one.from.entry);
        from.offset = one.from.offset;
        const std::uint64_t begin = expected.position(from);
        belief.marks.push_back({one.kind, begin, sum(begin, one.bytes)});
    }
    const ReportContext context = run.context();
    belief.words = damage_words(report, context);
    find_wrong(belief, judge(sent.pieces, lists, std::nullopt), context, expected, place);
    return belief;
}

}  // namespace iovlab
