#include "core/worker/program/confine.h"

#include "core/worker/wire.h"

#include <algorithm>
#include <cstdlib>
#include <sys/prctl.h>
#include <sys/resource.h>
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

// AddressSanitizer reserves more than any limit, for itself.
bool limit_memory([[maybe_unused]] std::uint64_t bytes) {
#if defined(__SANITIZE_ADDRESS__)
    return false;
#else
    rlimit now{};
    if (::getrlimit(RLIMIT_AS, &now) != 0) return false;
    const rlim_t most = std::min<rlim_t>(bytes, now.rlim_max);
    const rlimit limit{most, most};
    return ::setrlimit(RLIMIT_AS, &limit) == 0;
#endif
}

}  // namespace

std::uint32_t lock_files() {
    const long version = ::syscall(kCreateRuleset, nullptr, 0, kCreateVersion);
    if (version < 1) return 0;
    const RulesetAttributes rights = rights_of(version);
    const long ruleset = ::syscall(kCreateRuleset, &rights, size_of(version), 0);
    if (ruleset < 0) return 0;
    const bool done = ::syscall(kRestrictSelf, ruleset, 0) == 0;
    ::close(static_cast<int>(ruleset));
    if (!done) return 0;
    return version >= 4 ? wire::kCageFiles | wire::kCageNet : wire::kCageFiles;
}

std::uint32_t confine(const Needs& needs) {
    std::uint32_t holds = 0;
    if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && ::prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1)
        holds |= wire::kCageNoNewPrivs;
    holds |= lock_files();
    if (limit_memory(needs.memory)) holds |= wire::kCageMemory;
    // On request. The kernel compiles every filter, and frees it behind the worker: where thousands of workers
    // ended in a minute, Linux 6.18 came to a deadlock in which no filter could be installed until the machine was
    // restarted.
    if (std::getenv("IOVLAB_SECCOMP") != nullptr && filter_calls(needs)) holds |= wire::kCageCalls;
    return holds;
}

}  // namespace iovlab
