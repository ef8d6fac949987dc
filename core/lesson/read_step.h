#pragma once

#include "core/lesson/lesson_toml.h"

#include <optional>
#include <vector>

/// A step while its blocks are being read: only core/lesson/read*.cpp include this.
namespace iovlab {

struct StepDraft {
    LessonStep step;
    std::optional<toml::table> root;  ///< the step's experiment
    bool sound = true;                ///< it may be run
    toml::table changes;              ///< of the solution or the proof
    bool told = false;                ///< the activity has come: text from here on waits for its answer
    bool pointed = false, varies = false, noted = false;
};

/// One live block of a step. `earlier` are the experiments of the steps before it.
void read_step_block(StepDraft& draft, const MdBlock& block, toml::table root,
                     const std::vector<std::optional<toml::table>>& earlier, Complaints& complaints);
/// What can only be judged when the whole step is known.
void finish_draft(StepDraft& draft, Complaints& complaints);

}  // namespace iovlab
