#pragma once

#include "app/widgets/controls.h"
#include "app/widgets/lit.h"

#include <cstdint>
#include <optional>
#include <string_view>

namespace iovlab::ui {

/// One entry, or one buffer, as a bar of bytes.
struct ByteBar {
    Fill fill = {};
    std::uint64_t length = 0;    ///< bytes in it; may be SIZE_MAX (a lying length)
    std::uint64_t scale = 0;     ///< bytes that the whole width stands for; 0: `length`
    std::uint64_t consumed = 0;  ///< bytes from the front that have gone out: hatched and darker
    bool fills = false;  ///< `consumed` bytes have come in instead: those are full, the rest hatched and darker
    /// A line in front of this byte: the next call starts here.
    std::optional<std::uint64_t> cut = {};
    /// Bytes from here on are not the buffer's (guard) or fault: marked as such.
    std::optional<std::uint64_t> readable = {};
    /// The bytes that are hovered or selected, here or elsewhere.
    std::span<const LitRange> lit = {};
    /// The moving end of the selection, if it is in this bar.
    std::optional<std::uint64_t> caret = {};
    bool selects = false;         ///< dragging over it, and keys on it, select bytes
    std::string_view label = {};  ///< drawn in the bar if it fits: its first bytes, its name
    bool bad = false;             ///< a bad address: outlined in the errno colour, nothing to show
};

struct BarHover {
    std::optional<std::uint64_t> byte = {};  ///< under the pointer
    bool clicked = false;
    ByteTouch touch = {};  ///< what is to be selected
};

/// `size.x` 0: to the right edge; `size.y` 0: the height of a label. A length above 0 is never drawn narrower than
/// two lines; what is longer than the scale ends in a torn edge.
BarHover byte_bar(std::string_view name, const ByteBar& bar, ImVec2 size = {0, 0}, const Hint& hint = {});

/// A bracket under a bar, from byte `begin` to `end` of `scale`: a view's share of the buffer above.
void share_bracket(const Fill& fill, std::uint64_t begin, std::uint64_t end, std::uint64_t scale, float width = 0);

}  // namespace iovlab::ui
