#include "core/experiment/model_setup.h"

#include "core/experiment/sink.h"
#include "core/kernel/model/file_model.h"
#include "core/kernel/model/pipe_model.h"

#include <algorithm>
#include <bit>
#include <limits>
#include <linux/magic.h>
#include <utility>

namespace iovlab {

namespace {

constexpr std::uint64_t kExt4Largest = 0xffffffff000;  // 2^32 - 1 blocks of 4,096 bytes

std::unique_ptr<TargetModel> pipe_model(const Experiment& experiment, const Arena& arena, const ModelFacts& facts) {
    const TargetSpec& spec = experiment.target;
    // F_SETPIPE_SZ rounds up to a power of two pages.
    std::uint64_t capacity = std::bit_ceil(std::max<std::uint64_t>(spec.capacity, PipeSlots::kPage));
    if (facts.state && facts.state->capacity) capacity = static_cast<std::uint64_t>(*facts.state->capacity);
    return std::make_unique<PipeModel>(
        arena, PipeModelSetup{.capacity = capacity,
                              .nonblock = spec.flags.has("O_NONBLOCK"),
                              .packet = spec.flags.has("O_DIRECT"),
                              .preload = spec.preload,
                              .preload_byte = kPreloadByte,
                              .reader_open = spec.reader_open,
                              .sigpipe = experiment.limits.sigpipe == Disposition::Default ? OnSignal::Kills
                                                                                           : OnSignal::Ignored});
}

std::unique_ptr<TargetModel> file_model(const Experiment& experiment, const Arena& arena, ModelFacts facts) {
    const TargetSpec& spec = experiment.target;
    FileModelSetup setup;
    if (spec.flags.has("O_RDONLY")) setup.access = Access::ReadOnly;
    if (spec.flags.has("O_PATH")) setup.access = Access::Closed;
    setup.append = spec.flags.has("O_APPEND");
    setup.direct = spec.flags.has("O_DIRECT");
    setup.content = std::move(facts.content);
    setup.position = facts.state && facts.state->offset ? *facts.state->offset : spec.seek;
    setup.limit = experiment.limits.file_size;
    if (experiment.limits.sigxfsz == Disposition::Default) setup.sigxfsz = OnSignal::Kills;
    setup.overlay = facts.file_system == OVERLAYFS_SUPER_MAGIC;
    if (facts.file_system == EXT4_SUPER_MAGIC && facts.block_size == 4096) setup.largest = kExt4Largest;
    if (facts.file_system == TMPFS_MAGIC) setup.largest = std::numeric_limits<std::int64_t>::max();
    return std::make_unique<FileModel>(arena, std::move(setup));
}

}  // namespace

std::unique_ptr<ModelKernel> make_model(const Experiment& experiment, const Arena& arena, ModelFacts facts) {
    std::unique_ptr<TargetModel> target;
    if (experiment.target.kind == "pipe") target = pipe_model(experiment, arena, facts);
    if (experiment.target.kind == "file") target = file_model(experiment, arena, std::move(facts));
    if (!target) return nullptr;
    const bool restart = experiment.signal && experiment.signal->restart;
    return std::make_unique<ModelKernel>(arena, std::move(target), restart);
}

}  // namespace iovlab
