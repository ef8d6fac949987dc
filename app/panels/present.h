#pragma once

#include "app/lab/state.h"

namespace iovlab {

/// The projector's screen: one list, one queue, one result, measured in the screen's height. Nothing on it can be
/// clicked; its keys are in lab/present_keys.h.
void draw_present(const LabState& state);

/// Pixels of the screen that the zoom is reckoned from: at 450 x 600 it is 100 %.
float present_scale(float width, float height, float chosen);

}  // namespace iovlab
