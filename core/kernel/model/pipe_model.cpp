#include "core/kernel/model/pipe_model.h"

#include "core/kernel/model/flags.h"

#include <algorithm>
#include <bit>
#include <cerrno>
#include <csignal>
#include <utility>

namespace iovlab {

PipeModel::PipeModel(const Arena& arena, const PipeModelSetup& setup)
    : setup_(setup),
      slots_(setup.capacity, setup.page),
      waiting_(arena, setup.preload_byte),
      capacity_(setup.capacity),
      reader_open_(setup.reader_open) {
    if (!setup.content.empty()) {
        slots_.begin_write(setup.content.size(), setup.packet);
        slots_.put(setup.content.size());
    } else if (setup.preload > 0) {
        slots_.begin_write(setup.preload, setup.packet);
        slots_.put(setup.preload);
        waiting_.put_other(setup.preload);
    }
}

// The last reader is gone. The signal comes in any case; a count that was already there is still returned.
Answer PipeModel::broken(std::uint64_t done) const {
    if (setup_.sigpipe == OnSignal::Kills) {
        return {.rule = "pipe.broken-killed", .taken = done, .signal = SIGPIPE};
    }
    return ended(done > 0 ? "pipe.closed-short" : "pipe.broken", done, EPIPE);
}

Answer PipeModel::write(const Call& call, const Imported& imported) {
    if (imported.total == 0) return ended("args.empty", 0);
    writing_ = {.rest = call.list,
                .total = imported.total,
                .fault = imported.fault,
                .nonblock = setup_.nonblock,
                .active = true};
    const FlagAnswer flags = stream_flags(call);
    if (flags.refused) {
        writing_.active = false;
        return *flags.refused;
    }
    writing_.nonblock = writing_.nonblock || flags.nowait;
    Answer answer;
    if (!reader_open_) {
        answer = broken(0);
    } else {
        slots_.begin_write(writing_.total, setup_.packet);
        answer = merge() ? fill() : ended("pipe.fault", 0, EFAULT);
    }
    writing_.active = answer.asleep;
    return answer;
}

void PipeModel::put(std::uint64_t n) {
    waiting_.put(writing_.rest, n);
    slots_.put(n);
    writing_.rest = writing_.rest.after(n);
    writing_.done += n;
}

// The odd bytes of the list go to the last page if they fit there. False when they cannot be read.
bool PipeModel::merge() {
    const std::uint64_t chars = writing_.total % setup_.page;
    if (chars == 0 || slots_.slots().empty()) return true;
    const PipeSlot& last = slots_.slots().back();
    if (last.packet || last.offset + last.length + chars > setup_.page) return true;
    if (writing_.fault < chars) return false;
    put(chars);
    return true;
}

// Page after page while there are slots. The full test comes before the fault test.
Answer PipeModel::fill() {
    Writing& w = writing_;
    while (w.done < w.total) {
        if (slots_.slots().size() >= slots_.capacity()) {
            if (w.nonblock) return ended(w.done > 0 ? "pipe.full-nonblock" : "pipe.full-eagain", w.done, EAGAIN);
            w.slept = true;
            return {.rule = "pipe.full-sleep", .taken = w.done, .asleep = true};
        }
        const std::uint64_t n = std::min(setup_.page, w.total - w.done);
        if (w.done + n > w.fault) return ended(w.done > 0 ? "pipe.fault-short" : "pipe.fault", w.done, EFAULT);
        put(n);
    }
    return ended(w.slept ? "pipe.woken-whole" : "pipe.whole", w.done);
}

// pipe(7), read side: slot after slot; one whose bytes cannot all be put is left as it was.
Answer PipeModel::fill(const Call&, const Imported& imported, std::vector<std::byte>& out) {
    std::uint64_t done = 0;
    const char* rule = "read.short";
    while (done < imported.total && !slots_.slots().empty()) {
        const PipeSlot slot = slots_.slots().front();
        const std::uint64_t n = std::min<std::uint64_t>(slot.length, imported.total - done);
        if (done + n > imported.fault) {
            return ended(done > 0 ? "read.pipe-fault-short" : "read.pipe-fault", done, EFAULT);
        }
        const PipeSlots::Taken taken = slots_.take(n);
        for (std::uint64_t i = 0; i < n; ++i) {
            out.push_back(taken.at + i < setup_.content.size() ? setup_.content[taken.at + i]
                                                               : setup_.preload_byte);
        }
        done += n;
        if (slot.packet) {
            rule = "read.packet";
            break;
        }
    }
    if (done > 0) return ended(done == imported.total ? "read.whole" : rule, done);
    if (!setup_.writer_open) return ended("read.pipe-end", 0);
    if (setup_.nonblock) return ended("read.pipe-empty", 0, EAGAIN);
    reading_ = true;
    return {.rule = "read.pipe-sleep", .asleep = true};
}

Answer PipeModel::read(std::uint64_t max, std::vector<std::byte>& out) {
    out.clear();
    const PipeSlots::Taken taken = slots_.take(max);
    waiting_.take(taken.length, taken.dropped, out);
    if (!writing_.active) return {};
    const Answer answer = fill();
    writing_.active = answer.asleep;
    return answer;
}

Answer PipeModel::close_reader() {
    if (setup_.reads) {  // then the other end is the writer's
        setup_.writer_open = false;
        return std::exchange(reading_, false) ? ended("read.pipe-end", 0) : Answer{};
    }
    reader_open_ = false;
    if (!writing_.active) return {};
    writing_.active = false;
    return broken(writing_.done);
}

Answer PipeModel::interrupt(bool restart) {
    if (reading_ && restart) return {.rule = "read.pipe-sleep", .asleep = true};
    if (std::exchange(reading_, false)) return ended("read.signal", 0, EINTR);
    if (!writing_.active) return {};
    if (writing_.done == 0 && restart) return {.rule = "pipe.full-sleep", .asleep = true};
    writing_.active = false;
    return ended(writing_.done > 0 ? "pipe.signal-short" : "pipe.signal-eintr", writing_.done, EINTR);
}

std::int64_t PipeModel::resize(std::uint64_t size) {
    if (size > 1ull << 31) return -EINVAL;
    const std::uint64_t bytes = std::bit_ceil(std::max(size, setup_.page));
    if (bytes > capacity_ && bytes > setup_.most && !setup_.privileged) return -EPERM;
    if (bytes / setup_.page < slots_.slots().size()) return -EBUSY;
    capacity_ = bytes;
    slots_.set_capacity(bytes);
    return static_cast<std::int64_t>(bytes);
}

TargetState PipeModel::state() const {
    TargetState state{.kind = "pipe"};
    state.queued = static_cast<std::int64_t>(slots_.queued());
    state.capacity = static_cast<std::int64_t>(capacity_);
    state.writable = slots_.slots().size() < slots_.capacity();
    state.reader_open = setup_.reads ? setup_.writer_open : reader_open_;
    return state;
}

}  // namespace iovlab
