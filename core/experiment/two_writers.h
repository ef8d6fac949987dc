#pragma once

#include "core/experiment/experiment.h"

namespace iovlab {

/// The second writer's call: in everything the first one's, but for its entries.
inline CallSpec second_call(const Experiment& experiment) {
    CallSpec call = experiment.calls.front();
    call.iov = experiment.second->iov;
    return call;
}

/// Two writers, each of whose calls goes on from where it wrote itself, whatever the other has done: a file without
/// O_APPEND that each has opened for itself. Elsewhere nothing tells where one of their calls went.
inline bool own_positions(const Experiment& experiment) {
    return experiment.second && !experiment.second->shared && experiment.target.kind == "file" &&
           !experiment.target.flags.has("O_APPEND");
}

}  // namespace iovlab
