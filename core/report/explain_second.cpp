#include "core/report/situation.h"
#include "core/report/words.h"

#include <fmt/format.h>

// Two writers at once (pipe(7), PIPE_BUF; open(2), O_APPEND): what one call of one of them can say.
namespace iovlab {
namespace {

constexpr std::uint64_t kWholeRecord = 4096;
using Found = std::optional<Explanation>;

Found into_pipe(const Situation& s) {
    if (!s.experiment.second || !s.to("pipe") || !s.complete()) return {};
    if (s.step.asked <= kWholeRecord) {
        return s.explained(
            "Up to PIPE_BUF (4,096) bytes the kernel puts in together: nobody else's bytes come in between.");
    }
    return s.explained(
        "That is more than PIPE_BUF (4,096): where the pipe filled up inside this call, the other writer may have "
        "put "
        "bytes of its own between these. The result does not tell.");
}

Found into_file(const Situation& s) {
    if (!s.experiment.second || !s.to("file") || !s.complete()) return {};
    if (s.target().flags.has("O_APPEND")) {
        return s.explained(
            "O_APPEND: the kernel looks for the end of the file and writes there, as one step under the file's "
            "lock. "
            "Nobody's bytes are overwritten.",
            ", open(2)");
    }
    if (s.experiment.second->shared) {
        return s.explained(
            "Both writers share one open file and its position, as after fork(2); the kernel moves it under a "
            "lock, so "
            "that the next write goes behind this one.",
            ", fork(2)");
    }
    return s.explained(
        fmt::format("It went to byte {}, where this writer's own position stood, whatever the other one "
                    "had written there. Only O_APPEND looks for the end of the file first.",
                    grouped(s.step.at)),
        ", open(2)");
}

constexpr Explainer kSecondRules[] = {into_pipe, into_file};

}  // namespace

std::span<const Explainer> two_writer_rules() {
    return kSecondRules;
}

}  // namespace iovlab
