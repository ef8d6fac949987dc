#include "core/experiment/sink.h"

#include "core/experiment/serial.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <fmt/format.h>

namespace iovlab {

SinkRecord::SinkRecord(const Arena& arena) : arena_(arena) {
    shown_.record = next_serial();
    nettle_init();
}

void SinkRecord::nettle_init() {
    sha256_init(&hash_);
}

void SinkRecord::hash(std::span<const std::byte> bytes) {
    sha256_update(&hash_, bytes.size(), reinterpret_cast<const std::uint8_t*>(bytes.data()));
}

std::string SinkRecord::sha256() {
    std::array<std::uint8_t, SHA256_DIGEST_SIZE> digest{};
    sha256_digest(&hash_, digest.size(), digest.data());
    std::string text;
    for (std::uint8_t byte : digest) text += fmt::format("{:02x}", byte);
    return text;
}

std::optional<std::uint64_t> SinkRecord::first_difference(std::span<const std::byte> bytes,
                                                          const Piece& piece) const {
    if (piece.source == Source::Preload) {
        const auto* odd =
            std::find_if(bytes.data(), bytes.data() + bytes.size(), [](std::byte b) { return b != kPreloadByte; });
        if (odd == bytes.data() + bytes.size()) return std::nullopt;
        return static_cast<std::uint64_t>(odd - bytes.data());
    }
    if (piece.source != Source::Entry) return std::nullopt;
    const std::uint64_t base = arena_.list(piece.list)[piece.entry].base + piece.offset;
    std::array<std::byte, 65536> expected;
    for (std::size_t done = 0; done < bytes.size();) {
        const std::size_t n = std::min(bytes.size() - done, expected.size());
        const std::size_t got = arena_.copy(base + done, std::span(expected).first(n));
        if (std::memcmp(bytes.data() + done, expected.data(), got) != 0 || got < n) {
            const auto pair =
                std::mismatch(bytes.begin() + static_cast<std::ptrdiff_t>(done),
                              bytes.begin() + static_cast<std::ptrdiff_t>(done + got), expected.begin());
            return static_cast<std::uint64_t>(pair.first - bytes.begin());
        }
        done += n;
    }
    return std::nullopt;
}

bool SinkRecord::matches(std::span<const std::byte> bytes, const Piece& piece) const {
    return !first_difference(bytes, piece);
}

void SinkRecord::note(std::span<const std::byte> bytes, const Piece& piece) {
    const auto difference = wrong_byte_ ? std::nullopt : first_difference(bytes, piece);
    if (piece.source != Source::Entry) {
        if (difference) wrong_byte_ = from_calls_size_;
        return;
    }
    if (difference) wrong_byte_ = from_calls_size_ + *difference;
    const bool joins = !from_calls_.empty() && from_calls_.back().list == piece.list &&
                       from_calls_.back().entry == piece.entry && from_calls_.back().step == piece.step &&
                       from_calls_.back().offset + from_calls_.back().length == piece.offset;
    if (joins) {
        from_calls_.back().length += piece.length;
    } else {
        from_calls_.push_back(piece);
    }
    from_calls_size_ += piece.length;
}

void SinkRecord::show(std::uint64_t at, std::span<const std::byte> bytes) {
    shown_.revision = next_serial();
    if (at < shown_.size) shown_.rewritten = shown_.revision;
    if (at < Run::kMaxShown && !bytes.empty()) {
        const std::uint64_t n = std::min<std::uint64_t>(bytes.size(), Run::kMaxShown - at);
        if (shown_.bytes.size() < at + n) shown_.bytes.resize(at + n);
        std::copy_n(bytes.begin(), n, shown_.bytes.begin() + static_cast<std::ptrdiff_t>(at));
    }
    shown_.size = std::max<std::uint64_t>(shown_.size, at + bytes.size());
}

void SinkRecord::arrived(std::span<const std::byte> bytes, const std::vector<Piece>& pieces) {
    hash(bytes);
    std::size_t done = 0;
    for (Piece piece : pieces) {
        piece.at = shown_.size + done;  // this thread alone changes it
        note(bytes.subspan(done, piece.length), piece);
        done += piece.length;
    }
    const std::lock_guard lock(mutex_);
    for (const Piece& piece : pieces) shown_.provenance.append(piece);
    show(shown_.size, bytes);
}

void SinkRecord::landed(std::span<const std::byte> bytes, const Piece& piece) {
    note(bytes, piece);
    const std::lock_guard lock(mutex_);
    shown_.provenance.overlay(piece);
    show(piece.at, bytes);
}

void SinkRecord::swallowed(const Piece& piece, bool right) {
    if (!right && !wrong_byte_) wrong_byte_ = from_calls_size_;
    note({}, piece);
}

void SinkRecord::filled(std::span<const std::byte> bytes, std::span<const std::byte> expected, const Piece& piece) {
    hash(bytes);
    if (!wrong_byte_ && !std::equal(bytes.begin(), bytes.end(), expected.begin(), expected.end())) {
        const auto odd = std::mismatch(bytes.begin(), bytes.end(), expected.begin(), expected.end());
        wrong_byte_ = from_calls_size_ + static_cast<std::uint64_t>(odd.first - bytes.begin());
    }
    note({}, piece);
    const std::lock_guard lock(mutex_);
    shown_.provenance.append(piece);
    show(piece.at, bytes);
}

void SinkRecord::holds(std::span<const std::byte> bytes) {
    const std::lock_guard lock(mutex_);
    shown_.provenance.append({.length = bytes.size(), .source = Source::Content});
    show(0, bytes);
}

bool SinkRecord::copy(Run::Sink& sink) const {
    const std::lock_guard lock(mutex_);
    if (sink.revision == shown_.revision) return false;
    const bool grown = sink.record == shown_.record && sink.revision >= shown_.rewritten;
    if (!grown) {
        sink = shown_;
        return true;
    }
    sink.bytes.insert(sink.bytes.end(), shown_.bytes.begin() + static_cast<std::ptrdiff_t>(sink.bytes.size()),
                      shown_.bytes.end());
    sink.provenance.follow(shown_.provenance, shown_.provenance.size());
    sink.size = shown_.size;
    sink.revision = shown_.revision;
    return true;
}

}  // namespace iovlab
