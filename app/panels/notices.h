#pragma once

#include "app/lab/state.h"

namespace iovlab {

/// Questions and messages alone, which are shown on the projector too.
bool has_news(const LabState& state);
void draw_news(const LabState& state, Intents& out);
/// Over the projector's screen, with the file chooser when something is to be saved first.
void draw_over_stage(const LabState& state, Intents& out);
/// Whether draw_notices() has anything to draw.
bool has_notices(const LabState& state);
/// What has to be said across the whole window, above the bench: errors that stay until they are read, the question
/// about unsaved work, what to press first. Draws nothing when there is nothing to say.
void draw_notices(const LabState& state, Intents& out);
/// The file chooser. Never in front of anything: the bench stays usable below it.
void draw_chooser(const LabState& state, Intents& out);
/// All shortcuts, and the words of the field.
void draw_help(const LabState& state, Intents& out);

}  // namespace iovlab
