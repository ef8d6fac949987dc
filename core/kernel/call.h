#pragma once

#include "core/bytes/iov_list.h"

#include <cstdint>
#include <optional>
#include <string>

namespace iovlab {

/// What an experiment asks for (docs/experiments.md, `op`). Writes and CopyWrite are made of `write` calls.
enum class Op { Writev, Pwritev, Pwritev2, Write, Writes, CopyWrite, Readv, Preadv };

const char* to_string(Op op);  ///< as in the experiment file: "writev", "copy+write"...
std::optional<Op> op_from(const std::string& name);
/// The call fills its entries from the target (readv, preadv) instead of emptying them into it.
constexpr bool reads(Op op) {
    return op == Op::Readv || op == Op::Preadv;
}

/// One system call as asked.
struct Call {
    Op op = Op::Writev;  ///< never Writes: the run makes those one Write each
    IovList list;        ///< for Write exactly one entry; for CopyWrite the list to be joined first
    std::optional<std::int32_t> count{};  ///< overrides iovcnt
    bool bad_array = false;               ///< the iovec array itself lies at an unmapped address
    std::int64_t offset = 0;              ///< Pwritev, Pwritev2, Preadv
    std::uint32_t flags = 0;              ///< Pwritev2: RWF_ bits
    /// The first entry is shown to the kernel in a copy that the caller makes right before the call, of so many
    /// bytes from the entry's base on (the `copying` loop). The list says what was copied; 0: no copy.
    std::uint64_t copy_first = 0;
    std::optional<std::uint64_t> cap{};  ///< a fault's `short N`: only the first N bytes are asked for

    /// iovcnt as the kernel gets it.
    std::int64_t iovcnt() const { return count ? *count : static_cast<std::int64_t>(list.size()); }
    /// The entries that iovcnt speaks of, as far as there are any; all of them where it is no count at all.
    IovList meant() const;
    std::uint64_t asked() const { return meant().total(); }  ///< bytes, saturating
    /// The call as the kernel gets it: with a cap, an array of its own for the first bytes of what was meant.
    Call made() const;
};

/// Who an outcome comes from. Anything but Kernel is visibly marked wherever it is shown.
enum class Origin { Kernel, Capped, Injected, Model };
const char* to_string(Origin origin);  ///< "kernel", "capped", "injected", "model"

/// What came back from a call.
struct Outcome {
    std::optional<std::int64_t> result;  ///< bytes; absent on an errno, a death or a call that never returned
    int error = 0;                       ///< errno, 0 for none
    int signal = 0;                      ///< the caller died of this signal during the call
    bool blocked = false;                ///< still asleep when the run ended it
    Origin origin = Origin::Kernel;
    std::int64_t elapsed_ns = 0;
    int handled = 0;  ///< signal handlers that ran in the caller since the last answer
    /// The model alone was asked and its rules do not say what comes back: why, in a sentence. Else null.
    const char* unclaimed = nullptr;

    bool operator==(const Outcome&) const = default;
};

}  // namespace iovlab
