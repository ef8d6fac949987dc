#pragma once

#include "app/lab/state.h"

namespace iovlab {

/// The buffers: what is in memory, as bars, with each view under the buffer whose bytes it shares. The one that is
/// unfolded can be edited in place.
void draw_memory(const LabState& state, Intents& out);
/// The unfolded buffer's fields.
void draw_buffer_editor(const LabState& state, std::size_t index, Intents& out);

/// The name as a field at `at`, while it is typed there. False: it is not.
bool names_in_place(const LabState& state, std::size_t index, ImVec2 at, float width, Intents& out);
/// The text as a field in place of the bar, while it is typed there. False: it is not.
bool text_in_place(const LabState& state, std::size_t index, Intents& out);
/// Its bytes are text that was typed, and can be typed in place.
bool has_text(const BufferSpec& buffer);

}  // namespace iovlab
