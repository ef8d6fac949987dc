#include "core/kernel/model/import.h"

#include "core/bytes/entry.h"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <limits>

namespace iovlab {

namespace {

constexpr std::uint64_t kUserEnd = 0x7ffffffff000;  // TASK_SIZE_MAX on x86-64: base + length may reach it
constexpr std::uint64_t kNegative = 1ull << 63;     // lengths from here on are negative as ssize_t

bool in_user_space(std::uint64_t base, std::uint64_t length) {
    return base <= kUserEnd && length <= kUserEnd - base;
}

Imported refuse(const char* rule, int error) {
    return {.refused = rule, .error = error};
}

bool positional(const Call& call) {
    return call.op == Op::Pwritev || call.op == Op::Preadv || (call.op == Op::Pwritev2 && call.offset != -1);
}

Imported check_descriptor(const Call& call, Access access, bool seekable) {
    if (positional(call) && call.offset < 0) return refuse("args.negative-offset", EINVAL);
    if (access == Access::Closed) return refuse("args.bad-fd", EBADF);
    if (positional(call) && !seekable) return refuse("args.not-seekable", ESPIPE);
    if (access == Access::ReadOnly) return refuse(reads(call.op) ? "args.write-only" : "args.read-only", EBADF);
    return {};
}

// Adds an entry that passed its checks: what of it counts, and whether its bytes can be read.
void add(Imported& imported, const Iov& iov, const Arena& arena) {
    const std::uint64_t length = std::min(iov.length, kMaxRwCount - imported.total);
    if (imported.fault == imported.total && length > 0) imported.fault += arena.readable(iov.base, length);
    imported.total += length;
}

// write(2) has no array: the buffer's range is checked and the length cut.
Imported import_buffer(const Call& call, const Arena& arena) {
    const Iov iov = call.list.empty() ? Iov{} : call.list[0];
    if (!in_user_space(iov.base, iov.length)) return refuse("args.range", EFAULT);
    Imported imported;
    add(imported, iov, arena);
    return imported;
}

// copy+write: the program reads every buffer itself, and only then makes its call.
Imported import_joined(const Call& call, const Arena& arena) {
    Imported imported;
    for (std::size_t i = 0; i < call.list.size(); ++i) {
        const Iov iov = call.list[i];
        if (arena.readable(iov.base, iov.length) < iov.length) {
            return {.refused = "user.copy-fault", .signal = SIGSEGV};
        }
        imported.total += iov.length;
    }
    imported.total = std::min(imported.total, kMaxRwCount);
    imported.fault = imported.total;
    return imported;
}

Imported import_array(const Call& call, const Arena& arena) {
    const std::int64_t count = call.iovcnt();
    if (count == 0) return refuse("args.none", 0);
    if (count < 0 || count > static_cast<std::int64_t>(kIovMax)) return refuse("args.count", EINVAL);
    if (call.bad_array) return refuse("args.array", EFAULT);
    const auto wanted = static_cast<std::size_t>(count);
    for (std::size_t i = 0; i < wanted; ++i) {
        if (i >= call.list.size()) return refuse("args.array", EFAULT);  // behind the array lies an unreadable page
        if (call.list[i].length >= kNegative) return refuse("args.length", EINVAL);
    }
    Imported imported;
    for (std::size_t i = 0; i < wanted; ++i) {
        const Iov iov = call.list[i];
        // A single entry is cut before its range is looked at, several are cut afterwards.
        const std::uint64_t length = wanted == 1 ? std::min(iov.length, kMaxRwCount) : iov.length;
        if (!in_user_space(iov.base, length)) return refuse("args.range", EFAULT);
        add(imported, iov, arena);
    }
    if (imported.total == 0) return refuse("args.empty", 0);
    return imported;
}

}  // namespace

Imported import(const Call& call, const Arena& arena, Access access, bool seekable) {
    if (call.op == Op::CopyWrite) {  // the program dies before it asks the kernel anything
        const Imported joined = import_joined(call, arena);
        if (joined.refused) return joined;
        const Imported refused = check_descriptor(call, access, seekable);
        return refused.refused ? refused : joined;
    }
    if (call.copy_first > 0 && arena.readable(call.list[0].base, call.copy_first) < call.copy_first) {
        return {.refused = "user.copy-fault", .signal = SIGSEGV};
    }
    if (const Imported refused = check_descriptor(call, access, seekable); refused.refused) return refused;
    Imported imported = call.op == Op::Write ? import_buffer(call, arena) : import_array(call, arena);
    if (!imported.refused && positional(call)) {
        const auto room = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max() - call.offset);
        if (imported.total > room) return refuse("args.overflow", EINVAL);
    }
    return imported;
}

}  // namespace iovlab
