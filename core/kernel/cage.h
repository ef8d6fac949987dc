#pragma once

#include <string>
#include <vector>

namespace iovlab {

/// What keeps the process that makes the calls from doing anything else: the parts that hold on this machine.
struct Cage {
    bool no_new_privs = false;  ///< nothing that it could start has more rights
    bool files = false;         ///< Landlock: no path can be opened, made or changed
    bool net = false;           ///< Landlock (Linux 6.7): no TCP socket can be bound or connected
    bool calls = false;         ///< seccomp: no system call but those that it needs, on its own descriptors
    bool memory = false;        ///< RLIMIT_AS: no more address space than its work takes

    /// The parts that are not there, by the names that JSON has for them. `net` is not among them while `calls`
    /// holds: then there is no socket to begin with.
    std::vector<std::string> missing() const;
    /// The parts that are there.
    std::vector<std::string> holding() const;
    bool whole() const { return missing().empty(); }

    bool operator==(const Cage&) const = default;
};

/// What holds for both of two.
Cage both(const Cage& one, const Cage& other);

}  // namespace iovlab
