#pragma once

#include "core/kernel/kernel.h"
#include "core/kernel/model/import.h"

#include <cstdint>
#include <span>
#include <vector>

namespace iovlab {

/// How the caller has set up a signal that a write may send it.
enum class OnSignal { Ignored, Kills };

/// What a target does with an imported call.
struct Answer {
    const char* rule = "";    ///< of rules.h
    std::uint64_t taken = 0;  ///< bytes that went in, also when the call ends with an errno or a death, or sleeps
    int error = 0;            ///< errno; 0: `taken` is the result
    int signal = 0;           ///< the caller died of it
    bool asleep = false;      ///< it waits, with `taken` bytes in so far
    bool claim = true;        ///< false: the rules do not say what happens here
    const char* why = "";     ///< then: what it depends on, in a sentence
};

/// The rules do not say what happens.
inline Answer no_claim(const char* why) {
    return {.claim = false, .why = why};
}

/// How a call ended: with `error` only where nothing had gone in.
inline Answer ended(const char* rule, std::uint64_t taken, int error = 0) {
    return {.rule = rule, .taken = taken, .error = taken > 0 ? 0 : error};
}

/// The model of one target: rules about what happens to the bytes of a call that passed the argument checks.
class TargetModel {
public:
    virtual ~TargetModel() = default;

    virtual Access access() const = 0;
    virtual bool seekable() const = 0;
    /// The descriptor that the calls name.
    virtual int number() const { return 4; }
    virtual Answer write(const Call& call, const Imported& imported) = 0;

    // Calls that read.
    virtual bool readable() const { return true; }
    /// The caller reads: `taken` bytes come out, and `out` gets them. Sleeps are ended by close_reader() (the other
    /// end closes) and interrupt(). Where it is not written down what happens there is no claim.
    virtual Answer fill(const Call& call, const Imported& imported, std::vector<std::byte>& out);
    virtual TargetState state() const = 0;

    /// See Kernel::resize.
    virtual std::int64_t resize(std::uint64_t size);

    // What may happen while a call sleeps; each gives the call's answer as it stands then.
    virtual Answer read(std::uint64_t max, std::vector<std::byte>& out);
    virtual Answer close_reader();
    virtual Answer interrupt(bool restart);
    /// The caller died while it slept: what had not gone in never will.
    virtual void abandon() {}

    /// See Kernel::read_file.
    virtual std::size_t read_file(std::uint64_t at, std::span<std::byte> out);
};

}  // namespace iovlab
