// restart, a wrong loop: "A write that failed has sent nothing, so after EAGAIN it begins again
// with the first byte."
// Seen in MisterTea/EternalTerminal#815.
// Each argument is an entry of the list, which goes to standard output.
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <poll.h>
#include <span>
#include <sys/uio.h>
#include <unistd.h>
#include <vector>

// @loop
// Skips the entries that are gone, trims the one that was cut, drops empty ones.
void advance_list(std::span<iovec>& list, std::size_t sent) {
    while (!list.empty() && sent >= list.front().iov_len) {
        sent -= list.front().iov_len;
        list = list.subspan(1);
    }
    if (list.empty()) return;
    list.front().iov_base = static_cast<char*>(list.front().iov_base) + sent;
    list.front().iov_len -= sent;
}

// Sleeps until there is room. Returns 0 or an errno.
int wait_for_room(int fd) {
    pollfd target{fd, POLLOUT, 0};
    return poll(&target, 1, -1) < 0 && errno != EINTR ? errno : 0;
}

// One attempt at the whole list. When it fails, what it has sent is forgotten. 0 or an errno.
int send_attempt(int fd, std::span<iovec> list) {
    advance_list(list, 0);  // empty entries in front
    while (!list.empty()) {
        const ssize_t sent = writev(fd, list.data(), static_cast<int>(list.size()));  // @call
        if (sent > 0) {
            advance_list(list, static_cast<std::size_t>(sent));  // @advance
        } else if (sent == 0) {
            return EIO;  // no progress, and none to be hoped for        // @stuck
        } else if (errno == EINTR) {
            continue;  // @retry
        } else {
            return errno;  // @failed
        }
    }
    return 0;  // @done
}

// Returns 0 when it has sent everything, as far as it knows; an errno when it gave up.
int send_list(int fd, std::span<iovec> list) {
    for (;;) {
        std::vector<iovec> copy(list.begin(), list.end());
        const int error = send_attempt(fd, copy);
        if (error != EAGAIN) return error;
        if (const int failed = wait_for_room(fd)) return failed;  // @restart
    }
}
// @end

int main(int argc, char** argv) {
    std::vector<iovec> list;
    for (int i = 1; i < argc; ++i) list.push_back({argv[i], std::strlen(argv[i])});
    const int error = send_list(STDOUT_FILENO, list);
    if (error != 0) std::fprintf(stderr, "restart: %s\n", std::strerror(error));
    return error != 0 ? 1 : 0;
}
