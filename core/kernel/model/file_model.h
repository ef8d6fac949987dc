#pragma once

#include "core/bytes/arena.h"
#include "core/bytes/provenance.h"
#include "core/kernel/model/target_model.h"
#include "core/kernel/model/tmpfs_pages.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace iovlab {

struct FileModelSetup {
    Access access = Access::Writable;
    bool readable = true;
    bool append = false;               ///< O_APPEND
    bool direct = false;               ///< O_DIRECT: alignment is the device's business, so no claim
    std::vector<std::byte> content{};  ///< before the run
    std::int64_t position = 0;
    std::optional<std::uint64_t> limit{};  ///< RLIMIT_FSIZE
    OnSignal sigxfsz = OnSignal::Ignored;
    std::optional<std::uint64_t> largest{};    ///< size of the file system's largest file; absent: not known
    bool overlay = false;                      ///< overlayfs: ignores RWF_NOAPPEND
    std::uint64_t zeros = 0;                   ///< bytes that nobody wrote, in place of `content`: a memfd's size
    std::optional<TmpfsPages::Setup> pages{};  ///< a small disk, or seals; absent: there is room
    const char* kind = "file";
};

/// A regular file or a memfd: docs/kernel.md, 3, rules 1 to 8. A nearly full disk is modelled only where it is a
/// tmpfs of known size.
class FileModel final : public TargetModel {
public:
    FileModel(const Arena& arena, FileModelSetup setup);

    Access access() const override { return setup_.access; }
    bool seekable() const override { return true; }
    bool readable() const override { return setup_.readable; }
    Answer fill(const Call& call, const Imported& imported, std::vector<std::byte>& out) override;
    Answer write(const Call& call, const Imported& imported) override;
    TargetState state() const override;
    std::size_t read_file(std::uint64_t at, std::span<std::byte> out) override;

private:
    struct Flags {
        bool append = false;
        Answer refused;
    };
    Flags flags_of(const Call& call) const;
    /// What limits and the file system's largest file leave of `n` bytes at `at`; an answer ends the call.
    std::optional<Answer> limit(std::uint64_t at, std::uint64_t& n, const char*& cut) const;
    void store(const Call& call, std::uint64_t at, std::uint64_t n);

    const Arena& arena_;
    FileModelSetup setup_;
    Provenance map_;  // an Entry piece's offset is the address of its first byte
    std::optional<TmpfsPages> pages_;
    std::uint64_t size_ = 0;
    std::int64_t position_ = 0;
};

}  // namespace iovlab
