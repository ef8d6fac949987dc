#include "core/experiment/model_setup.h"

#include "core/bytes/page_size.h"
#include "core/experiment/sink.h"
#include "core/kernel/model/device_model.h"
#include "core/kernel/model/dropped.h"
#include "core/kernel/model/eventfd_model.h"
#include "core/kernel/model/file_model.h"
#include "core/kernel/model/no_model.h"
#include "core/kernel/model/pipe_model.h"
#include "core/kernel/model/unix_memory.h"
#include "core/kernel/model/unix_model.h"

#include <algorithm>
#include <bit>
#include <limits>
#include <linux/magic.h>
#include <utility>

namespace iovlab {

namespace {

constexpr std::uint64_t kExt4Largest = 0xffffffff000;  // 2^32 - 1 blocks of 4,096 bytes

OnSignal on(Disposition disposition) {
    return disposition == Disposition::Default ? OnSignal::Kills : OnSignal::Ignored;
}

std::unique_ptr<TargetModel> pipe_model(const Experiment& experiment, const Arena& arena, const ModelFacts& facts) {
    const TargetSpec& spec = experiment.target;
    // F_SETPIPE_SZ rounds up to a power of two pages.
    std::uint64_t capacity = std::bit_ceil(std::max(spec.capacity, page_size()));
    if (facts.state && facts.state->capacity) capacity = static_cast<std::uint64_t>(*facts.state->capacity);
    return std::make_unique<PipeModel>(arena, PipeModelSetup{.capacity = capacity,
                                                             .nonblock = spec.flags.has("O_NONBLOCK"),
                                                             .packet = spec.flags.has("O_DIRECT"),
                                                             .preload = spec.preload,
                                                             .preload_byte = kPreloadByte,
                                                             .reader_open = spec.reader_open,
                                                             .sigpipe = on(experiment.limits.sigpipe),
                                                             .most = facts.pipe_most,
                                                             .privileged = facts.privileged,
                                                             .content = facts.waiting,
                                                             .writer_open = spec.writer_open,
                                                             .reads = reads(experiment)});
}

std::unique_ptr<TargetModel> file_model(const Experiment& experiment, const Arena& arena, ModelFacts facts) {
    const TargetSpec& spec = experiment.target;
    FileModelSetup setup;
    if (spec.flags.has("O_RDONLY")) setup.access = Access::ReadOnly;
    const bool reading = reads(experiment);
    if (reading && spec.flags.has("O_WRONLY")) setup.readable = false;
    if (spec.flags.has("O_PATH")) setup.access = Access::Closed;
    setup.append = spec.flags.has("O_APPEND");
    setup.direct = spec.flags.has("O_DIRECT");
    setup.zeros = facts.size;
    setup.content = std::move(facts.content);
    setup.position = facts.state && facts.state->offset ? *facts.state->offset : spec.seek;
    setup.limit = experiment.limits.file_size;
    setup.sigxfsz = on(experiment.limits.sigxfsz);
    setup.overlay = facts.file_system == OVERLAYFS_SUPER_MAGIC;
    if (facts.file_system == EXT4_SUPER_MAGIC && facts.block_size == 4096) setup.largest = kExt4Largest;
    const bool tmpfs = facts.file_system == TMPFS_MAGIC || (spec.disk && !facts.file_system);
    if (tmpfs) setup.largest = std::numeric_limits<std::int64_t>::max();
    if (spec.disk) {
        setup.pages = TmpfsPages::Setup{.room = pages_for(*spec.disk, page_size())};
    }
    return std::make_unique<FileModel>(arena, std::move(setup));
}

std::unique_ptr<TargetModel> memfd_model(const Experiment& experiment, const Arena& arena) {
    FileModelSetup setup;
    setup.kind = "memfd";
    setup.zeros = experiment.target.size;
    setup.limit = experiment.limits.file_size;
    setup.sigxfsz = on(experiment.limits.sigxfsz);
    setup.largest = std::numeric_limits<std::int64_t>::max();
    TmpfsPages::Setup pages;
    for (const std::string& seal : experiment.target.seals) {
        if (seal == "F_SEAL_WRITE" || seal == "F_SEAL_FUTURE_WRITE") pages.sealed_write = true;
        if (seal == "F_SEAL_GROW") pages.sealed_grow = true;
    }
    if (pages.sealed_write || pages.sealed_grow) setup.pages = pages;
    return std::make_unique<FileModel>(arena, std::move(setup));
}

std::unique_ptr<TargetModel> unix_model(const Experiment& experiment, const Arena& arena, const ModelFacts& facts) {
    if (rule_dropped(kUnixMemory)) return nullptr;
    const TargetSpec& spec = experiment.target;
    UnixModelSetup setup{.kind = spec.kind};
    if (spec.kind == "unix-datagram") setup.type = UnixType::Datagram;
    if (spec.kind == "unix-seqpacket") setup.type = UnixType::Seqpacket;
    setup.sndbuf = spec.sndbuf ? unix_memory::effective(*spec.sndbuf) : unix_memory::kDefault;
    if (facts.state && facts.state->capacity) setup.sndbuf = static_cast<std::uint64_t>(*facts.state->capacity);
    setup.nonblock = spec.flags.has("O_NONBLOCK");
    setup.timeout = spec.timeout_s.has_value();
    if (spec.peer == "closed") setup.peer = UnixPeer::Closed;
    if (spec.peer == "closed-unread") setup.peer = UnixPeer::ClosedUnread;
    if (spec.peer == "none") setup.peer = UnixPeer::None;
    setup.sigpipe = on(experiment.limits.sigpipe);
    return std::make_unique<UnixModel>(arena, std::move(setup));
}

std::unique_ptr<TargetModel> device_model(const std::string& kind) {
    for (const auto& [name, device] :
         {std::pair{"null", Device::Null}, std::pair{"zero", Device::Zero}, std::pair{"full", Device::Full},
          std::pair{"closed", Device::Closed}, std::pair{"directory", Device::Directory},
          std::pair{"minus-one", Device::MinusOne}}) {
        if (kind == name) return std::make_unique<DeviceModel>(device, kind);
    }
    return nullptr;
}

std::unique_ptr<TargetModel> target_model(const Experiment& experiment, const Arena& arena, ModelFacts facts) {
    const std::string& kind = experiment.target.kind;
    if (kind == "pipe") return pipe_model(experiment, arena, facts);
    if (kind == "file") return file_model(experiment, arena, std::move(facts));
    if (kind == "memfd") return memfd_model(experiment, arena);
    if (kind.starts_with("unix-")) return unix_model(experiment, arena, facts);
    if (kind == "eventfd") {
        return std::make_unique<EventfdModel>(
            arena, EventfdModelSetup{experiment.target.value, experiment.target.flags.has("O_NONBLOCK")});
    }
    return device_model(kind);
}

}  // namespace

std::unique_ptr<ModelKernel> make_model(const Experiment& experiment, const Arena& arena, ModelFacts facts) {
    auto target = target_model(experiment, arena, std::move(facts));
    if (!target) return nullptr;
    const bool restart = experiment.signal && experiment.signal->restart;
    return std::make_unique<ModelKernel>(arena, std::move(target), restart);
}

std::unique_ptr<ModelKernel> model_alone(const Experiment& experiment, const Arena& arena, ModelFacts facts) {
    if (auto model = make_model(experiment, arena, std::move(facts))) return model;
    return std::make_unique<ModelKernel>(arena, std::make_unique<NoModel>(experiment.target.kind), false);
}

}  // namespace iovlab
