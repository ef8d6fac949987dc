#pragma once

#include "core/bytes/arena.h"
#include "core/bytes/provenance.h"
#include "core/kernel/model/target_model.h"
#include "core/kernel/pipe_slots.h"

#include <cstdint>
#include <deque>
#include <vector>

namespace iovlab {

struct PipeModelSetup {
    std::uint64_t capacity = 65536;  ///< bytes, as F_GETPIPE_SZ says
    bool nonblock = false;
    bool packet = false;        ///< O_DIRECT
    std::uint64_t preload = 0;  ///< bytes put in by one write
    std::byte preload_byte{};
    bool reader_open = true;
    OnSignal sigpipe = OnSignal::Ignored;
};

/// A pipe, exactly: KERNEL.md 1.1.
class PipeModel final : public TargetModel {
public:
    PipeModel(const Arena& arena, const PipeModelSetup& setup);

    Access access() const override { return Access::Writable; }
    bool seekable() const override { return false; }
    Answer write(const Call& call, const Imported& imported) override;
    Answer read(std::uint64_t max, std::vector<std::byte>& out) override;
    Answer close_reader() override;
    Answer interrupt(bool restart) override;
    TargetState state() const override;

    /// What F_SETPIPE_SZ answers: the new size in bytes, or minus an errno. `most` is /proc/sys/fs/pipe-max-size,
    /// which only a caller without `privileged` must keep to.
    std::int64_t resize(std::uint64_t size, std::uint64_t most, bool privileged);

    const PipeSlots& slots() const { return slots_; }

private:
    // A call under way; it may sleep in the middle.
    struct Writing {
        IovList rest;  // of the list: what has not gone in
        std::uint64_t total = 0;
        std::uint64_t fault = 0;
        std::uint64_t done = 0;
        bool nonblock = false;
        bool slept = false;
        bool active = false;
    };
    Answer broken(std::uint64_t done) const;
    bool merge();
    Answer fill();
    void put(std::uint64_t n);
    void queue(Piece piece);
    void take_out(const PipeSlots::Taken& taken, std::vector<std::byte>& out);
    Answer flags_refused(const Call& call, Writing& writing) const;

    const Arena& arena_;
    PipeModelSetup setup_;
    PipeSlots slots_;
    std::deque<Piece> waiting_;  // where the queued bytes came from; an Entry piece's offset is its address
    std::uint64_t end_ = 0;      // bytes ever put in
    std::uint64_t capacity_ = 0;
    bool reader_open_ = true;
    Writing writing_;
};

}  // namespace iovlab
