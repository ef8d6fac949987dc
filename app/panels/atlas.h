#pragma once

#include "app/lab/state.h"

namespace iovlab {

/// Every errno that a write can give, a row each; the chosen one is what the page tells about.
void draw_atlas_table(const LabState& state, Intents& out);
/// The chosen errno: why, what had gone out, what to do, what languages make of it, and its experiments, each of
/// which goes to the bench with one click.
void draw_atlas_page(const LabState& state, Intents& out);

}  // namespace iovlab
