#pragma once

#include "core/bytes/buffer.h"
#include "core/experiment/experiment.h"

#include <string>
#include <vector>

namespace iovlab {

/// The one folder whose files an experiment may name. With a folder to keep it is that folder; without one it holds
/// nothing but the target file, which never gets a name on disk.
class Scratch {
public:
    /// `keep` is made if it is missing; empty for none. Throws BadExperiment when it cannot be used.
    explicit Scratch(const std::string& keep);
    ~Scratch();
    Scratch(const Scratch&) = delete;
    Scratch& operator=(const Scratch&) = delete;

    int folder_fd() const { return fd_; }

    /// Reads every file that a buffer's content names. Links, and what is no plain file, are refused.
    /// Throws BadExperiment: what is wrong with which file.
    std::vector<NamedFile> read_files(const Experiment& experiment) const;

    /// What the target file holds before the run.
    std::optional<std::vector<std::byte>> target_content(const TargetSpec& target) const;

private:
    NamedFile read_file(const std::string& name, const Experiment& experiment) const;

    std::string folder_;
    int fd_ = -1;
};

}  // namespace iovlab
