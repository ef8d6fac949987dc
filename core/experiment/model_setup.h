#pragma once

#include "core/bytes/arena.h"
#include "core/experiment/experiment.h"
#include "core/kernel/model/model_kernel.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace iovlab {

/// What stands in dropped.h for all that is known of a unix socket's memory.
inline constexpr const char* kUnixMemory = "unix.memory";

/// What the model must be told of the target before the first call; without a real one it is what was asked for.
struct ModelFacts {
    std::optional<TargetState> state;          ///< of the real target
    std::vector<std::byte> content;            ///< of the target file, its first kMaxContent bytes
    std::uint64_t size = 0;                    ///< of the target file, where it is more than that
    std::optional<std::uint64_t> file_system;  ///< statfs(2)'s f_type of the file
    std::optional<std::uint64_t> block_size;   ///< and f_bsize
    std::vector<std::byte> waiting;            ///< calls that read: what lies in the pipe or socket
    std::uint64_t pipe_most = 1u << 20;        ///< /proc/sys/fs/pipe-max-size
    bool privileged = false;                   ///< CAP_SYS_RESOURCE
    std::string note;                          ///< news about this kernel, said once
};

/// The model of the experiment's target in its state before the first call. Null where the rules make no claim.
std::unique_ptr<ModelKernel> make_model(const Experiment& experiment, const Arena& arena, ModelFacts facts);
/// The same for a run that asks nobody else: where there are no rules, a model that says so of each call.
std::unique_ptr<ModelKernel> model_alone(const Experiment& experiment, const Arena& arena, ModelFacts facts);

}  // namespace iovlab
