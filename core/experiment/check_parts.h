#pragma once

#include "core/experiment/experiment.h"
#include "core/experiment/problem.h"

#include <string>
#include <utility>
#include <vector>

/// The checker's own rooms: only core/experiment/check*.cpp include this.
namespace iovlab {

struct Findings {
    std::vector<Problem> all;

    void add(Path where, std::string what) { all.push_back({std::move(where), std::move(what)}); }
    /// did_you_mean(), while there are few problems: a hostile file may have 65,536 wrong names and as many right
    /// ones.
    std::string suggest(const std::string& found, const std::vector<std::string>& names) const;
    /// Adds a problem when `value` lies outside, and says what is allowed.
    void in_range(Path where, const char* noun, std::uint64_t value, std::uint64_t least, std::uint64_t most);
};

/// Names, contents, what slices and views are of, and the 64 MiB.
void check_buffers(const Experiment& experiment, Findings& findings);
/// Operations, entries, and what belongs to which operation.
void check_calls(const Experiment& experiment, Findings& findings);
/// The target's kind and its keys, and the reader at its other end.
void check_target(const Experiment& experiment, Findings& findings);
/// Loop, faults, limits, signal, deadline.
void check_surroundings(const Experiment& experiment, Findings& findings);

/// What belongs to calls that read (readv, preadv), and what does not.
void check_reading(const Experiment& experiment, Findings& findings);

/// Two writers: what they may do together, and that their records can be told apart.
void check_second(const Experiment& experiment, Findings& findings);

/// The key of a content's kind as the file has it: "text", "hex", "fill", "random" or "file".
const char* content_key(ContentKind kind);
/// What is wrong with one content by itself; `where` is the table that it stands in.
void check_content(const Content& content, const Path& where, Findings& findings);

}  // namespace iovlab
