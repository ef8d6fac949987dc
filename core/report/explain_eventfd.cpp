#include "core/report/situation.h"
#include "core/report/words.h"

#include <cerrno>
#include <fmt/format.h>

// An eventfd's outcomes (docs/kernel.md, 4, rule 2).
namespace iovlab {
namespace {

constexpr std::uint64_t kNumber = 8;  // bytes
constexpr const char* kEventfdPages = ", eventfd(2)";

using Found = std::optional<Explanation>;

std::string counter(const std::optional<std::uint64_t>& value) {
    return value ? grouped(*value) : std::string("unknown");
}

// The entry that the kernel stopped at: how many are wholly in front of it.
std::uint64_t added(const Situation& s) {
    return s.result() / kNumber;
}

// "iov[2] is 4 bytes long", about the first entry that was not added.
std::string next_entry(const Situation& s) {
    const IovList& list = s.call().list;
    std::uint64_t taken = s.result();
    for (std::size_t i = 0; i < list.size(); ++i) {
        if (taken >= list[i].length && list[i].length > 0) {
            taken -= list[i].length;
            continue;
        }
        if (list[i].length == 0 && i > 0) continue;
        return fmt::format("iov[{}] is {} long", i, bytes_words(list[i].length));
    }
    return "the rest is shorter";
}

bool wrong_size(const Situation& s) {
    const IovList rest = s.call().list.after(s.result());
    if (!s.vectored()) return s.step.asked != kNumber;
    if (s.result() == 0 && !s.call().list.empty() && s.call().list[0].length != kNumber) return true;
    return !rest.empty() && rest[0].length != kNumber;
}

Found eventfd_asleep(const Situation& s) {
    if (!s.outcome().blocked) return {};
    return s.explained(
        fmt::format("The counter stands at {}, and with this number it would be above the largest that it can "
                    "hold, 2^64 - 2. The descriptor is blocking, so the caller sleeps until somebody reads the "
                    "counter, which sets it back to 0; nobody does.{}",
                    counter(s.after.value),
                    s.step.taken > 0 ? fmt::format(" {} had been added before it fell asleep.",
                                                   counted(s.step.taken / kNumber, "entry", "entries"))
                                     : ""),
        kEventfdPages);
}

Found too_much(const Situation& s) {
    if (!s.failed_with(EAGAIN)) return {};
    return s.explained(
        fmt::format("The counter stands at {}, and with this number it would be above the largest that it can "
                    "hold, 2^64 - 2. O_NONBLOCK tells the kernel to fail instead of sleeping until somebody reads "
                    "the counter.",
                    counter(s.after.value)),
        kEventfdPages);
}

Found not_eight_bytes(const Situation& s) {
    if (!s.failed_with(EINVAL)) return {};
    if (!wrong_size(s)) {
        return s.explained(
            "The number has all 64 bits set, and that is one more than the counter can ever hold: refused.",
            kEventfdPages);
    }
    const std::string what =
        s.vectored() ? next_entry(s) : fmt::format("this write has {}", bytes_words(s.step.asked));
    return s.explained(
        fmt::format(
            "An eventfd takes numbers of exactly 8 bytes, and {}. It has no vectored write: each entry is a "
            "write of its own, so two entries of 4 bytes are no number.",
            what),
        kEventfdPages);
}

Found bad_number(const Situation& s) {
    if (!s.failed_with(EFAULT)) return {};
    return s.explained("The first number lies where nothing may be read. Nothing was added.", kEventfdPages);
}

Found no_flags(const Situation& s) {
    if (!s.failed_with(EOPNOTSUPP)) return {};
    return s.explained(
        "An eventfd has no vectored write: the kernel hands it one entry after the other, and then knows no flag "
        "but RWF_HIPRI.",
        kEventfdPages);
}

Found eventfd_interrupted(const Situation& s) {
    if (!s.failed_with(EINTR)) return {};
    return s.explained(
        "A signal arrived while the call slept, before a number had been added. Its handler ran, and without "
        "SA_RESTART the call then ends. The counter is as it was: simply ask again.",
        ", signal(7), eventfd(2)");
}

Found some_of_them(const Situation& s) {
    if (!s.short_write()) return {};
    std::string why =
        fmt::format("Each entry is a write of its own: {} added, and the counter stands at {}. ",
                    added(s) == 1 ? "one was" : fmt::format("{} were", grouped(added(s))), counter(s.after.value));
    const auto fault = s.fault();
    if (s.outcome().handled > 0) {
        why += "Then the call slept, and a signal ended it: it returns what it has.";
    } else if (wrong_size(s)) {
        why += fmt::format("Then {}, and only numbers of 8 bytes are taken; asked alone it would be EINVAL.",
                           next_entry(s));
    } else if (fault && *fault < s.result() + kNumber) {
        why += fmt::format("Then {} holds an address that may not be read; asked alone it would be EFAULT.",
                           s.entry_at(*fault));
    } else {
        why += "The next number does not fit into the counter, or has all 64 bits set.";
    }
    return s.explained(why, kEventfdPages);
}

Found all_added(const Situation& s) {
    if (!s.complete()) return {};
    return s.explained(
        fmt::format(
            "{} added to the counter, which went from {} to {}. An eventfd keeps this sum and nothing else: "
            "whoever reads it gets one number, not the entries.",
            added(s) == 1 ? "One number of 8 bytes was"
                          : fmt::format("{} numbers of 8 bytes, each a write of its own, were", grouped(added(s))),
            counter(s.before.value), counter(s.after.value)),
        kEventfdPages);
}

constexpr Explainer kEventfdRules[] = {eventfd_asleep,      too_much,     not_eight_bytes, bad_number, no_flags,
                                       eventfd_interrupted, some_of_them, all_added};

}  // namespace

std::span<const Explainer> eventfd_rules() {
    return kEventfdRules;
}

}  // namespace iovlab
