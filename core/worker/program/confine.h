#pragma once

namespace iovlab {

/// What confine() could do on this kernel.
enum class Confined {
    Files,  ///< Landlock: no path can be opened, made or changed any more
    Net,    ///< and no TCP socket bound or connected (Linux 6.7)
    No,     ///< the kernel has no Landlock, or it is switched off
};

/// Takes from this process, for good, the right to touch any file by its path, and to bind or connect TCP sockets:
/// as much of it as the kernel's Landlock knows. Open descriptors stay as good as they are. no_new_privs must be
/// set. landlock(7)
Confined confine();

}  // namespace iovlab
