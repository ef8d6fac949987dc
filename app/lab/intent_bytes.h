#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>

/// Intents about single bytes; a part of intent.h.
namespace iovlab {

/// A byte that somebody points at.
struct ByteSpot {
    enum class In {
        Buffer,  ///< of the document, by its index
        Sink,    ///< what arrived; for pipes and sockets also what still waits: one stream, one position
    };
    In in = In::Buffer;
    std::size_t buffer = 0;
    std::uint64_t at = 0;

    bool operator==(const ByteSpot&) const = default;
    bool same_place(const ByteSpot& other) const {
        return in == other.in && (in == In::Sink || buffer == other.buffer);
    }
};

/// The byte under the pointer; none: nothing is pointed at.
struct HoverByte {
    std::optional<ByteSpot> spot;
};
/// Selects a byte, or with `extend` all from where the selection began to it. None: nothing is selected any more.
struct SelectBytes {
    std::optional<ByteSpot> spot;
    bool extend = false;
};
struct SelectCall {
    std::uint64_t n = 0;
};  ///< shows the call of that number
struct SetReduceMotion {
    bool on = false;
};

}  // namespace iovlab
