#pragma once

#include "app/lab/state.h"

namespace iovlab {

/// File, Edit, Run, View and Help side by side, from the table of actions.
void draw_menus(const LabState& state, Intents& out);
float menus_width();
/// The same behind one button, where there is no room for five.
void draw_folded_menus(const LabState& state, Intents& out);
float folded_menus_width();

}  // namespace iovlab
