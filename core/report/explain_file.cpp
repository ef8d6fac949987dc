#include "core/report/situation.h"
#include "core/report/words.h"

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <fmt/format.h>

// A regular file's outcomes (docs/kernel.md, 3).
namespace iovlab {
namespace {

using Found = std::optional<Explanation>;

std::uint64_t size_before(const Situation& s) {
    return s.before.size ? static_cast<std::uint64_t>(std::max<std::int64_t>(*s.before.size, 0)) : 0;
}

bool appends(const Situation& s) {
    return s.rwf("RWF_APPEND") || (s.target().flags.has("O_APPEND") && !s.rwf("RWF_NOAPPEND"));
}

Found at_the_limit(const Situation& s) {
    if (!s.failed_with(EFBIG)) return {};
    if (!s.experiment.limits.file_size) {
        return s.explained("The write would begin past the largest file that this file system can hold.");
    }
    return s.explained(
        fmt::format("The write would begin at or past this process's limit on file sizes, {} "
                    "(RLIMIT_FSIZE). SIGXFSZ came with it; this program ignores that signal and gets the "
                    "error instead.",
                    bytes_words(*s.experiment.limits.file_size)),
        ", setrlimit(2)");
}

Found up_to_the_limit(const Situation& s) {
    const auto limit = s.experiment.limits.file_size;
    if (!s.short_write() || !limit || s.step.at + s.result() != *limit) return {};
    return s.explained(
        fmt::format("This process may make files of at most {} (RLIMIT_FSIZE), and they are reached: the "
                    "call returns what fitted, without a signal. The next call gets EFBIG, and SIGXFSZ.",
                    bytes_words(*limit)),
        ", setrlimit(2)");
}

Found no_space(const Situation& s) {
    if (!s.failed_with(ENOSPC)) return {};
    return s.explained("The disk is full: there is no page left for even the first byte.");
}

Found contrary_flags(const Situation& s) {
    if (!s.failed_with(EINVAL) || !s.rwf("RWF_APPEND") || !s.rwf("RWF_NOAPPEND")) return {};
    return s.explained("RWF_APPEND and RWF_NOAPPEND contradict each other.");
}

Found file_bad_bytes(const Situation& s) {
    if (!s.failed_with(EFAULT)) return {};
    std::string why = "The first byte to be written lies where nothing may be read. Nothing was written.";
    if (s.before.size && s.after.size && *s.after.size > *s.before.size) {
        why += fmt::format(
            " Yet the file grew from {} to {}: a write that fails like this past the end still moves the "
            "end there.",
            grouped(size_before(s)), bytes_words(static_cast<std::uint64_t>(*s.after.size)));
    }
    return s.explained(why);
}

Found file_bad_bytes_later(const Situation& s) {
    const auto fault = s.fault();
    if (!s.short_write() || !fault || *fault != s.result()) return {};
    return s.explained(
        fmt::format("{} holds an address that may not be read, and a file takes every byte in front of "
                    "it: exactly {}. The next call gets EFAULT. (A pipe would stop at a page, not at the "
                    "byte.)",
                    s.entry_at(*fault), grouped(s.result())));
}

Found only_a_part(const Situation& s) {
    if (!s.short_write()) return {};
    return s.explained(
        "The file system took only a part, as it may when the disk fills up or the file reaches its "
        "largest size.");
}

std::string where_it_went(const Situation& s) {
    const std::string at = grouped(s.step.at);
    if (appends(s)) {
        const char* flag = s.rwf("RWF_APPEND") ? "RWF_APPEND" : "O_APPEND";
        if (s.has_offset() && s.call().offset >= 0) {
            return fmt::format(
                "{} sends every write to the end of the file, at {}; the offset {} was ignored, which is "
                "Linux's own way.",
                flag, at, grouped(static_cast<std::uint64_t>(s.call().offset)));
        }
        const bool moved = s.before.offset && static_cast<std::uint64_t>(*s.before.offset) != s.step.at;
        return fmt::format("{} sends every write to the end of the file, at {}{}.", flag, at,
                           moved ? fmt::format(", wherever its position was ({})",
                                               grouped(static_cast<std::uint64_t>(*s.before.offset)))
                                 : "");
    }
    if (s.has_offset() && s.call().offset >= 0) {
        const std::string stays = s.after.offset && s.after.offset == s.before.offset
                                      ? fmt::format("; its own position stays at {}",
                                                    grouped(static_cast<std::uint64_t>(*s.after.offset)))
                                      : "";
        return fmt::format("The bytes went to offset {} of the file{}.", at, stays);
    }
    return fmt::format("The bytes went to the file's position, {}, and moved it to {}.", at,
                       grouped(s.step.at + s.result()));
}

Found file_all_of_it(const Situation& s) {
    if (!s.complete()) return {};
    std::string why = where_it_went(s);
    const std::uint64_t end = s.step.at + s.result();
    if (s.before.size && s.step.at > size_before(s)) {
        why += fmt::format(" Between the old end, {}, and there nothing was ever written: a hole, read as zeros.",
                           grouped(size_before(s)));
    } else if (s.before.size && end < size_before(s)) {
        why += fmt::format(" The {} behind them are the old ones: without O_TRUNC a file keeps its tail.",
                           bytes_words(size_before(s) - end));
    }
    if (s.target().flags.has("O_NONBLOCK")) why += " O_NONBLOCK changes nothing for a regular file.";
    const bool limited = s.experiment.limits.file_size || s.target().disk || s.target().flags.has("O_NONBLOCK");
    if (!limited && s.step.n == 1)
        why += " A file takes all it is given until a limit, a full disk or a bad address.";
    return s.explained(why);
}

constexpr Explainer kFileRules[] = {at_the_limit, up_to_the_limit, no_space,       contrary_flags,
                                    unaligned,    would_wait,      file_bad_bytes, file_bad_bytes_later,
                                    only_a_part,  file_all_of_it};

}  // namespace

std::span<const Explainer> file_rules() {
    return kFileRules;
}

}  // namespace iovlab
