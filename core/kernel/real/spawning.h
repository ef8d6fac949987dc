#pragma once

#include "core/kernel/cage.h"

#include <cstdint>
#include <string>
#include <sys/types.h>
#include <vector>

namespace iovlab {

/// A worker's process and our end of the wire to it, close-on-exec. Whoever has them ends and reaps it.
struct SpawnedWorker {
    pid_t pid = -1;
    int wire = -1;
};

/// Starts the worker program, which lies beside this one or in ../libexec/iovlab: no descriptor of ours but the
/// wire and standard error, its own process group (Ctrl-C is for us), all signals as they were by default. It dies
/// with the thread that calls this. `words`: what it is to do, when that is not to make an experiment's calls:
/// {"bench"}, {"disk", BYTES}. Throws std::runtime_error when there is no worker to be had, of its kind
/// std::system_error where this machine refuses it.
SpawnedWorker spawn_worker(const std::vector<std::string>& words = {});

/// From the bits of wire.h.
Cage cage_of(std::uint32_t bits);

/// What to say of a worker that its cage has stopped at the system call `number`.
std::string breach_words(int number);

}  // namespace iovlab
