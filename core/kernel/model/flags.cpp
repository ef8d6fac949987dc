#include "core/kernel/model/flags.h"

#include "core/kernel/names.h"

#include <cerrno>

namespace iovlab {

namespace {

std::uint32_t bit(const char* name) {
    return rwf_from(name).value_or(0);
}

}  // namespace

FlagAnswer stream_flags(const Call& call) {
    if (call.op != Op::Pwritev2 || call.flags == 0) return {};
    static const std::uint32_t append = bit("RWF_APPEND"), noappend = bit("RWF_NOAPPEND"),
                               nowait = bit("RWF_NOWAIT");
    static const std::uint32_t plain = bit("RWF_HIPRI") | bit("RWF_DSYNC") | bit("RWF_SYNC") | append;
    if ((call.flags & append) != 0 && (call.flags & noappend) != 0)
        return {Answer{.rule = "args.flags-contradict", .error = EINVAL}};
    if ((call.flags & ~(plain | nowait)) != 0) return {Answer{.rule = "args.flags", .claim = false}};
    return {.nowait = (call.flags & nowait) != 0};
}

FlagAnswer entry_flags(const Call& call) {
    static const std::uint32_t taken = bit("RWF_HIPRI");
    if (call.op != Op::Pwritev2 || (call.flags & ~taken) == 0) return {};
    return {Answer{.rule = "args.flags-entry", .error = EOPNOTSUPP}};
}

}  // namespace iovlab
