#pragma once

namespace iovlab {

/// Makes a tmpfs of `size` bytes (a decimal number) in a user and a mount namespace of our own, opens a file
/// without a name on it and sends its descriptor to the parent (wire::DiskAnswer). The disk is mounted nowhere: it
/// is gone with the last descriptor, whatever is killed when. Returns the exit status.
int make_disk(const char* size);

}  // namespace iovlab
