#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>

/// What this machine's kernel is, and what it allows: read once, the same for every run.
namespace iovlab {

struct KernelVersion {
    int major = 0;
    int minor = 0;
    auto operator<=>(const KernelVersion&) const = default;
};
std::string to_string(const KernelVersion& version);  ///< "6.18"
/// As uname(2) says; absent when that is no two numbers.
std::optional<KernelVersion> running_kernel();
/// The first Linux that knows an RWF_ flag of pwritev2(2); absent for other names.
std::optional<KernelVersion> rwf_since(const std::string& name);

/// /proc/sys/fs/pipe-max-size, bytes: what F_SETPIPE_SZ gives at most without CAP_SYS_RESOURCE.
std::uint64_t pipe_max_size();
/// CAP_SYS_RESOURCE in the first user namespace, the one that maps every user: there alone it counts.
bool may_pass_limits();

}  // namespace iovlab
