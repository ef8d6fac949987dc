#pragma once

#include "core/lesson/grade.h"

#include <string>
#include <vector>

/// A lesson's words with an experiment's numbers in them: what window and terminal say alike.
namespace iovlab {

/// The text with each {sum} (amount.h) replaced by its number; code blocks stay as they are.
std::vector<MdBlock> filled_in(std::vector<MdBlock> text, const Experiment& experiment);

/// What the step's {sums} are about: its own experiment, else the one that was on the bench before; in a find step
/// that has none, its proof.
const Experiment& numbers_of(const LessonStep& step, const Experiment& otherwise);

/// The question is about one call, not about what came of the whole run.
bool asks_of_a_call(const Question& question);

/// "You said 3. The kernel said 14. (The model: 14.)"; of a whole run "You said A. What happened: bytes
/// are missing; the program ended without an error." Empty while there was no such call.
std::string said_words(const Question& question, const LessonAnswer& answer, const Experiment& experiment,
                       const Trace& trace);

}  // namespace iovlab
