#include "core/worker/program/disk.h"

#include "core/worker/passing.h"
#include "core/worker/wire.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <sched.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace iovlab {

namespace {

// include/uapi/linux/mount.h; the C library's own names are newer than the kernels that have them (Linux 5.2).
constexpr unsigned kFsconfigString = 1;
constexpr unsigned kFsconfigCreate = 6;

bool write_text(const char* path, const char* text) {
    const int fd = ::open(path, O_WRONLY | O_CLOEXEC);
    if (fd < 0) return false;
    const bool written = ::write(fd, text, std::strlen(text)) == static_cast<ssize_t>(std::strlen(text));
    const int error = errno;
    ::close(fd);
    errno = error;
    return written;
}

// Our own user is root inside, so that it may mount; nobody else exists there.
bool map_user(uid_t user, gid_t group) {
    char text[64];
    std::snprintf(text, sizeof text, "0 %u 1", user);
    if (!write_text("/proc/self/uid_map", text)) return false;
    if (!write_text("/proc/self/setgroups", "deny") && errno != ENOENT) return false;
    std::snprintf(text, sizeof text, "0 %u 1", group);
    return write_text("/proc/self/gid_map", text);
}

// Returns a descriptor of the mounted disk's root folder, or -1 and errno.
int mount_disk(const char* size) {
    const int context = static_cast<int>(::syscall(SYS_fsopen, "tmpfs", 0));
    if (context < 0) return -1;
    // Without huge pages, which are accounted for differently; a kernel that has none may not know the option.
    ::syscall(SYS_fsconfig, context, kFsconfigString, "huge", "never", 0);
    if (::syscall(SYS_fsconfig, context, kFsconfigString, "size", size, 0) != 0) return -1;
    if (::syscall(SYS_fsconfig, context, kFsconfigCreate, nullptr, nullptr, 0) != 0) return -1;
    return static_cast<int>(::syscall(SYS_fsmount, context, 0, 0));
}

wire::DiskAnswer open_file(const char* size, int& file) {
    const uid_t user = ::geteuid();
    const gid_t group = ::getegid();
    if (::unshare(CLONE_NEWUSER | CLONE_NEWNS) == 0) {
        if (!map_user(user, group)) return {wire::DiskStep::User, errno};
    } else {
        // Where user namespaces are forbidden, root needs none.
        const int error = errno;
        if (user != 0 || ::unshare(CLONE_NEWNS) != 0) return {wire::DiskStep::Namespace, error};
    }
    const int folder = mount_disk(size);
    if (folder < 0) return {wire::DiskStep::Disk, errno};
    file = ::openat(folder, ".", O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (file < 0) return {wire::DiskStep::File, errno};
    return {};
}

}  // namespace

int make_disk(const char* size) {
    int file = -1;
    const wire::DiskAnswer answer = open_file(size, file);
    const bool sent = file >= 0 ? wire::send_with(wire::kWireFd, &answer, sizeof answer, {file})
                                : ::send(wire::kWireFd, &answer, sizeof answer, MSG_NOSIGNAL) >= 0;
    return sent ? 0 : 1;
}

}  // namespace iovlab
