#pragma once

#include "app/lab/state.h"

#include <functional>
#include <imgui.h>

namespace iovlab {

/// The projector's screen: one list, one queue, one result, measured in the screen's height. Nothing on it can be
/// clicked; its keys are in lab/present_keys.h.
void draw_present(const LabState& state);
/// A lesson's question for the room, with the hands that were counted, from `at` on.
void draw_room_question(const LabState& state, const Question& question, ImVec2 at, ImVec2 size);

/// The projector's whole screen with something else inside; nothing but its background while it is blank.
void draw_on_stage(const LabState& state, const std::function<void(ImVec2 at, ImVec2 size)>& inside);

/// Pixels of the screen that the zoom is reckoned from: at 450 x 600 it is 100 %.
float present_scale(float width, float height, float chosen);

}  // namespace iovlab
