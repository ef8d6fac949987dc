// write-all-poll: Goes on with exactly what is left, and sleeps in poll(2) while there is no room.
// Each argument is an entry of the list, which goes to standard output.
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

// @loop
// Skips the entries that are gone, trims the one that was cut, drops empty ones.
static void advance(struct iovec **iov, int *n, size_t sent)
{
    while (*n > 0 && sent >= (*iov)->iov_len) {
        sent -= (*iov)->iov_len;
        ++*iov;
        --*n;
    }
    if (*n > 0) {
        (*iov)->iov_base = (char *)(*iov)->iov_base + sent;
        (*iov)->iov_len -= sent;
    }
}

// Sleeps until there is room.
static int wait_for_room(int fd)
{
    struct pollfd target = {.fd = fd, .events = POLLOUT, .revents = 0};
    return poll(&target, 1, -1) < 0 && errno != EINTR ? -1 : 0;
}

// Returns 0 when it has sent everything, as far as it knows; -1 with errno when it gave up.
static int send_list(int fd, struct iovec *iov, int n)
{
    advance(&iov, &n, 0);  /* empty entries in front */
    while (n > 0) {
        const ssize_t sent = writev(fd, iov, n);                         // @call
        if (sent > 0) {
            advance(&iov, &n, (size_t)sent);                             // @advance
        } else if (sent == 0) {
            errno = EIO;  /* no progress, and none to be hoped for */    // @stuck
            return -1;                                                   // @stuck
        } else if (errno == EINTR) {
            continue;                                                    // @retry
        } else if (errno == EAGAIN) {
            if (wait_for_room(fd) != 0) return -1;                       // @wait
        } else {
            return -1;                                                   // @failed
        }
    }
    return 0;                                                            // @done
}
// @end

int main(int argc, char **argv)
{
    const int n = argc - 1;
    struct iovec *iov = malloc((size_t)n * sizeof *iov + 1);
    if (iov == NULL) return 2;
    for (int i = 0; i < n; ++i) iov[i] = (struct iovec){argv[i + 1], strlen(argv[i + 1])};
    const int failed = send_list(STDOUT_FILENO, iov, n);
    if (failed) perror("write-all-poll");
    free(iov);
    return failed ? 1 : 0;
}
