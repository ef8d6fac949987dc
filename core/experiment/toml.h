#pragma once

#include "core/experiment/experiment.h"
#include "core/experiment/problem.h"

#include <string>
#include <vector>

namespace iovlab {

/// An experiment file is at most this long; larger contents are made with fill, random or file.
inline constexpr std::size_t kMaxFile = 8u << 20;

/// A problem with its place in the file. Lines and columns count from 1; 0 means the file as a whole.
struct FileProblem {
    std::string file;
    unsigned line = 0;
    unsigned column = 0;
    std::string what;
    bool unknown_key = false;  ///< that is what is wrong

    std::string text() const;  ///< "x.toml:12:5: what"
};

struct ReadResult {
    Experiment experiment;
    std::vector<FileProblem> problems;  ///< empty: the experiment may be run
    /// The form is sound, so that `experiment` is all of what is there; what is wrong is wrong with the experiment,
    /// and can be put right on the bench.
    bool whole = false;

    bool ok() const { return problems.empty(); }
};

/// Reads and checks an experiment file. Never throws for what is in the file or for a file that cannot be read.
ReadResult read_experiment_file(const std::string& path);
/// The same from text; `name` stands where the file's name would.
ReadResult read_experiment(const std::string& text, const std::string& name);

/// Buffers and calls alone, from text that need hold nothing else: what people copy from one experiment to another.
/// Only its form is judged; names may refer to what is not there.
ReadResult read_fragment(const std::string& text, const std::string& name);
/// The experiment's buffers, and its calls if they have entries, to be read by read_fragment().
std::string write_fragment(const Experiment& experiment);

/// The same content, as a file can hold it: a text that is no UTF-8 stands in hex digits there.
Content writable(const Content& content);
/// ... and of the target's keys, those that its kind has.
Experiment writable(Experiment experiment);
/// Writes an experiment so that reading it gives an equal one, apart from what writable() changes. Defaults are
/// left out.
std::string write_experiment(const Experiment& experiment);
/// Writes to a temporary file beside `path` and renames it. Returns an empty string, or what went wrong.
std::string save_experiment_file(const Experiment& experiment, const std::string& path);

}  // namespace iovlab
