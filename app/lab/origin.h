#pragma once

#include "app/lab/derived.h"
#include "core/bytes/provenance.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace iovlab {

/// Where one byte of a sink or pipe came from, in terms of buffers.
struct ByteOrigin {
    Source source = Source::Hole;
    std::optional<std::size_t> buffer;  ///< Entry: of the experiment; absent for a bad address
    std::uint64_t offset = 0;           ///< in the buffer, the preload or the content
    bool guard = false;                 ///< past the buffer's end: a lying length sent it
    std::uint32_t call = 0;             ///< Entry: the number of the call that carried it, from 1
    std::size_t list = 0;
    std::uint32_t entry = 0;
};
ByteOrigin origin_of(const Provenance& provenance, std::uint64_t at, const Derived& derived);

/// Bytes from `at` on that are drawn alike.
struct ColourRun {
    enum class Kind { Buffer, Before, Guard, Other, Hole };
    std::uint64_t at = 0;
    std::uint64_t length = 0;
    Kind kind = Kind::Hole;
    std::size_t buffer = 0;  ///< Buffer

    std::uint64_t end() const { return at + length; }
    bool operator==(const ColourRun&) const = default;
};
/// How the bytes begin..end are drawn. Neighbours that are alike are one run.
std::vector<ColourRun> colour_runs(const Provenance& provenance, const Derived& derived, std::uint64_t begin,
                                   std::uint64_t end);

/// A byte of memory by the buffer that owns it: views and their roots meet here.
struct RootByte {
    std::size_t root = 0;
    std::uint64_t offset = 0;
};
std::optional<RootByte> root_byte(const Derived& derived, std::optional<std::size_t> buffer, std::uint64_t offset);
/// Where in `buffer` that byte is, if it is in it.
std::optional<std::uint64_t> in_buffer(const Derived& derived, const RootByte& byte, std::size_t buffer);
/// The first place in a sink that shows this byte of memory.
std::optional<std::uint64_t> in_sink(const Provenance& provenance, const Derived& derived, const RootByte& byte);

}  // namespace iovlab
