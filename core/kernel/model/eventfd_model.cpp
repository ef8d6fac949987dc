#include "core/kernel/model/eventfd_model.h"

#include "core/kernel/model/flags.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <utility>
#include <vector>

namespace iovlab {

namespace {

constexpr std::uint64_t kNumber = sizeof(std::uint64_t);

}  // namespace

EventfdModel::EventfdModel(const Arena& arena, const EventfdModelSetup& setup)
    : arena_(arena), value_(setup.value), nonblock_(setup.nonblock) {}

// One write(2) of the kernel's loop, with its checks in their order. `bytes` are one entry, or those that a program
// joined itself. An answer that took something goes on.
Answer EventfdModel::write_one(std::span<const Iov> bytes, std::uint64_t length) {
    if (length != kNumber) return ended(done_ > 0 ? "eventfd.size-short" : "eventfd.size", done_, EINVAL);
    std::array<std::byte, kNumber> number{};
    std::uint64_t got = 0;
    for (const Iov& iov : bytes) {
        const std::uint64_t part = std::min(iov.length, kNumber - got);
        if (part > 0) got += arena_.copy(iov.base, std::span(number).subspan(got, part));
    }
    if (got < kNumber) return ended(done_ > 0 ? "eventfd.fault-short" : "eventfd.fault", done_, EFAULT);
    std::uint64_t add = 0;
    std::memcpy(&add, number.data(), sizeof add);
    if (add == UINT64_MAX) return ended(done_ > 0 ? "eventfd.all-ones-short" : "eventfd.all-ones", done_, EINVAL);
    if (add > kMost - value_) {
        if (nonblock_) return ended(done_ > 0 ? "eventfd.full-short" : "eventfd.full-eagain", done_, EAGAIN);
        return {.rule = "eventfd.full-sleep", .taken = done_, .asleep = true};
    }
    value_ += add;
    done_ += kNumber;
    return {.rule = "eventfd.added", .taken = done_};
}

Answer EventfdModel::write(const Call& call, const Imported& imported) {
    done_ = 0;
    if (const FlagAnswer flags = entry_flags(call); flags.refused) return *flags.refused;
    std::vector<Iov> entries;
    const auto count = call.op == Op::Write || call.op == Op::CopyWrite
                           ? call.list.size()
                           : static_cast<std::size_t>(std::max<std::int64_t>(call.iovcnt(), 0));
    for (std::size_t i = 0; i < std::min(count, call.list.size()); ++i) entries.push_back(call.list[i]);
    if (call.op == Op::Write || call.op == Op::CopyWrite) return write_one(entries, imported.total);
    Answer answer{.rule = "args.empty"};
    for (std::size_t i = 0; i < entries.size(); ++i) {
        // The first entry is handed over even if it is empty; the kernel steps over empty ones behind a full one.
        if (i > 0 && entries[i].length == 0) continue;
        const std::uint64_t before = done_;
        answer = write_one(std::span(entries).subspan(i, 1), entries[i].length);
        if (done_ == before) break;
    }
    return answer;
}

// It has a vectored read: what counts is the room of the whole list.
Answer EventfdModel::fill(const Call&, const Imported& imported, std::vector<std::byte>& out) {
    if (imported.total < kNumber) return ended("read.eventfd-size", 0, EINVAL);
    if (value_ == 0) {
        reading_ = !nonblock_;
        if (nonblock_) return ended("read.eventfd-empty", 0, EAGAIN);
        return {.rule = "read.eventfd-sleep", .asleep = true};
    }
    out.resize(kNumber);
    std::memcpy(out.data(), &value_, kNumber);
    value_ = 0;
    if (imported.fault < kNumber) return ended("read.eventfd-fault", 0, EFAULT);
    return {.rule = "read.eventfd", .taken = kNumber};
}

Answer EventfdModel::interrupt(bool restart) {
    if (reading_ && restart) return {.rule = "read.eventfd-sleep", .asleep = true};
    if (std::exchange(reading_, false)) return ended("read.signal", 0, EINTR);
    if (done_ == 0 && restart) return {.rule = "eventfd.full-sleep", .asleep = true};
    return ended(done_ > 0 ? "eventfd.signal-short" : "eventfd.signal-eintr", done_, EINTR);
}

TargetState EventfdModel::state() const {
    TargetState state{.kind = "eventfd"};
    state.value = value_;
    state.writable = value_ < kMost;
    return state;
}

}  // namespace iovlab
