#pragma once

#include "app/lab/state.h"

namespace iovlab {

/// What the loop believes it has sent, beside what really went out, over the whole stream that should arrive: a
/// line while it is right, two bars with the damage marked and named once it is not.
void draw_belief(const LabState& state, Intents& out);

}  // namespace iovlab
