#pragma once

#include "app/lab/document.h"
#include "app/lab/intent.h"

#include <optional>
#include <string>

namespace iovlab {

/// An editing intent as a step of the document.
struct EditStep {
    std::string what;       ///< for the undo menu: "rename header"
    std::string merge_key;  ///< empty: never one step with another
    Document::Change change;
};

/// The step that `intent` stands for; nothing when it is no edit, or points at what is no longer there.
std::optional<EditStep> edit_step(const Intent& intent, const Experiment& experiment);

/// A name like `wanted` that no buffer of `experiment` has: "body", "body2", "body3"...
std::string free_name(const Experiment& experiment, const std::string& wanted);

}  // namespace iovlab
