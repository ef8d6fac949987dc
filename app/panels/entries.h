#pragma once

#include "app/lab/state.h"

namespace iovlab {

/// The list of iovecs as the call gets it, a row an entry: what of it went out by the call on show, and what is
/// left. Rows are dragged into another order; the chosen one can be edited below the list.
void draw_entries(const LabState& state, float max_height, Intents& out);
/// The chosen entry's fields.
void draw_entry_editor(const LabState& state, Intents& out);
/// The line in which entries are added.
void draw_entry_adding(const LabState& state, Intents& out);

}  // namespace iovlab
