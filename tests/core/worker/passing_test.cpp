// Descriptors over the wire: all that were sent, or none.
#include "core/worker/passing.h"

#include "tests/catch.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace iovlab;

namespace {

struct Pair {
    Pair() { REQUIRE(::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) == 0); }
    ~Pair() {
        ::close(ends[0]);
        ::close(ends[1]);
    }
    Pair(const Pair&) = delete;
    Pair& operator=(const Pair&) = delete;
    int ends[2];
};

std::size_t open_now() {
    DIR* dir = ::opendir("/proc/self/fd");
    std::size_t n = 0;
    while (::readdir(dir)) ++n;
    ::closedir(dir);
    return n;
}

}  // namespace

TEST_CASE("descriptors come whole", "[wire]") {
    Pair pair;
    int answer = 0;
    const std::size_t before = open_now();
    SECTION("as many as expected") {
        REQUIRE(wire::send_with(pair.ends[0], &answer, sizeof answer, {0, 1}));
        int fds[2] = {-1, -1};
        REQUIRE(wire::receive_with(pair.ends[1], &answer, sizeof answer, fds) == wire::Received::WithDescriptors);
        CHECK(::fcntl(fds[1], F_GETFD) == FD_CLOEXEC);
        ::close(fds[0]);
        ::close(fds[1]);
    }
    SECTION("more than expected") {
        REQUIRE(wire::send_with(pair.ends[0], &answer, sizeof answer, {0, 1, 2}));
        int fds[1] = {-1};
        CHECK(wire::receive_with(pair.ends[1], &answer, sizeof answer, fds) == wire::Received::Nothing);
        CHECK(fds[0] == -1);
    }
    SECTION("fewer than expected") {
        REQUIRE(wire::send_with(pair.ends[0], &answer, sizeof answer, {0}));
        int fds[2] = {-1, -1};
        CHECK(wire::receive_with(pair.ends[1], &answer, sizeof answer, fds) == wire::Received::Bytes);
        CHECK(fds[0] == -1);
    }
    SECTION("a longer message") {
        const int two[2] = {1, 2};
        REQUIRE(wire::send_with(pair.ends[0], two, sizeof two, {0}));
        int fds[1] = {-1};
        CHECK(wire::receive_with(pair.ends[1], &answer, sizeof answer, fds) == wire::Received::Nothing);
    }
    SECTION("no room for them in the table of descriptors") {
        REQUIRE(wire::send_with(pair.ends[0], &answer, sizeof answer, {0, 1}));
        rlimit limit{};
        REQUIRE(::getrlimit(RLIMIT_NOFILE, &limit) == 0);
        const int next = ::dup(0);
        ::close(next);
        const rlimit tight{static_cast<rlim_t>(next) + 1, limit.rlim_max};
        REQUIRE(::setrlimit(RLIMIT_NOFILE, &tight) == 0);
        int fds[2] = {-1, -1};
        const wire::Received received = wire::receive_with(pair.ends[1], &answer, sizeof answer, fds);
        ::setrlimit(RLIMIT_NOFILE, &limit);
        CHECK(received == wire::Received::Nothing);
        CHECK(fds[0] == -1);
    }
    CHECK(open_now() == before);
}
