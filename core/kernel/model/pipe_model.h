#pragma once

#include "core/bytes/arena.h"
#include "core/kernel/model/byte_queue.h"
#include "core/kernel/model/target_model.h"
#include "core/kernel/pipe_slots.h"

#include <cstdint>
#include <vector>

namespace iovlab {

struct PipeModelSetup {
    std::uint64_t capacity = 65536;  ///< bytes, as F_GETPIPE_SZ says
    std::uint64_t page = page_size();
    bool nonblock = false;
    bool packet = false;        ///< O_DIRECT
    std::uint64_t preload = 0;  ///< bytes put in by one write
    std::byte preload_byte{};
    bool reader_open = true;
    OnSignal sigpipe = OnSignal::Ignored;
    std::uint64_t most = 1u << 20;     ///< /proc/sys/fs/pipe-max-size: what a resize may ask for
    bool privileged = false;           ///< CAP_SYS_RESOURCE: a resize need not keep to it
    std::vector<std::byte> content{};  ///< the caller reads: what lies in the pipe, in place of preload
    bool writer_open = true;
    bool reads = false;  ///< the caller is the reader, and the other end is the writer's
};

/// A pipe, exactly: docs/kernel.md, 2.
class PipeModel final : public TargetModel {
public:
    PipeModel(const Arena& arena, const PipeModelSetup& setup);

    Access access() const override { return Access::Writable; }
    bool seekable() const override { return false; }
    Answer write(const Call& call, const Imported& imported) override;
    Answer fill(const Call& call, const Imported& imported, std::vector<std::byte>& out) override;
    Answer read(std::uint64_t max, std::vector<std::byte>& out) override;
    Answer close_reader() override;
    Answer interrupt(bool restart) override;
    void abandon() override { writing_.active = reading_ = false; }
    TargetState state() const override;

    std::int64_t resize(std::uint64_t size) override;

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

    PipeModelSetup setup_;
    PipeSlots slots_;
    ByteQueue waiting_;
    std::uint64_t capacity_ = 0;
    bool reader_open_ = true;
    bool reading_ = false;  // asleep in a call that reads
    Writing writing_;
};

}  // namespace iovlab
