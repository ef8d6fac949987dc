#pragma once

#include "core/bytes/arena.h"
#include "core/bytes/provenance.h"
#include "core/kernel/model/target_model.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace iovlab {

struct FileModelSetup {
    Access access = Access::Writable;
    bool append = false;               ///< O_APPEND
    bool direct = false;               ///< O_DIRECT: alignment is the device's business, so no claim
    std::vector<std::byte> content{};  ///< before the run
    std::int64_t position = 0;
    std::optional<std::uint64_t> limit{};  ///< RLIMIT_FSIZE
    OnSignal sigxfsz = OnSignal::Ignored;
    std::optional<std::uint64_t> largest{};  ///< size of the file system's largest file; absent: not known
    bool overlay = false;                    ///< overlayfs: ignores RWF_NOAPPEND
};

/// A regular file with room on its disk: KERNEL.md 1.2, rules 1 to 6.
class FileModel final : public TargetModel {
public:
    FileModel(const Arena& arena, FileModelSetup setup);

    Access access() const override { return setup_.access; }
    bool seekable() const override { return true; }
    Answer write(const Call& call, const Imported& imported) override;
    TargetState state() const override;
    std::size_t read_file(std::uint64_t at, std::span<std::byte> out) override;

private:
    struct Flags {
        bool append = false;
        Answer refused;
    };
    Flags flags_of(const Call& call) const;
    void store(const Call& call, std::uint64_t at, std::uint64_t n);

    const Arena& arena_;
    FileModelSetup setup_;
    Provenance map_;  // an Entry piece's offset is the address of its first byte
    std::uint64_t size_ = 0;
    std::int64_t position_ = 0;
};

}  // namespace iovlab
