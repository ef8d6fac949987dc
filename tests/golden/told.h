#pragma once

#include "core/experiment/experiment.h"

#include <string>

/// One run of an experiment, told as text, in strace's notation and as JSON, with everything left out that is not
/// the same at every run and on every machine (told.cpp has the list).
namespace iovlab::test {

/// Made by this kernel. Throws CannotRun where this machine cannot.
std::string told_by_kernel(const Experiment& experiment);
/// Answered by the model: text and JSON.
std::string told_by_model(const Experiment& experiment);

}  // namespace iovlab::test
