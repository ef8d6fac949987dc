#include "core/kernel/model/flags.h"

#include "core/kernel/names.h"

#include <cerrno>

namespace iovlab {

namespace {}  // namespace

FlagAnswer stream_flags(const Call& call) {
    if (call.op != Op::Pwritev2 || call.flags == 0) return {};
    static const std::uint32_t append = rwf_bit("RWF_APPEND"), noappend = rwf_bit("RWF_NOAPPEND"),
                               nowait = rwf_bit("RWF_NOWAIT");
    static const std::uint32_t plain = rwf_bit("RWF_HIPRI") | rwf_bit("RWF_DSYNC") | rwf_bit("RWF_SYNC") | append;
    if ((call.flags & append) != 0 && (call.flags & noappend) != 0)
        return {Answer{.rule = "args.flags-contradict", .error = EINVAL}};
    if ((call.flags & ~(plain | nowait)) != 0)
        return {no_claim(
            "Whether this target takes one of these flags depends on the kernel's version and on the target.")};
    return {.nowait = (call.flags & nowait) != 0};
}

FlagAnswer entry_flags(const Call& call) {
    static const std::uint32_t taken = rwf_bit("RWF_HIPRI");
    if (call.op != Op::Pwritev2 || (call.flags & ~taken) == 0) return {};
    return {Answer{.rule = "args.flags-entry", .error = EOPNOTSUPP}};
}

}  // namespace iovlab
