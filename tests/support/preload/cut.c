/* Loaded in front of the C library (LD_PRELOAD): cuts a program's writev to standard output for real. IOVLAB_CUTS is
 * a list like "3,EAGAIN,5": of the first call only 3 bytes are asked of the kernel, the second fails, and so on; after
 * the last, calls go through as they are. A program that makes more than IOVLAB_MOST calls ends with status 99. */
#define _GNU_SOURCE
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

static const char *next;
static long calls;

static ssize_t first_bytes(int fd, const struct iovec *iov, int n, size_t most)
{
    struct iovec cut[1024];
    int used = 0;
    if (n > 1024) return syscall(SYS_writev, fd, iov, n);
    for (; used < n && most > 0; ++used) {
        cut[used] = iov[used];
        if (cut[used].iov_len > most) cut[used].iov_len = most;
        most -= cut[used].iov_len;
    }
    return syscall(SYS_writev, fd, cut, used);
}

ssize_t writev(int fd, const struct iovec *iov, int n)
{
    if (fd != STDOUT_FILENO) return syscall(SYS_writev, fd, iov, n);
    const char *limit = getenv("IOVLAB_MOST");
    if (calls++ == 0) next = getenv("IOVLAB_CUTS");
    if (limit && calls > atol(limit)) _exit(99);
    if (!next || !*next) return syscall(SYS_writev, fd, iov, n);
    const char *step = next;
    next = strchr(step, ',');
    if (next) ++next;
    if (*step == 'E') {
        errno = strncmp(step, "EAGAIN", 6) == 0 ? EAGAIN : EINTR;
        return -1;
    }
    return first_bytes(fd, iov, n, (size_t)atol(step));
}
