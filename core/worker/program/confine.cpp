#include "core/worker/program/confine.h"

#include <cstdint>
#include <sys/syscall.h>
#include <unistd.h>

namespace iovlab {

namespace {

// include/uapi/linux/landlock.h, linux/syscalls: the headers may be older than the kernel.
constexpr long kCreateRuleset = 444;
constexpr long kRestrictSelf = 446;
constexpr unsigned kCreateVersion = 1;

struct RulesetAttributes {
    std::uint64_t files = 0;
    std::uint64_t net = 0;
    std::uint64_t scoped = 0;
};

// The rights that each version of Landlock knows, all of which are handled here and none given back.
RulesetAttributes rights_of(long version) {
    RulesetAttributes rights;
    rights.files = (1ull << 13) - 1;                          // execute, write, read, read_dir, remove_*, make_*
    if (version >= 2) rights.files |= 1ull << 13;             // refer
    if (version >= 3) rights.files |= 1ull << 14;             // truncate
    if (version >= 4) rights.net = 1ull << 0 | 1ull << 1;     // bind_tcp, connect_tcp
    if (version >= 5) rights.files |= 1ull << 15;             // ioctl_dev
    if (version >= 6) rights.scoped = 1ull << 0 | 1ull << 1;  // abstract unix sockets, and signals, of others
    return rights;
}

// A kernel refuses what lies behind the attributes that it knows only where it is not zero.
std::size_t size_of(long version) {
    if (version >= 6) return sizeof(RulesetAttributes);
    return version >= 4 ? 2 * sizeof(std::uint64_t) : sizeof(std::uint64_t);
}

}  // namespace

Confined confine() {
    const long version = ::syscall(kCreateRuleset, nullptr, 0, kCreateVersion);
    if (version < 1) return Confined::No;
    const RulesetAttributes rights = rights_of(version);
    const long ruleset = ::syscall(kCreateRuleset, &rights, size_of(version), 0);
    if (ruleset < 0) return Confined::No;
    const bool done = ::syscall(kRestrictSelf, ruleset, 0) == 0;
    ::close(static_cast<int>(ruleset));
    if (!done) return Confined::No;
    return version >= 4 ? Confined::Net : Confined::Files;
}

}  // namespace iovlab
