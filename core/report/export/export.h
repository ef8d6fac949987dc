#pragma once

#include "core/experiment/experiment.h"
#include "core/loops/listing.h"

#include <stdexcept>
#include <string>
#include <vector>

namespace iovlab {

/// This experiment cannot become a program in that language: what it has that the program cannot, and what to do.
struct CannotExport : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// The experiment as one program that stands alone: its memory, its target, its lists, its loop, and a reader where
/// one can be had without a second clock. `loop` is the listing of the experiment's loop in that language. The
/// experiment must have been checked. Throws CannotExport.
std::string export_program(const Experiment& experiment, Language language, const Listing& loop);

/// What the exported program leaves out, a sentence each; it says so itself in its first lines.
std::vector<std::string> not_exported(const Experiment& experiment);

}  // namespace iovlab
