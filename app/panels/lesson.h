#pragma once

#include "app/lab/state.h"

namespace iovlab {

/// The lesson beside the bench: the step's text, what it asks, hints, what came of it, and the way on.
/// `scrolls`: the card has a height of its own; the text scrolls in it, and the way on stays in sight.
void draw_lesson(const LabState& state, bool scrolls, Intents& out);
/// How wide it would like to be: code and blocks want more room than text. In ems.
float lesson_width(const LabState& state);
/// Controls that the step points at, outlined above everything.
void draw_pointers(const LabState& state);

/// The parts of a step that have sources of their own.
void draw_question(const LabState& state, const Question& question, Intents& out);
void draw_find(const LabState& state, const FindTask& task, Intents& out);
void draw_order(const LabState& state, const OrderTask& task, Intents& out);

}  // namespace iovlab
