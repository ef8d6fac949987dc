#pragma once

#include <string>

namespace iovlab {

/// Writes `text` to a new file beside `path`, has it reach the disk, and gives it the name: whoever reads `path`
/// finds the old text or the new one, whole, also after a crash. A link stays a link. Returns an empty string, or
/// what went wrong, with the path.
std::string write_file_atomically(const std::string& path, const std::string& text);

/// The same for a file that somebody names for output: what is there and is no regular file (a pipe, a device) is
/// written to as it stands.
std::string write_output_file(const std::string& path, const std::string& text);

/// While it lives, no other program of ours has this folder: for a file that is read, changed and written again.
/// A folder that cannot be locked (it is missing, or its file system has no locks) holds nobody up.
class LockedFolder {
public:
    explicit LockedFolder(const std::string& folder);
    ~LockedFolder();
    LockedFolder(const LockedFolder&) = delete;
    LockedFolder& operator=(const LockedFolder&) = delete;

private:
    int fd_ = -1;
};

}  // namespace iovlab
