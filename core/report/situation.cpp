#include "core/report/situation.h"

#include "core/bytes/page_size.h"
#include "core/kernel/names.h"
#include "core/report/words.h"

#include <algorithm>
#include <fmt/format.h>

namespace iovlab {
namespace {

std::string next_start(const Situation& s) {
    const Cursor at = s.step.consumed;
    const EntrySpec* spec = entry_spec(s.context, s.step.list, at.entry);
    if (spec == nullptr || spec->bad != BadBase::None) {
        return fmt::format("byte {} of that entry", grouped(at.offset));
    }
    return at.offset == 0 ? spec->buffer : fmt::format("{}+{}", spec->buffer, grouped(at.offset));
}

std::string outcome_words(const Situation& s) {
    const Outcome& outcome = s.outcome();
    if (outcome.unclaimed) return "No claim: the model does not say what comes back.";
    if (outcome.signal != 0) return fmt::format("Killed by {} in {}.", signal_name(outcome.signal), s.name());
    if (outcome.blocked && s.step.awake) return fmt::format("Not back from {} when the run ended.", s.name());
    if (outcome.blocked) return fmt::format("Still asleep in {} when the run ended.", s.name());
    if (outcome.error != 0) {
        return fmt::format("{}: {}.", errno_name(outcome.error), errno_text(outcome.error));
    }
    if (s.step.asked == 0) return s.reading() ? "Nothing to read: 0 of 0." : "Nothing to write: 0 of 0.";
    if (s.complete()) return fmt::format("Complete: all {}.", bytes_words(s.result()));
    const char* what = !s.reading() ? "Short write" : s.result() > 0 ? "Short read" : "End of file";
    return fmt::format("{}: {} of {}.", what, grouped(s.result()), grouped(s.step.asked));
}

}  // namespace

std::uint64_t Situation::result() const {
    return step.outcome.result ? static_cast<std::uint64_t>(std::max<std::int64_t>(*step.outcome.result, 0)) : 0;
}

bool Situation::rwf(const char* name) const {
    const auto bit = rwf_from(name);
    return call().op == Op::Pwritev2 && bit && (call().flags & *bit) != 0;
}

std::string Situation::nonblocking() const {
    if (target().flags.has("O_NONBLOCK")) return "O_NONBLOCK";
    return rwf("RWF_NOWAIT") ? "RWF_NOWAIT" : "";
}

std::string Situation::sigpipe_words() const {
    if (rwf("RWF_NOSIGNAL")) return "RWF_NOSIGNAL kept SIGPIPE away.";
    if (experiment.limits.sigpipe == Disposition::Default) return "No SIGPIPE came with it.";
    return "SIGPIPE came with it; this program ignores that signal, as Python does, and sees the call's answer "
           "instead. By default SIGPIPE ends a program.";
}

bool Situation::seen_full() const {
    if (after.writable) return !*after.writable;
    return after.queued && after.capacity && *after.queued >= *after.capacity;
}

std::uint64_t Situation::capacity() const {
    const std::int64_t bytes = after.capacity.value_or(before.capacity.value_or(0));
    return bytes > 0 ? static_cast<std::uint64_t>(bytes) : target().capacity;
}

std::string Situation::slots() const {
    return counted(capacity() / page_size(), "page slot", "page slots");
}

std::optional<std::uint64_t> Situation::fault() const {
    if (context.arena == nullptr) return std::nullopt;
    std::uint64_t readable = 0;
    for (std::size_t i = 0; i < call().list.size(); ++i) {
        const Iov iov = call().list[i];
        const std::uint64_t here = context.arena->readable(iov.base, iov.length);
        readable += here;
        if (here < iov.length) return readable;
    }
    return std::nullopt;
}

std::string Situation::entry_at(std::uint64_t at) const {
    for (std::size_t i = 0; i < call().list.size(); ++i) {
        const std::uint64_t length = call().list[i].length;
        if (at < length) return fmt::format("iov[{}]", i);
        at -= length;
    }
    return "the list's end";
}

std::string Situation::what_went_out() const {
    if (call().op == Op::CopyWrite) return "The joined copy";
    return vectored() ? "The whole list" : "This entry";
}

std::string Situation::name() const {
    return vectored() ? to_string(call().op) : "write";
}

std::string Situation::manual(const char* more) const {
    // pwritev and pwritev2 are described on writev's page.
    if (reading()) return std::string("readv(2)") + more;
    return std::string(vectored() ? "writev(2)" : "write(2)") + more;
}

std::string Situation::cut() const {
    const IovList& list = call().list;
    if (list.empty() || result() >= list.total()) return {};
    const std::uint64_t left = list.total() - result();
    const std::uint64_t index = step.consumed.entry - std::min<std::uint64_t>(list[0].entry, step.consumed.entry);
    const char* side = step.consumed.offset != 0 ? "inside" : "right before";
    std::string where = fmt::format("The cut falls {} iov[{}]", side, index);
    if (!vectored()) where = "The cut falls inside the buffer";
    if (call().op == Op::CopyWrite) where = "The cut falls inside the joined copy";
    if (reading()) {
        where = fmt::format("The filling ends {} iov[{}]", side, index);
        if (experiment.loop.kind == "once") {
            return fmt::format("{}, at {}; this loop makes no second call, so {} of the list {} as before.", where,
                               next_start(*this), bytes_words(left), left == 1 ? "is" : "are");
        }
        return fmt::format("{}, so the next call must go on at {}.", where, next_start(*this));
    }
    if (experiment.loop.kind == "once") {
        return fmt::format("{}, at {}; this loop makes no second call, so {} {} behind.", where, next_start(*this),
                           bytes_words(left), left == 1 ? "stays" : "stay");
    }
    return fmt::format("{}, so the next call must start at {}.", where, next_start(*this));
}

std::string Situation::headline() const {
    std::string words = outcome_words(*this);
    if (outcome().origin == Origin::Injected) words += " (injected)";
    if (outcome().origin == Origin::Capped) words += " (capped)";
    if (outcome().origin == Origin::Model && !outcome().unclaimed) words += " (foretold)";
    return words;
}

Explanation Situation::explained(std::string why, const char* more_pages) const {
    if (short_write() && result() > 0) {
        const std::string end = cut();
        if (!end.empty()) why += " " + end;
    }
    return {headline(), std::move(why), manual(more_pages)};
}

}  // namespace iovlab
