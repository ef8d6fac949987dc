#include "core/report/situation.h"
#include "core/report/words.h"

#include <algorithm>
#include <cerrno>
#include <fmt/format.h>

// What O_DIRECT and RWF_NOWAIT ask of a file's calls, and what was wrong with one that was refused.
namespace iovlab {
namespace {

constexpr std::uint32_t kUsualUnit = 512;  // the smallest that any disk has
constexpr std::size_t kMostMisfits = 3;

/// Where in the file the call begins.
std::uint64_t file_place(const Situation& s) {
    const bool appends = s.rwf("RWF_APPEND") || (s.target().flags.has("O_APPEND") && !s.rwf("RWF_NOAPPEND"));
    if (appends && !s.reading())
        return static_cast<std::uint64_t>(std::max<std::int64_t>(s.before.size.value_or(0), 0));
    if (s.has_offset() && s.call().offset >= 0) return static_cast<std::uint64_t>(s.call().offset);
    return static_cast<std::uint64_t>(std::max<std::int64_t>(s.before.offset.value_or(0), 0));
}

std::vector<std::string> odd_lengths(const Situation& s, std::uint32_t unit) {
    std::vector<std::string> found;
    if (s.call().op == Op::CopyWrite) {
        if (s.step.asked % unit != 0)
            found.push_back(fmt::format("the joined copy is {} long", bytes_words(s.step.asked)));
        return found;
    }
    for (std::size_t i = 0; i < s.call().list.size(); ++i) {
        const std::uint64_t length = s.call().list[i].length;
        const std::string name = s.vectored() ? fmt::format("iov[{}]", i) : std::string("the buffer");
        if (length % unit != 0) found.push_back(fmt::format("{} is {} long", name, bytes_words(length)));
    }
    return found;
}

/// Everything that is no multiple of its unit, the position first. Kernels differ in whether they look at each
/// length or at the sum alone: the lengths are told where the sum is wrong, or nothing else is.
std::vector<std::string> misfits(const Situation& s, const DirectUnits& units) {
    std::vector<std::string> found;
    const std::uint64_t place = file_place(s);
    if (place % units.offset != 0) found.push_back(fmt::format("the position is {}", grouped(place)));
    for (std::size_t i = 0; i < s.call().list.size() && s.call().op != Op::CopyWrite; ++i) {
        const std::uint64_t base = s.call().list[i].base;
        const std::string name = s.vectored() ? fmt::format("iov[{}]", i) : std::string("the buffer");
        if (base % units.memory != 0) found.push_back(fmt::format("{} begins at the address {:#x}", name, base));
    }
    if (found.empty() || s.step.asked % units.offset != 0) {
        for (std::string& one : odd_lengths(s, units.offset)) found.push_back(std::move(one));
    }
    return found;
}

std::string misfits_listed(const std::vector<std::string>& all) {
    std::string words;
    for (std::size_t i = 0; i < std::min(all.size(), kMostMisfits); ++i) words += (i > 0 ? ", " : "") + all[i];
    if (all.size() > kMostMisfits) words += fmt::format(", and so on: {} in all", grouped(all.size()));
    return words;
}

}  // namespace

std::optional<Explanation> unaligned(const Situation& s) {
    if (!s.failed_with(EINVAL) || !s.to("file") || !s.target().flags.has("O_DIRECT")) return {};
    // The first call is told with the target as the experiment describes it: what was seen of it came after.
    DirectUnits units = s.after.direct.value_or(s.before.direct.value_or(DirectUnits{}));
    const bool told = units.memory > 0 && units.offset > 0;
    if (!told) units = {kUsualUnit, kUsualUnit};
    std::string why =
        told
            ? fmt::format(
                  "O_DIRECT bypasses the page cache. This file wants addresses that are multiples of {} bytes, and "
                  "lengths and a position that are multiples of {} (statx(2) says so)",
                  grouped(units.memory), grouped(units.offset))
            : std::string(
                  "O_DIRECT bypasses the page cache. Addresses, lengths and the position must be multiples of the "
                  "device's block size, which statx(2) does not tell here; it is at least 512 bytes");
    const std::vector<std::string> all = misfits(s, units);
    why += all.empty()
               ? ". Here all of them are, so something else was refused."
               : fmt::format(". But {}. Nothing was {}.", misfits_listed(all), s.reading() ? "read" : "written");
    return s.explained(why, ", open(2), statx(2)");
}

std::optional<Explanation> would_wait(const Situation& s) {
    if (!s.rwf("RWF_NOWAIT") || !(s.to("file") || s.to("memfd"))) return {};
    constexpr const char* reason =
        "RWF_NOWAIT asks for a call that never waits, and the file system would have had to wait (for a lock, for "
        "a free "
        "block, or for a page to be read or written out)";
    if (s.failed_with(EAGAIN)) {
        return s.explained(std::string(reason) + ". Nothing was written. Ask again without the flag.",
                           ", pwritev2(2)");
    }
    const auto& limit = s.experiment.limits.file_size;
    const bool other = s.fault() == s.result() || (limit && s.step.at + s.result() == *limit) || s.target().disk;
    if (!s.short_write() || other) return {};
    return s.explained(std::string(reason) + " for the rest: it returns what went in without that.",
                       ", pwritev2(2)");
}

}  // namespace iovlab
