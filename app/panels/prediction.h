#pragma once

#include "app/lab/state.h"

namespace iovlab {

/// The learner's guess for the next call, and, once a call was made, guess, model and kernel side by side. While
/// the learner guesses first, the model's answer is kept back until a guess is locked.
void draw_prediction(const LabState& state, Intents& out);

}  // namespace iovlab
