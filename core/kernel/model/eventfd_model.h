#pragma once

#include "core/bytes/arena.h"
#include "core/kernel/model/target_model.h"

#include <cstdint>

namespace iovlab {

struct EventfdModelSetup {
    std::uint64_t value = 0;
    bool nonblock = false;
};

/// An eventfd: docs/kernel.md, 4, rule 2. It has no vectored write, so the kernel writes
/// one entry after the other.
class EventfdModel final : public TargetModel {
public:
    /// The largest value that the counter can have.
    static constexpr std::uint64_t kMost = UINT64_MAX - 1;

    EventfdModel(const Arena& arena, const EventfdModelSetup& setup);

    Access access() const override { return Access::Writable; }
    bool seekable() const override { return false; }
    Answer fill(const Call& call, const Imported& imported, std::vector<std::byte>& out) override;
    Answer write(const Call& call, const Imported& imported) override;
    Answer interrupt(bool restart) override;
    void abandon() override { reading_ = false; }
    TargetState state() const override;

private:
    Answer write_one(std::span<const Iov> bytes, std::uint64_t length);

    const Arena& arena_;
    std::uint64_t value_;
    bool nonblock_;
    std::uint64_t done_ = 0;  // bytes of the call under way
    bool reading_ = false;    // asleep in a call that reads
};

}  // namespace iovlab
