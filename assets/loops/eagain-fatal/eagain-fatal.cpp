// eagain-fatal, a wrong loop: "EAGAIN means that the target is broken."
// Seen in curl/curl#3239.
// Each argument is an entry of the list, which goes to standard output.
#include <cerrno>
#include <cstdio>
#include <cstring>
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

// Returns 0 or an errno, and then nobody knows how much was sent.
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
    if (error != 0) std::fprintf(stderr, "eagain-fatal: %s\n", std::strerror(error));
    return error != 0 ? 1 : 0;
}
