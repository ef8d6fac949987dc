// count-entries, a wrong loop: "The result is a number of entries, as iovcnt was."
// Seen in HarperFast/rocksdb-js#573.
// Each argument is an entry of the list, which goes to standard output.
#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <poll.h>
#include <span>
#include <sys/uio.h>
#include <unistd.h>
#include <vector>

// @loop
// Skips as many entries as bytes were taken.
void advance_list(std::span<iovec>& list, std::size_t sent) {
    list = list.subspan(std::min(sent, list.size()));
    while (!list.empty() && list.front().iov_len == 0) list = list.subspan(1);
}

// Sleeps until there is room. Returns 0 or an errno.
int wait_for_room(int fd) {
    pollfd target{fd, POLLOUT, 0};
    return poll(&target, 1, -1) < 0 && errno != EINTR ? errno : 0;
}

// Returns 0 when it has sent everything, as far as it knows; an errno when it gave up.
int send_list(int fd, std::span<iovec> list) {
    advance_list(list, 0);  // empty entries in front
    while (!list.empty()) {
        const ssize_t sent = writev(fd, list.data(), static_cast<int>(list.size()));  // @call
        if (sent > 0) {
            advance_list(list, static_cast<std::size_t>(sent));  // @advance
        } else if (sent == 0) {
            return EIO;  // no progress, and none to be hoped for        // @stuck
        } else if (errno == EINTR) {
            continue;  // @retry
        } else if (errno == EAGAIN) {
            if (const int error = wait_for_room(fd)) return error;  // @wait
        } else {
            return errno;  // @failed
        }
    }
    return 0;  // @done
}
// @end

int main(int argc, char** argv) {
    std::vector<iovec> list;
    for (int i = 1; i < argc; ++i) list.push_back({argv[i], std::strlen(argv[i])});
    const int error = send_list(STDOUT_FILENO, list);
    if (error != 0) std::fprintf(stderr, "count-entries: %s\n", std::strerror(error));
    return error != 0 ? 1 : 0;
}
