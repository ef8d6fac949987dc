// The door of a served client, on a machine that has no descriptor to spare.
#include "core/kernel/real/serving.h"

#include "tests/catch.h"

#include <arpa/inet.h>
#include <ctime>
#include <netinet/in.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace iovlab;

namespace {

double cpu_seconds() {
    timespec now{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9;
}

}  // namespace

TEST_CASE("a client that cannot be let in is waited for without turning", "[serve]") {
    Listening listening({.port = 0, .sndbuf = {}, .nonblock = false});
    const int client = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(listening.port());
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    REQUIRE(::connect(client, reinterpret_cast<const sockaddr*>(&to), sizeof to) == 0);
    REQUIRE(::send(client, "GET / HTTP/1.1\r\n\r\n", 18, MSG_NOSIGNAL) == 18);

    rlimit limit{};
    REQUIRE(::getrlimit(RLIMIT_NOFILE, &limit) == 0);
    const int next = ::dup(client);
    ::close(next);
    const rlimit none{static_cast<rlim_t>(next), limit.rlim_max};
    REQUIRE(::setrlimit(RLIMIT_NOFILE, &none) == 0);
    const double before = cpu_seconds();
    const bool came = listening.wait(-1, 500);
    const double spent = cpu_seconds() - before;
    ::setrlimit(RLIMIT_NOFILE, &limit);
    CHECK_FALSE(came);
    CHECK(spent < 0.1);

    CHECK(listening.wait(-1, 10'000));
    const auto served = listening.take();
    REQUIRE(served);
    CHECK(served->head().whole);
    ::close(client);
}
