// ignore-short, a wrong loop: "A call that does not fail has sent everything."
// Seen in dotnet/runtime#109340.
// Each argument is an entry of the list, which goes to standard output.
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <span>
#include <sys/uio.h>
#include <unistd.h>
#include <vector>

// @loop
// Returns 0 when it has sent everything, as far as it knows; an errno when it gave up.
int send_list(int fd, std::span<iovec> list)
{
    for (;;) {
        const ssize_t sent = writev(fd, list.data(), static_cast<int>(list.size())); // @call
        if (sent >= 0) break;                                            // @advance
        if (errno == EINTR) {
            continue;                                                    // @retry
        } else {
            return errno;                                                // @failed
        }
    }
    return 0;                                                            // @done
}
// @end

int main(int argc, char** argv)
{
    std::vector<iovec> list;
    for (int i = 1; i < argc; ++i) list.push_back({argv[i], std::strlen(argv[i])});
    const int error = send_list(STDOUT_FILENO, list);
    if (error != 0) std::fprintf(stderr, "ignore-short: %s\n", std::strerror(error));
    return error != 0 ? 1 : 0;
}
