// once: One call, whatever comes.
// Each argument is an entry of the list, which goes to standard output.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

// @loop
// Makes one call, and says how many bytes went out.
static int send_list(int fd, struct iovec *iov, int n)
{
    const ssize_t sent = writev(fd, iov, n);                             // @call
    if (sent < 0) perror("writev");
    else fprintf(stderr, "%zd bytes went out\n", sent);
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
    if (failed) perror("once");
    free(iov);
    return failed ? 1 : 0;
}
