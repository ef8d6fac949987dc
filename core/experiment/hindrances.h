#pragma once

#include <map>
#include <string>

namespace iovlab {

/// What this machine forbids of what an experiment may ask for: a sandbox, a container or an old kernel may lack
/// any target.
struct Hindrances {
    std::map<std::string, std::string>
        kinds;         ///< by the target's kind, only those that cannot be had: why, a sentence
    std::string disk;  ///< why a file can have no small disk of its own; empty: it can

    /// Why targets of this kind cannot be had; empty: they can, or nobody asked.
    const std::string& of(const std::string& kind) const;
};

/// Finds it out by asking: opens one target of each kind as a run would, and closes it again. Takes a few
/// milliseconds and starts a process (for the small disk), so not on a window's thread.
Hindrances ask_this_machine();

}  // namespace iovlab
