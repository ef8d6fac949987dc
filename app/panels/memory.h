#pragma once

#include "app/lab/state.h"

namespace iovlab {

/// The buffers: what is in memory, as bars, with each view under the buffer whose bytes it shares. The one that is
/// unfolded can be edited in place.
void draw_memory(const LabState& state, Intents& out);
/// The unfolded buffer's fields.
void draw_buffer_editor(const LabState& state, std::size_t index, Intents& out);

}  // namespace iovlab
