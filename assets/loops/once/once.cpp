// once: One call, whatever comes.
// Each argument is an entry of the list, which goes to standard output.
#include <cstdio>
#include <cstring>
#include <span>
#include <sys/uio.h>
#include <unistd.h>
#include <vector>

// @loop
// Makes one call, and says how many bytes went out.
int send_list(int fd, std::span<iovec> list)
{
    const ssize_t sent = writev(fd, list.data(), static_cast<int>(list.size())); // @call
    if (sent < 0) std::perror("writev");
    else std::fprintf(stderr, "%zd bytes went out\n", sent);
    return 0;                                                            // @done
}
// @end

int main(int argc, char** argv)
{
    std::vector<iovec> list;
    for (int i = 1; i < argc; ++i) list.push_back({argv[i], std::strlen(argv[i])});
    const int error = send_list(STDOUT_FILENO, list);
    if (error != 0) std::fprintf(stderr, "once: %s\n", std::strerror(error));
    return error != 0 ? 1 : 0;
}
