#pragma once

#include "core/bytes/arena.h"
#include "core/experiment/run.h"

#include <cstdint>
#include <mutex>
#include <nettle/sha2.h>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace iovlab {

/// What was there before the run's own calls, so that it can be told from what they wrote.
inline constexpr std::byte kPreloadByte{'.'};

/// Everything that arrived: the bytes (the first kMaxShown of them), where each came from, and whether each is the
/// byte of the buffer that it should have come from. Compared as it arrives, so that nothing has to be kept.
class SinkRecord {
public:
    /// The arena must outlive the record.
    explicit SinkRecord(const Arena& arena);

    /// Bytes that came out of a pipe, in order; `pieces` say where they came from and cover them exactly.
    void arrived(std::span<const std::byte> bytes, const std::vector<Piece>& pieces);
    /// Bytes that were found in a file at `piece.at`, where `piece` should have landed.
    void landed(std::span<const std::byte> bytes, const Piece& piece);
    /// Bytes that nobody can read back: they count as arrived, and as wrong unless `right`.
    void swallowed(const Piece& piece, bool right);
    /// Bytes that a call put into its buffer, as they lie there, and those that it should have put there.
    void filled(std::span<const std::byte> bytes, std::span<const std::byte> expected, const Piece& piece);
    /// A file's content before the run.
    void holds(std::span<const std::byte> bytes);

    /// True when `bytes` are what `piece` promises, as far as memory tells.
    bool matches(std::span<const std::byte> bytes, const Piece& piece) const;

    /// From any thread: see Run::copy_sink().
    bool copy(Run::Sink& sink) const;
    /// The pieces that this run's calls put there, in the order of their arrival.
    const std::vector<Piece>& from_calls() const { return from_calls_; }
    /// The first byte of those that is not its buffer's.
    std::optional<std::uint64_t> wrong_byte() const { return wrong_byte_; }
    std::uint64_t from_calls_size() const { return from_calls_size_; }

    /// SHA-256 over what arrived (pipes) or over what hash() was given (files).
    void hash(std::span<const std::byte> bytes);
    std::string sha256();

private:
    void nettle_init();
    void note(std::span<const std::byte> bytes, const Piece& piece);
    void show(std::uint64_t at, std::span<const std::byte> bytes);
    std::optional<std::uint64_t> first_difference(std::span<const std::byte> bytes, const Piece& piece) const;

    const Arena& arena_;
    mutable std::mutex mutex_;  // guards shown_; the rest is the run's thread's alone
    Run::Sink shown_;
    std::vector<Piece> from_calls_;
    std::uint64_t from_calls_size_ = 0;
    std::optional<std::uint64_t> wrong_byte_;
    sha256_ctx hash_;
};

}  // namespace iovlab
