#pragma once

#include "app/widgets/controls.h"
#include "app/widgets/lit.h"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace iovlab::ui {

/// Bytes of one source in a page slot.
struct SlotPart {
    std::uint64_t bytes = 0;
    Fill fill = {};
    std::uint64_t at = 0;  ///< position in the stream of its first byte, for hovering
};
struct SlotView {
    std::vector<SlotPart> parts = {};  ///< waiting bytes, oldest first
    std::uint32_t taken = 0;           ///< bytes of the page in front of them that were read already: dark hatch
    bool packet = false;               ///< O_DIRECT: nothing may be merged into it; marked with a corner
};

struct SlotMap {
    std::span<const SlotView> slots = {};     ///< slots in use, oldest first
    std::uint64_t capacity = 16;              ///< slots in all
    std::uint64_t page = 4096;                ///< bytes of a slot
    std::span<const LitRange> lit = {};       ///< positions in the stream that are hovered or selected
    std::optional<std::uint64_t> caret = {};  ///< the moving end of the selection, in the stream
};

struct SlotHover {
    std::optional<std::size_t> slot = {};  ///< under the pointer
    std::optional<std::uint64_t> at = {};  ///< position in the stream under the pointer
    ByteTouch touch = {};                  ///< what is to be selected
};

/// A pipe's page slots, wrapped into rows at the panel's width (`width` 0: all of it). Bytes fill a slot from the
/// bottom up. At most `max_rows` rows; the rest is said in words.
SlotHover slot_map(std::string_view name, const SlotMap& map, float width = 0, int max_rows = 4);

/// Where slot_map() draws each slot that it shows: left, top, right, bottom. `origin`: the map's upper left corner.
std::vector<ImVec4> slot_rects(const SlotMap& map, ImVec2 origin, float width, int max_rows = 4);

}  // namespace iovlab::ui
