#include "core/bytes/page_size.h"
#include "core/report/situation.h"
#include "core/report/words.h"

#include <algorithm>
#include <cerrno>
#include <fmt/format.h>

// What a memory file's seals and a small disk add to a regular file's outcomes (docs/kernel.md, 3, rules 7 and 8).
namespace iovlab {
namespace {

constexpr const char* kSealPages = ", memfd_create(2), fcntl(2)";

using Found = std::optional<Explanation>;

bool sealed(const Situation& s, const char* seal) {
    const auto& seals = s.target().seals;
    return s.to("memfd") && std::find(seals.begin(), seals.end(), seal) != seals.end();
}

// A file that may not grow has the size after a call that it had before.
std::uint64_t sealed_at(const Situation& s) {
    return static_cast<std::uint64_t>(std::max<std::int64_t>(s.after.size.value_or(0), 0));
}

Found sealed_for_good(const Situation& s) {
    if (!s.failed_with(EPERM)) return {};
    if (sealed(s, "F_SEAL_WRITE")) {
        return s.explained(
            "F_SEAL_WRITE was set on this memory file: nobody may write to it any more, whatever the descriptor "
            "allows. The kernel sets it only where no writable shared mapping is left, so a reader can trust that "
            "the "
            "bytes stay "
            "as they are.",
            kSealPages);
    }
    if (sealed(s, "F_SEAL_FUTURE_WRITE")) {
        return s.explained(
            "F_SEAL_FUTURE_WRITE was set on this memory file: no call may write to it any more, and nobody may map "
            "it writable. Mappings that were writable before stay so: the bytes may still change through them.",
            kSealPages);
    }
    if (!sealed(s, "F_SEAL_GROW")) return {};
    return s.explained(
        fmt::format("F_SEAL_GROW holds this file at {}. A write is made a page at a time, and the first page would "
                    "end beyond that, so not even the bytes that would fit were written.",
                    bytes_words(sealed_at(s))),
        kSealPages);
}

Found sealed_size(const Situation& s) {
    const std::uint64_t end = s.step.at + s.result();
    if (!s.short_write() || !sealed(s, "F_SEAL_GROW") || s.fault() == s.result()) return {};
    return s.explained(
        fmt::format(
            "F_SEAL_GROW holds this file at {}. A write is made a page at a time: it ended at {}, in front "
            "of the page that would make the file larger{}. The next call gets EPERM.",
            bytes_words(sealed_at(s)), grouped(end),
            end < sealed_at(s) ? fmt::format(", though {} more would fit", bytes_words(sealed_at(s) - end)) : ""),
        kSealPages);
}

Found disk_full(const Situation& s) {
    if (!s.failed_with(ENOSPC) || !s.target().disk) return {};
    const std::uint64_t pages = pages_for(*s.target().disk, page_size());
    return s.explained(
        fmt::format("The disk has {} of {} bytes, and all are taken: none is left for even the first byte. "
                    "Nothing was written.",
                    counted(pages, "page", "pages"), grouped(page_size())),
        ", tmpfs(5)");
}

Found disk_filled(const Situation& s) {
    const std::uint64_t end = s.step.at + s.result();
    if (!s.short_write() || !s.target().disk || end % page_size() != 0 || s.fault() == s.result()) return {};
    const auto& limit = s.experiment.limits.file_size;
    if (limit && end == *limit) return {};
    const std::uint64_t pages = pages_for(*s.target().disk, page_size());
    return s.explained(
        fmt::format("The disk has {} of {} bytes, and the write took the last one: the call returns what is on "
                    "it, as a success. Only the next call says ENOSPC, and a program that does not make it never "
                    "learns.",
                    counted(pages, "page", "pages"), grouped(page_size())),
        ", tmpfs(5)");
}

constexpr Explainer kMemfdRules[] = {sealed_for_good, sealed_size, disk_full, disk_filled};

}  // namespace

std::span<const Explainer> memfd_rules() {
    return kMemfdRules;
}

}  // namespace iovlab
