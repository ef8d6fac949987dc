#pragma once

#include "app/lab/state.h"

namespace iovlab {

/// The bar at the top: the screens that exist, menus, the document, what answers the calls, seed, zoom and theme.
/// What finds no room folds away.
void draw_header(const LabState& state, Intents& out);

/// File, Edit, Run, View and Help side by side, from the table of actions.
void draw_menus(const LabState& state, Intents& out);
float menus_width();
/// The same behind one button, where there is no room for five.
void draw_folded_menus(const LabState& state, Intents& out);
float folded_menus_width();

}  // namespace iovlab
