#pragma once

#include "core/experiment/experiment.h"
#include "core/experiment/model_setup.h"
#include "core/experiment/scratch.h"
#include "core/kernel/real/target.h"

#include <cstddef>
#include <memory>
#include <vector>

namespace iovlab {

/// The experiment's target, for real; `reads`: its calls read. Throws NoTarget.
std::unique_ptr<Target> open_target(const TargetSpec& spec, const Scratch& scratch, bool reads = false);

/// What lies in a pipe, or in a unix socket, before the first call.
std::vector<std::byte> waiting_in(const TargetSpec& spec, const Scratch& scratch);

/// What the model must know of a real target before the first call. Where this kernel does not keep a rule that is
/// of a kernel build, the rule is dropped, and `note` says so once in a process.
ModelFacts facts_of(Target& target, const TargetSpec& spec);

}  // namespace iovlab
