#include "core/kernel/model/file_model.h"

#include "core/kernel/names.h"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <limits>
#include <utility>

namespace iovlab {

namespace {

// Beyond this every file system has its own idea of what is too big; below it none has.
constexpr std::uint64_t kSafeSize = 1ull << 43;

constexpr const char* kDirectUnclaimed =
    "O_DIRECT leaves it to the device and its file system which addresses, lengths and positions they take.";
constexpr const char* kLargestUnclaimed =
    "How large a file may become is a matter of the file system that it is on.";

Answer refusal(const char* rule, int error) {
    return {.rule = rule, .error = error};
}

struct Stopped {
    const char* some;  // the rule when something had gone in
    const char* none;  // and when nothing had
    int error;
};

Stopped stopped_by(TmpfsPages::Stop stop) {
    switch (stop) {
        case TmpfsPages::Stop::Full:
            return {"disk.full-short", "disk.full", ENOSPC};
        case TmpfsPages::Stop::SealWrite:
            return {"memfd.sealed", "memfd.sealed", EPERM};
        case TmpfsPages::Stop::SealGrow:
            return {"memfd.grow-short", "memfd.grow", EPERM};
        case TmpfsPages::Stop::Fault:
            return {"file.fault-short", "file.fault", EFAULT};
        case TmpfsPages::Stop::Nothing:
            break;
    }
    return {nullptr, nullptr, 0};
}

bool uses_own_position(const Call& call) {
    return call.op != Op::Pwritev && !(call.op == Op::Pwritev2 && call.offset != -1);
}

}  // namespace

FileModel::FileModel(const Arena& arena, FileModelSetup setup)
    : arena_(arena), setup_(std::move(setup)), size_(setup_.content.size()), position_(setup_.position) {
    if (size_ > 0) map_.append({.length = size_, .source = Source::Content});
    if (setup_.pages) pages_.emplace(*setup_.pages, size_);
    if (setup_.zeros > size_) size_ = setup_.zeros, map_.resize(size_);
}

FileModel::Flags FileModel::flags_of(const Call& call) const {
    Flags flags{.append = setup_.append, .refused = {}};
    if (call.op != Op::Pwritev2 || call.flags == 0) return flags;
    static const std::uint32_t append = rwf_bit("RWF_APPEND"), noappend = rwf_bit("RWF_NOAPPEND");
    static const std::uint32_t plain = rwf_bit("RWF_HIPRI") | rwf_bit("RWF_DSYNC") | rwf_bit("RWF_SYNC");
    if ((call.flags & append) != 0 && (call.flags & noappend) != 0) {
        flags.refused = refusal("args.flags-contradict", EINVAL);
    } else if ((call.flags & ~(plain | append | noappend)) != 0 ||
               ((call.flags & noappend) != 0 && setup_.overlay)) {
        flags.refused =
            no_claim("What one of these flags asks of a file differs between kernels and between file systems.");
    }
    if ((call.flags & append) != 0) flags.append = true;
    if ((call.flags & noappend) != 0) flags.append = false;
    return flags;
}

Answer FileModel::write(const Call& call, const Imported& imported) {
    if (imported.total == 0) return {.rule = "args.empty"};
    constexpr auto largest_offset = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
    const bool own = uses_own_position(call);
    const auto asked_at = static_cast<std::uint64_t>(own ? position_ : call.offset);
    if (imported.total > largest_offset - asked_at) return refusal("args.overflow", EINVAL);
    const Flags flags = flags_of(call);
    if (flags.refused.error != 0 || !flags.refused.claim) return flags.refused;
    if (setup_.direct) return no_claim(kDirectUnclaimed);

    const std::uint64_t at = flags.append ? size_ : asked_at;
    std::uint64_t n = imported.total;
    const char* cut = nullptr;
    if (const auto ended = limit(at, n, cut)) return *ended;
    const char* none = "file.fault";
    int error = EFAULT;
    if (pages_) {
        const TmpfsPages::Taken taken = pages_->write(at, n, imported.fault, size_);
        const Stopped stopped = stopped_by(taken.stop);
        n = taken.n;
        if (stopped.some) cut = stopped.some, none = stopped.none, error = stopped.error;
    } else if (imported.fault < n) {
        n = imported.fault, cut = "file.fault-short";
    }
    if (n == 0) {
        // Found by fuzzing: a write that faults at its first byte still extends the file up to where it would
        // begin.
        if (error == EFAULT && at > size_) map_.resize(at), size_ = at;
        return refusal(none, error);
    }
    store(call, at, n);
    if (own) position_ = static_cast<std::int64_t>(at + n);
    return {.rule = cut ? cut : "file.whole", .taken = n};
}

Answer FileModel::fill(const Call& call, const Imported& imported, std::vector<std::byte>& out) {
    constexpr auto largest_offset = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
    if (setup_.direct) return no_claim(kDirectUnclaimed);
    const bool own = call.op != Op::Preadv;
    const auto at = static_cast<std::uint64_t>(own ? position_ : call.offset);
    if (imported.total > largest_offset - at) return refusal("args.overflow", EINVAL);
    if (at >= size_) return {.rule = "read.end"};
    const std::uint64_t there = std::min(imported.total, size_ - at);
    const std::uint64_t n = std::min(there, imported.fault);
    if (n == 0) return refusal("read.fault", EFAULT);
    out.resize(n);
    read_file(at, out);
    if (own) position_ = static_cast<std::int64_t>(at + n);
    const char* rule = n < there ? "read.fault-short" : n < imported.total ? "read.short" : "read.whole";
    return {.rule = rule, .taken = n};
}

std::optional<Answer> FileModel::limit(std::uint64_t at, std::uint64_t& n, const char*& cut) const {
    if (setup_.limit) {
        if (at >= *setup_.limit) {
            if (setup_.sigxfsz == OnSignal::Kills) return Answer{.rule = "file.limit-killed", .signal = SIGXFSZ};
            return refusal("file.limit", EFBIG);
        }
        if (n > *setup_.limit - at) n = *setup_.limit - at, cut = "file.limit-short";
    }
    if (!setup_.largest && at + n > kSafeSize) return no_claim(kLargestUnclaimed);
    if (setup_.largest) {
        if (at >= *setup_.largest) return refusal("file.too-big", EFBIG);
        if (n > *setup_.largest - at) n = *setup_.largest - at, cut = "file.too-big-short";
    }
    return std::nullopt;
}

void FileModel::store(const Call& call, std::uint64_t at, std::uint64_t n) {
    std::uint64_t end = at;
    for (std::size_t i = 0; i < call.list.size() && n > 0; ++i) {
        const Iov iov = call.list[i];
        const std::uint64_t part = std::min(iov.length, n);
        map_.overlay({.at = end, .length = part, .source = Source::Entry, .entry = iov.entry, .offset = iov.base});
        end += part;
        n -= part;
    }
    size_ = std::max(size_, end);
}

TargetState FileModel::state() const {
    TargetState state{.kind = setup_.kind};
    state.size = static_cast<std::int64_t>(size_);
    if (setup_.access != Access::Closed) state.offset = position_;  // O_PATH gives no position either
    return state;
}

std::size_t FileModel::read_file(std::uint64_t at, std::span<std::byte> out) {
    if (at >= size_) return 0;
    const std::size_t wanted = std::min<std::uint64_t>(out.size(), size_ - at);
    std::fill_n(out.begin(), wanted, std::byte{});
    for (std::size_t done = 0; done < wanted;) {
        const Piece* piece = map_.find(at + done);
        if (!piece) break;
        const std::uint64_t inside = at + done - piece->at;
        const std::size_t n = std::min<std::uint64_t>(wanted - done, piece->length - inside);
        if (piece->source == Source::Content) {
            std::copy_n(setup_.content.begin() + static_cast<std::ptrdiff_t>(piece->offset + inside), n,
                        out.begin() + static_cast<std::ptrdiff_t>(done));
        } else if (piece->source == Source::Entry) {
            arena_.copy(piece->offset + inside, out.subspan(done, n));
        }
        done += n;
    }
    return wanted;
}

}  // namespace iovlab
