#pragma once

#include "app/lab/state.h"

namespace iovlab {

/// The bar at the top: menus, the screens that exist, the document, what answers the calls, zoom and theme.
void draw_header(const LabState& state, Intents& out);

}  // namespace iovlab
