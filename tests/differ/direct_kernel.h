#pragma once

#include "core/bytes/arena.h"
#include "core/kernel/kernel.h"
#include "core/kernel/real/target.h"

#include <cstdint>
#include <memory>
#include <optional>

namespace iovlab::differ {

/// The real kernel, asked by this very process: a tenth of the worker's cost, for calls that can neither sleep nor
/// kill. One at a time, since the arena has one fixed address.
class DirectKernel {
public:
    /// `file_size` becomes this process's soft RLIMIT_FSIZE for as long as the object lives. `reads`: the calls put
    /// bytes into the arena.
    DirectKernel(const Arena& arena, std::unique_ptr<Target> target, std::optional<std::uint64_t> file_size,
                 bool reads = false);
    ~DirectKernel();
    DirectKernel(const DirectKernel&) = delete;
    DirectKernel& operator=(const DirectKernel&) = delete;

    Outcome call(const Call& call);
    Target& target() { return *target_; }

private:
    const Arena& arena_;
    std::unique_ptr<Target> target_;
};

}  // namespace iovlab::differ
