#pragma once

#include <cstdint>
#include <imgui.h>
#include <optional>
#include <span>

/// Bytes that light up wherever they are drawn, and how a pointer or the keyboard chooses them.
namespace iovlab::ui {

/// Bytes begin..end of whatever a widget draws. Several are in order and do not overlap.
struct LitRange {
    std::uint64_t begin = 0;
    std::uint64_t end = 0;
    bool chosen = false;  ///< selected, not only hovered
    bool copy = false;    ///< equal bytes that were copied from the ones pointed at, elsewhere in memory

    bool operator==(const LitRange&) const = default;
};
/// Those of `lit` that reach into begin..end.
std::span<const LitRange> lit_within(std::span<const LitRange> lit, std::uint64_t begin, std::uint64_t end);

/// What happened to a widget's bytes in this frame.
struct ByteTouch {
    std::optional<std::uint64_t> chosen = {};  ///< pressed, dragged to, or come to by a key
    bool extend = false;                       ///< it is the new end of what is selected already
};
/// Keys that move a selection while the last item has the keyboard: arrows, with Ctrl 16 bytes, with Shift
/// extending; Up, Down, PageUp and PageDown where there are rows. `caret`: the selection's moving end, if it is
/// here.
ByteTouch touch_by_keys(std::optional<std::uint64_t> caret, std::uint64_t size, std::uint64_t row,
                        std::uint64_t page);
/// The mouse: pressed on the last item, and dragged while it is held. `byte`: under the pointer, clamped to what
/// there is.
ByteTouch touch_by_mouse(std::optional<std::uint64_t> byte, std::optional<std::uint64_t> caret);

/// Draws the mark of a lit range of pixels: an outline; with a wash when it is selected, thin when it is a copy.
void draw_lit(ImDrawList& draw, const LitRange& lit, ImVec2 min, ImVec2 max);

}  // namespace iovlab::ui
