// The worker's cage: a child goes into it by the worker's own function and tries to get out.
#include "core/worker/program/confine.h"

#include "core/kernel/real/target.h"
#include "core/kernel/real/worker.h"
#include "tests/catch.h"
#include "tests/support/program.h"
#include "tests/support/runs.h"

#include <arpa/inet.h>
#include <cerrno>
#include <fcntl.h>
#include <netinet/in.h>
#include <string>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace iovlab;

namespace {

enum Escape { Caught = 0, NoLandlock = 100 };

bool refused(long result) {
    return result < 0 && (errno == EACCES || errno == EXDEV);
}

int bind_tcp() {
    const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return ::bind(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address);
}

// In the child: the number of the attempt that got out, or Caught. `open_before` is a descriptor from before.
int try_to_escape(const std::string& folder, int open_before) {
    ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    const Confined confined = confine();
    if (confined == Confined::No) return NoLandlock;
    if (!refused(::open("/etc/passwd", O_RDONLY))) return 1;
    if (!refused(::open((folder + "/new").c_str(), O_WRONLY | O_CREAT, 0600))) return 2;
    if (!refused(::open((folder + "/there").c_str(), O_WRONLY))) return 3;
    if (!refused(::open(folder.c_str(), O_TMPFILE | O_RDWR, 0600))) return 4;
    if (!refused(::mkdir((folder + "/folder").c_str(), 0700))) return 5;
    if (!refused(::unlink((folder + "/there").c_str()))) return 6;
    if (!refused(::open("/proc/self/mem", O_RDWR))) return 7;
    if (!refused(::open("/", O_RDONLY | O_DIRECTORY))) return 8;
    if (!refused(::execl("/bin/true", "true", nullptr))) return 9;
    if (confined == Confined::Net && !refused(bind_tcp())) return 10;
    if (::write(open_before, "x", 1) != 1) return 11;  // what was given stays good
    return Caught;
}

}  // namespace

TEST_CASE("confined as the worker is, nothing outside can be opened, made, changed or bound", "[worker][safety]") {
    const test::TemporaryFolder folder;
    test::write_file(folder.path() + "/there", "safe");
    const int open_before = ::open((folder.path() + "/given").c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    REQUIRE(open_before >= 0);
    const pid_t child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) ::_exit(try_to_escape(folder.path(), open_before));
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    ::close(open_before);
    REQUIRE(WIFEXITED(status));
    if (WEXITSTATUS(status) == NoLandlock) IOVLAB_SKIP("this kernel has no Landlock");
    CHECK(WEXITSTATUS(status) == Caught);
    CHECK(test::read_file(folder.path() + "/there") == "safe");
    CHECK(test::read_file(folder.path() + "/given") == "x");
}

TEST_CASE("the worker says how far it is confined, and has no new privileges", "[worker][safety]") {
    const Arena arena(Buffers{}, {});
    const auto target = open_plain_kind("null");
    const Worker worker({.arena = &arena, .target_fd = target->fd()});
    const bool landlock = ::syscall(444, nullptr, 0, 1) >= 1;
    CHECK(worker.confined() == landlock);
    const std::string status = test::read_file("/proc/" + std::to_string(worker.pid()) + "/status");
    CHECK(status.find("NoNewPrivs:\t1") != std::string::npos);
}
