#include "core/bytes/page_size.h"
#include "core/report/situation.h"
#include "core/report/words.h"

#include <algorithm>
#include <cerrno>
#include <fmt/format.h>

// A pipe's outcomes (docs/kernel.md, 2 and 7).
namespace iovlab {
namespace {

constexpr std::uint64_t kPipeBuf = 4096;  // PIPE_BUF

using Found = std::optional<Explanation>;

std::string all_slots(const Situation& s, bool now) {
    if (s.capacity() == page_size()) return now ? "The only page slot is taken" : "The only page slot was taken";
    return fmt::format("All {} {} taken", s.slots(), now ? "are" : "were");
}

/// "All 16 page slots are taken", as far as it was seen.
std::string slots_taken(const Situation& s) {
    if (!s.seen_full()) return all_slots(s, false) + " at that moment";
    std::string words = all_slots(s, true);
    if (s.after.queued && static_cast<std::uint64_t>(*s.after.queued) < s.capacity()) {
        words += fmt::format(", though {} only {} of {} bytes: a page that is partly filled is taken too",
                             s.capacity() == page_size() ? "it holds" : "they hold",
                             grouped(static_cast<std::uint64_t>(*s.after.queued)), grouped(s.capacity()));
    }
    return words;
}

std::uint64_t room(const Situation& s) {
    if (!s.after.queued) return 0;
    return s.capacity() - std::min(s.capacity(), static_cast<std::uint64_t>(*s.after.queued));
}

Found pipe_asleep(const Situation& s) {
    if (!s.outcome().blocked) return {};
    std::string why = slots_taken(s) +
                      ", and the descriptor is blocking: the kernel put the caller to sleep until "
                      "somebody reads";
    why += s.experiment.deadline_s
               ? fmt::format(", and nobody had by the deadline of {} s.", *s.experiment.deadline_s)
               : ". The run was ended before that.";
    if (s.step.taken > 0) {
        why += fmt::format(" {} had gone in by then; the call returns only when the last one has.",
                           bytes_words(s.step.taken));
    }
    return s.explained(why, ", pipe(7)");
}

Found no_reader(const Situation& s) {
    if (!s.failed_with(EPIPE)) return {};
    return s.explained("Every descriptor of the reading end is closed, so nobody could ever read these bytes. " +
                           s.sigpipe_words(),
                       ", pipe(7), signal(7)");
}

/// Why nothing goes in although a page holds less than it could: only what is no whole page of a write is put
/// behind the bytes of the last page, and only all of it.
std::string why_nothing_fits(const Situation& s) {
    if (!s.seen_full()) return {};
    if (room(s) == 0) return ", so not one byte fits";
    if (s.target().flags.has("O_DIRECT")) return ". Every packet begins in a page of its own";
    const std::uint64_t asked = s.call().cap.value_or(s.step.asked);
    const std::uint64_t odd = asked % page_size();
    if (odd == 0) {
        return ". Only what is no whole page of a write is put behind the bytes of the last page, and this list is "
               "whole pages";
    }
    if (asked < page_size()) {
        return fmt::format(
            ". The bytes of a write that is smaller than a page go behind those of the last page if all of them "
            "fit there; these {} do not",
            grouped(odd));
    }
    return fmt::format(
        ". Of a write, what is no whole page ({} of {}, from its beginning) goes behind the bytes of the last "
        "page, but only if all of it fits there, and it does not",
        grouped(odd), bytes_words(asked));
}

Found pipe_no_room(const Situation& s) {
    if (!s.failed_with(EAGAIN)) return {};
    const std::string how = s.nonblocking().empty() ? "the descriptor" : s.nonblocking();
    std::string why = slots_taken(s) + why_nothing_fits(s);
    const bool whole = s.step.asked <= kPipeBuf && s.seen_full() && room(s) > 0;
    if (whole)
        why += fmt::format(" (up to PIPE_BUF, {} bytes, a write goes in whole or not at all)", grouped(kPipeBuf));
    return s.explained(
        why + fmt::format(
                  ", and {} tells the kernel to fail instead of sleeping. Nothing was written. Wait with poll(2) "
                  "until the pipe is writable, then ask again.",
                  how),
        ", pipe(7), poll(2)");
}

Found pipe_interrupted(const Situation& s) {
    if (!s.failed_with(EINTR)) return {};
    return s.explained(
        "A signal arrived while the call slept, before a single byte had gone in. Its handler ran, and "
        "without SA_RESTART the call then ends. Nothing was written: simply ask again.",
        ", signal(7)");
}

Found pipe_bad_bytes(const Situation& s) {
    if (!s.failed_with(EFAULT)) return {};
    const auto fault = s.fault();
    if (!fault || *fault == 0) {
        return s.explained("The first byte to be written lies where nothing may be read. Nothing was written.");
    }
    return s.explained(
        fmt::format("{} holds an address that may not be read. {} in front of it could be read, but a "
                    "pipe is filled a page at a time, and the page with the bad address is dropped whole: "
                    "nothing was written. A file would have taken {}.",
                    s.entry_at(*fault), bytes_words(*fault), *fault == 1 ? "that byte" : "them"),
        ", pipe(7)");
}

/// The page that would have been filled next holds the bad address.
Found pipe_bad_bytes_later(const Situation& s) {
    if (!s.short_write()) return {};
    const auto fault = s.fault();
    const std::uint64_t page = std::min(page_size(), s.step.asked - s.result());
    if (!fault || *fault < s.result() || s.result() + page <= *fault || s.seen_full()) return {};
    return s.explained(
        fmt::format("{} holds an address that may not be read, {} into the list. A pipe is filled a page "
                    "at a time: the page with the bad address is dropped whole, and what went in before "
                    "it is the result. The next call gets EFAULT.",
                    s.entry_at(*fault), bytes_words(*fault)),
        ", pipe(7)");
}

Found filled_up(const Situation& s) {
    if (!s.short_write() || s.nonblocking().empty()) return {};
    std::string why = fmt::format("{}, and {} tells the kernel to return what it has instead of sleeping.",
                                  slots_taken(s), s.nonblocking());
    const bool was_full = s.before.writable && !*s.before.writable;
    if (was_full && s.result() == s.step.asked % page_size()) {
        why = fmt::format(
            "{} already, but the last page still had room for {}, the part of the list that "
            "is no whole page; {} tells the kernel to return that instead of sleeping.",
            all_slots(s, false), bytes_words(s.result()), s.nonblocking());
    }
    return s.explained(why, ", pipe(7)");
}

Found reader_left(const Situation& s) {
    if (!s.short_write() || s.after.reader_open) return {};
    return s.explained("The reader closed its end while the call slept. What had gone in before is the result. " +
                           s.sigpipe_words() + " The next call gets EPIPE.",
                       ", pipe(7), signal(7)");
}

Found interrupted_later(const Situation& s) {
    if (!s.short_write() || s.outcome().handled == 0) return {};
    return s.explained(
        "The call slept in a full pipe with a part of the list already in it. A signal's handler ran, and "
        "then the call returns what it has, with or without SA_RESTART.",
        ", signal(7), pipe(7)");
}

Found stopped_later(const Situation& s) {
    if (!s.short_write()) return {};
    return s.explained(
        "The descriptor is blocking, so the call slept when the pipe was full; something woke it before "
        "all had gone in. Stopping and continuing a process, or attaching a debugger or strace to it, does "
        "that without any handler.",
        ", signal(7), pipe(7)");
}

Found pipe_all_of_it(const Situation& s) {
    if (!s.complete()) return {};
    std::string why;
    const std::uint64_t had = s.before.queued ? static_cast<std::uint64_t>(*s.before.queued) : 0;
    if (had + s.result() > s.capacity()) {
        why = fmt::format(
            "That is more than the pipe had room for, so the call slept until the reader had taken enough "
            "out; a blocking write returns when the last byte is in.");
    } else {
        why = "The pipe had room for it";
        const auto holds = static_cast<std::uint64_t>(s.after.queued.value_or(0));
        why += s.after.queued ? fmt::format(": it now holds {} of {} bytes.", grouped(holds), grouped(s.capacity()))
                              : ".";
    }
    if (s.outcome().handled > 0) {
        why += " A signal's handler ran meanwhile; SA_RESTART made the kernel start the call again.";
    }
    if (s.target().flags.has("O_DIRECT")) {
        why += " O_DIRECT makes packets: one read gets one of them, and what it leaves of it is lost.";
    } else if (s.result() <= kPipeBuf && s.vectored() && s.call().list.size() > 1) {
        why +=
            " Up to PIPE_BUF (4,096 bytes) the whole list goes in as one piece: no other writer's bytes come "
            "between.";
    }
    return s.explained(why, ", pipe(7)");
}

constexpr Explainer kPipeRules[] = {
    pipe_asleep, no_reader,   pipe_no_room,      pipe_interrupted, pipe_bad_bytes, pipe_bad_bytes_later,
    filled_up,   reader_left, interrupted_later, stopped_later,    pipe_all_of_it};

}  // namespace

std::span<const Explainer> pipe_rules() {
    return kPipeRules;
}

}  // namespace iovlab
