// The worker's cage: a child goes into it by the worker's own function and tries to get out.
#include "core/worker/program/confine.h"

#include "core/bytes/arena.h"
#include "core/kernel/real/spawning.h"
#include "core/kernel/real/target.h"
#include "core/kernel/real/worker.h"
#include "core/worker/wire.h"
#include "tests/catch.h"
#include "tests/support/program.h"
#include "tests/support/runs.h"

#include <arpa/inet.h>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <functional>
#include <netinet/in.h>
#include <string>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace iovlab;

namespace {

constexpr std::uint64_t kPlenty = 1ull << 46;  // more address space than any of this takes

// In the child: the number of the attempt that got out, or 0.
using Attempts = std::function<int(std::uint32_t holds)>;

struct CageEnd {
    int status = -1;  ///< exit status; 128 + a signal's number
    int breach = -1;  ///< the system call that the cage has stopped, as the parent is told
};

/// Runs `attempts` in a child with the worker's two descriptors: the wire, and /dev/null as its target.
CageEnd in_child(const std::function<std::uint32_t()>& enter, const Attempts& attempts) {
    int pair[2];
    REQUIRE(::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) == 0);
    const pid_t child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        const int wire = ::fcntl(pair[1], F_DUPFD, 100);
        const int null = ::open("/dev/null", O_RDWR);
        const int target = ::fcntl(null, F_DUPFD, 100);
        ::dup2(wire, wire::kWireFd);
        ::dup2(target, wire::kTargetFd);
        ::_exit(attempts(enter()));
    }
    ::close(pair[1]);
    CageEnd ended;
    wire::Breach breach;
    if (::recv(pair[0], &breach, sizeof breach, 0) == static_cast<ssize_t>(sizeof breach))
        ended.breach = breach.number;
    ::close(pair[0]);
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    ended.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    return ended;
}

std::uint32_t enter_without_filter() {
    ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    return lock_files();
}
std::uint32_t enter_whole() {
    return confine({.target = wire::kTargetFd, .memory = kPlenty});
}

bool path_refused(long result) {
    return result < 0 && (errno == EACCES || errno == EXDEV);
}

int bind_caged() {
    const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return ::bind(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address);
}

int try_paths(const std::string& folder, int open_before, std::uint32_t holds) {
    if (!path_refused(::open("/etc/passwd", O_RDONLY))) return 1;
    if (!path_refused(::open((folder + "/new").c_str(), O_WRONLY | O_CREAT, 0600))) return 2;
    if (!path_refused(::open((folder + "/there").c_str(), O_WRONLY))) return 3;
    if (!path_refused(::open(folder.c_str(), O_TMPFILE | O_RDWR, 0600))) return 4;
    if (!path_refused(::mkdir((folder + "/folder").c_str(), 0700))) return 5;
    if (!path_refused(::unlink((folder + "/there").c_str()))) return 6;
    if (!path_refused(::open("/proc/self/mem", O_RDWR))) return 7;
    if (!path_refused(::open("/", O_RDONLY | O_DIRECTORY))) return 8;
    if (!path_refused(::execl("/bin/true", "true", nullptr))) return 9;
    if ((holds & wire::kCageNet) != 0 && !path_refused(bind_caged())) return 10;
    if (::write(open_before, "x", 1) != 1) return 11;  // what was given stays good
    return 0;
}

struct Escape {
    const char* name;
    long number;  ///< the system call at which it must end
    std::function<void()> attempt;
};

std::vector<Escape> escapes() {
    static char byte = 'x';
    static iovec piece{&byte, 1};
    static rlimit limit{};
    return {
        {"open", SYS_openat, [] { ::open("/etc/passwd", O_RDONLY); }},
            {"socket", SYS_socket, [] { ::socket(AF_INET, SOCK_STREAM, 0); }},
            {"socketpair", SYS_socketpair,
             [] {
                 int p[2];
                 ::socketpair(AF_UNIX, SOCK_STREAM, 0, p);
             }},
            {"execve", SYS_execve, [] { ::execl("/bin/true", "true", nullptr); }},
            {"ptrace", SYS_ptrace, [] { ::ptrace(PTRACE_TRACEME, 0, nullptr, nullptr); }},
            {"kill of the parent", SYS_kill, [parent = ::getpid()] { ::kill(parent, 0); }},
            {"kill of another", SYS_kill, [] { ::syscall(SYS_kill, 1, SIGTERM); }},
            {"tgkill of another", SYS_tgkill, [] { ::syscall(SYS_tgkill, 1, 1, SIGABRT); }},
            {"mount", SYS_mount, [] { ::mount("none", "/tmp", "tmpfs", 0, nullptr); }},
            {"unshare", SYS_unshare, [] { ::syscall(SYS_unshare, 0x10000000); }},
#if defined(SYS_fork)
            {"fork", SYS_fork, [] { ::syscall(SYS_fork); }},
#endif
            {"clone", SYS_clone, [] { ::syscall(SYS_clone, SIGCHLD, nullptr, nullptr, nullptr, 0); }},
            {"memory that can be run", SYS_mmap,
             [] { ::mmap(nullptr, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0); }},
            {"a file in memory", SYS_mmap,
             [] { ::mmap(nullptr, 4096, PROT_READ, MAP_PRIVATE, wire::kTargetFd, 0); }},
            {"mprotect", SYS_mprotect, [] { ::mprotect(nullptr, 4096, PROT_EXEC); }},
            {"ioctl", SYS_ioctl, [] { ::syscall(SYS_ioctl, wire::kTargetFd, 0x5412, "x"); }},
            {"a second descriptor", SYS_dup, [] { ::dup(wire::kTargetFd); }},
            {"write elsewhere", SYS_write, [] { ::syscall(SYS_write, 2, "x", 0); }},
            {"writev elsewhere", SYS_writev, [] { ::syscall(SYS_writev, 2, &piece, 0); }},
            {"writev to the wire", SYS_writev, [] { ::syscall(SYS_writev, wire::kWireFd, &piece, 1); }},
            {"pwritev elsewhere", SYS_pwritev, [] { ::syscall(SYS_pwritev, 0, &piece, 1, 0, 0); }},
            {"readv elsewhere", SYS_readv, [] { ::syscall(SYS_readv, 0, &piece, 1); }},
            {"read", SYS_read, [] { ::syscall(SYS_read, wire::kTargetFd, &piece, 1); }},
            {"sendmsg", SYS_sendmsg, [] { ::syscall(SYS_sendmsg, wire::kWireFd, nullptr, 0); }},
            {"send elsewhere", SYS_sendto, [] { ::send(wire::kTargetFd, "x", 1, 0); }},
            {"process_vm_writev", SYS_process_vm_writev,
             [] { ::syscall(SYS_process_vm_writev, 1, 0, 0, 0, 0, 0); }},
            {"more memory again", SYS_prlimit64, [] { ::setrlimit(RLIMIT_AS, &limit); }},
            {"another handler", SYS_rt_sigaction, [] { ::signal(SIGSYS, SIG_IGN); }},
            {"another filter", SYS_seccomp, [] { ::syscall(SYS_seccomp, 0, 0, nullptr); }},
            {"prctl", SYS_prctl, [] { ::prctl(PR_SET_DUMPABLE, 1); }},
            {"bpf", SYS_bpf, [] { ::syscall(SYS_bpf, 0, nullptr, 0); }},
            {"io_uring", 425, [] { ::syscall(425, 1, nullptr); }},
            {"a number that does not exist", 100000, [] { ::syscall(100000); }},
    };
}

std::string proc_status_of(const Worker& worker) {
    return test::read_file("/proc/" + std::to_string(worker.pid()) + "/status");
}

}  // namespace

TEST_CASE("under Landlock alone nothing outside can be opened, made, changed or bound", "[worker][safety][cage]") {
    const test::TemporaryFolder folder;
    test::write_file(folder.path() + "/there", "safe");
    const int open_before = ::open((folder.path() + "/given").c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    REQUIRE(open_before >= 0);
    constexpr int kNoLandlock = 100;
    const int kept = ::fcntl(open_before, F_DUPFD_CLOEXEC, 50);  // away from the worker's two
    const CageEnd ended = in_child(enter_without_filter, [&](std::uint32_t holds) {
        return (holds & wire::kCageFiles) == 0 ? kNoLandlock : try_paths(folder.path(), kept, holds);
    });
    ::close(open_before);
    ::close(kept);
    if (ended.status == kNoLandlock) IOVLAB_SKIP("this kernel has no Landlock");
    CHECK(ended.status == 0);
    CHECK(test::read_file(folder.path() + "/there") == "safe");
    CHECK(test::read_file(folder.path() + "/given") == "x");
}

TEST_CASE("in the whole cage every way out ends the worker, and its parent is told which it was",
          "[worker][safety][cage]") {
    if (std::getenv("IOVLAB_SECCOMP") == nullptr) IOVLAB_SKIP("the filter is there on request: IOVLAB_SECCOMP=1");
    constexpr int kNoFilter = 100, kGotOut = 101;
    for (const Escape& escape : escapes()) {
        CAPTURE(escape.name);
        const CageEnd ended = in_child(enter_whole, [&](std::uint32_t holds) {
            if ((holds & wire::kCageCalls) == 0) return kNoFilter;
            escape.attempt();
            return kGotOut;
        });
        if (ended.status == kNoFilter) IOVLAB_SKIP("no filter of system calls on this machine or in this build");
        CHECK(ended.breach == escape.number);
        CHECK(ended.status == 1);
    }
}

TEST_CASE("in the whole cage the worker's own calls are still good", "[worker][safety][cage]") {
    const CageEnd ended = in_child(enter_whole, [](std::uint32_t) {
        char byte = 'x';
        const iovec piece{&byte, 1};
        if (::syscall(SYS_writev, wire::kTargetFd, &piece, 1) != 1) return 1;
        if (::syscall(SYS_pwritev2, wire::kTargetFd, &piece, 1, 0L, 0L, 0x100u) == 1 && errno == ENOSYS) return 2;
        if (::syscall(SYS_write, wire::kTargetFd, &byte, 1) != 1) return 3;
        if (::syscall(SYS_readv, wire::kTargetFd, &piece, 1) != 0) return 4;
        void* room = ::mmap(nullptr, 1 << 20, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if (room == MAP_FAILED || ::munmap(room, 1 << 20) != 0) return 5;
        return 0;
    });
    CHECK(ended.breach == -1);
    CHECK(ended.status == 0);
}

TEST_CASE("the worker says which parts of its cage hold, and the kernel says the same", "[worker][safety][cage]") {
    const Arena arena(Buffers{}, {});
    const auto target = open_plain_kind("null");
    const Worker worker({.arena = &arena, .target_fd = target->fd()});
    const bool landlock = ::syscall(444, nullptr, 0, 1) >= 1;
    CHECK(worker.cage().files == landlock);
    CHECK(worker.cage().no_new_privs == (proc_status_of(worker).find("NoNewPrivs:\t1") != std::string::npos));
    CHECK(worker.cage().no_new_privs);
    CHECK(worker.cage().calls == (proc_status_of(worker).find("Seccomp:\t2") != std::string::npos));
    const std::string limits = test::read_file("/proc/" + std::to_string(worker.pid()) + "/limits");
    const std::size_t line = limits.find("Max address space");
    REQUIRE(line != std::string::npos);
    CHECK(worker.cage().memory == (limits.substr(line, 40).find("unlimited") == std::string::npos));
}

TEST_CASE("a cage that is not whole names what is missing", "[worker][cage]") {
    const Cage whole{.no_new_privs = true, .files = true, .net = true, .calls = true, .memory = true};
    CHECK(whole.whole());
    CHECK(whole.holding().size() == 5);
    Cage old = whole;
    old.net = false;
    CHECK(old.whole());  // without sockets nothing can be bound
    old.calls = false;
    CHECK(old.missing() == std::vector<std::string>{"landlock-net"});
    CHECK(both(whole, old) == old);
    CHECK(cage_of(wire::kCageFiles | wire::kCageCalls).missing() ==
          std::vector<std::string>{"no-new-privs", "memory-limit"});
}
