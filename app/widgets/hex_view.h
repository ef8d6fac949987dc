#pragma once

#include "app/widgets/lit.h"
#include "app/window/theme.h"

#include <cstddef>
#include <cstdint>
#include <imgui.h>
#include <optional>
#include <span>
#include <string_view>

namespace iovlab::ui {

enum class HexKind {
    Buffer,  ///< in the buffer's colour
    Before,  ///< preload or content: was there before the run; dim
    Guard,   ///< bytes past a buffer's end, which a lying length sent; struck and in the errno colour
    Hole,    ///< never written: zeros that the file system makes up; drawn as dots
};

/// Bytes from `at` on with one source. Runs are ordered and do not overlap; bytes in no run are holes.
struct HexRun {
    std::uint64_t at = 0;
    std::uint64_t length = 0;
    Fill fill = {};
    HexKind kind = HexKind::Buffer;
};

struct HexData {
    std::span<const std::byte> bytes = {};  ///< what can be shown, from position `first`
    std::uint64_t first = 0;
    std::uint64_t size = 0;  ///< of everything; what `bytes` lacks is said in words
    std::span<const HexRun> runs = {};
    std::span<const LitRange> lit = {};       ///< bytes that are hovered or selected, here or elsewhere
    std::optional<std::uint64_t> caret = {};  ///< the moving end of the selection, if it is in here
    std::optional<std::uint64_t> show = {};   ///< scroll so that this byte is seen, in this frame
};

struct HexHover {
    std::optional<std::uint64_t> at = {};  ///< position of the byte under the pointer, in hex or text
    bool twice = false;                    ///< it was clicked twice
    ByteTouch touch = {};                  ///< what is to be selected
};

/// Offsets, bytes and text, 16 bytes a row where there is room and 8 where not; only the rows in sight are drawn.
/// `size` 0: what is left of the panel. `empty` is shown when there are no bytes: what to do next.
HexHover hex_view(std::string_view name, const HexData& data, ImVec2 size = {0, 0}, std::string_view empty = {});

}  // namespace iovlab::ui
