#include "core/report/situation.h"
#include "core/report/words.h"

#include <cerrno>
#include <fmt/format.h>

// The targets that keep nothing: /dev/null, /dev/zero, /dev/full (docs/kernel.md, 4).
namespace iovlab {
namespace {

using Found = std::optional<Explanation>;

Found always_full(const Situation& s) {
    if (!s.failed_with(ENOSPC)) return {};
    std::string why =
        "/dev/full answers every write as a full disk would, without looking at a byte: it is there to test what a "
        "program does then.";
    if (s.fault()) why += " Not even the address that may not be read was noticed.";
    if (s.step.asked == 0) why += " A write of 0 bytes fails too, where a writev of 0 bytes returns 0.";
    return s.explained(why, ", full(4)");
}

Found flags_of_entries(const Situation& s) {
    if (!s.failed_with(EOPNOTSUPP) || !s.to("full")) return {};
    return s.explained(
        "/dev/full has no vectored write of its own: the kernel hands it one entry after the other, and then "
        "knows no flag but RWF_HIPRI.");
}

Found swallowed(const Situation& s) {
    if (!s.complete()) return {};
    std::string why = fmt::format(
        "{} takes every length and throws it away: no byte was looked at, and none can be "
        "read back.",
        s.to("zero") ? "/dev/zero" : "/dev/null");
    if (const auto fault = s.fault()) {
        why += fmt::format(
            " {} holds an address that may not be read, and nobody noticed; a file or a pipe would have said "
            "EFAULT.",
            s.entry_at(*fault));
    }
    return s.explained(why, ", null(4)");
}

constexpr Explainer kDeviceRules[] = {always_full, flags_of_entries, swallowed};

}  // namespace

std::span<const Explainer> device_rules() {
    return kDeviceRules;
}

}  // namespace iovlab
