// ignore-short, a wrong loop: "A call that does not fail has sent everything."
// Seen in dotnet/runtime#109340.
// Each argument is an entry of the list, which goes to standard output.
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

// @loop
// Returns 0 when it has sent everything, as far as it knows; -1 with errno when it gave up.
static int send_list(int fd, struct iovec *iov, int n)
{
    for (;;) {
        const ssize_t sent = writev(fd, iov, n);                         // @call
        if (sent >= 0) break;                                            // @advance
        if (errno == EINTR) {
            continue;                                                    // @retry
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
    if (failed) perror("ignore-short");
    free(iov);
    return failed ? 1 : 0;
}
