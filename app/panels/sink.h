#pragma once

#include "app/lab/origin.h"
#include "app/lab/state.h"
#include "app/widgets/hex_view.h"

#include <cstdint>
#include <vector>

namespace iovlab {

/// The colours of a sink's bytes, worked out when it changes and not for each frame; of a run that goes on only
/// those of the bytes that are new.
struct SinkColours {
    std::uint64_t run = 0;       ///< whose sink
    std::uint64_t revision = 0;  ///< of it
    std::uint64_t size = 0;      ///< bytes that `runs` covers
    ThemeName theme = ThemeName::Dark;
    std::optional<std::uint64_t> caret{};  ///< the selection's end that was brought into sight
    std::vector<ui::HexRun> runs{};
};

/// What arrived, byte by byte, each in its buffer's colour; hovering one says where it came from.
/// `height` in pixels; 0: what is left of the panel.
void draw_sink(const LabState& state, SinkColours& colours, float height, Intents& out);

}  // namespace iovlab
