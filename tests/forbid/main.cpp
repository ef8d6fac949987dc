// iovlab-forbid WHAT... -- PROGRAM ARGUMENT...: runs a program on a machine that lacks something. A seccomp filter,
// which its children have too, answers those system calls with the errno that such a machine gives. seccomp(2)
#include <array>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

namespace {

struct Forbidden {
    const char* name;
    long call;
    int argument;         ///< which one is looked at; -1: none
    std::uint32_t value;  ///< the lower half that it must have
    int error;
};

constexpr std::array kThings = {
    Forbidden{"memfd", SYS_memfd_create, -1, 0, ENOSYS},
    Forbidden{"eventfd", SYS_eventfd2, -1, 0, ENOSYS},
    // The run's own event descriptor has no such flag: only the target does without.
    Forbidden{"eventfd-target", SYS_eventfd2, 1, 02000000, ENOSYS},
    Forbidden{"pty", SYS_ioctl, 1, TIOCSPTLCK, EACCES},
    Forbidden{"inet", SYS_socket, 0, AF_INET, EAFNOSUPPORT},
    Forbidden{"unix", SYS_socketpair, 0, AF_UNIX, EAFNOSUPPORT},
    Forbidden{"unix-stream", SYS_socketpair, 1, SOCK_STREAM | SOCK_CLOEXEC, EPROTONOSUPPORT},
    Forbidden{"unix-datagram", SYS_socketpair, 1, SOCK_DGRAM | SOCK_CLOEXEC, EPROTONOSUPPORT},
    Forbidden{"namespaces", SYS_unshare, -1, 0, EPERM},
    Forbidden{"landlock", 444, -1, 0, ENOSYS},  // landlock_create_ruleset
    Forbidden{"pidfd", SYS_pidfd_open, -1, 0, ENOSYS},
    Forbidden{"seccomp", SYS_seccomp, -1, 0, ENOSYS},
    Forbidden{"seccomp", SYS_prctl, 0, PR_SET_SECCOMP, EINVAL},
    Forbidden{"seccomp", SYS_prctl, 0, PR_GET_SECCOMP, EINVAL},
};

sock_filter load(std::size_t offset) {
    return BPF_STMT(BPF_LD | BPF_W | BPF_ABS, static_cast<std::uint32_t>(offset));
}

void add(std::vector<sock_filter>& filter, const Forbidden& one) {
    const auto answer = static_cast<std::uint32_t>(SECCOMP_RET_ERRNO | static_cast<unsigned>(one.error));
    const bool looks = one.argument >= 0;
    filter.push_back(load(offsetof(seccomp_data, nr)));
    const auto skip = static_cast<std::uint8_t>(looks ? 3 : 1);
    filter.push_back(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, static_cast<std::uint32_t>(one.call), 0, skip));
    if (looks) {
        const auto index = static_cast<std::size_t>(one.argument);
        filter.push_back(load(offsetof(seccomp_data, args) + index * sizeof(std::uint64_t)));
        filter.push_back(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, one.value, 0, 1));
    }
    filter.push_back(BPF_STMT(BPF_RET | BPF_K, answer));
}

/// A kernel can be in a state in which a filter is never installed, and who asks cannot be killed: a child asks
/// first, with nothing open that somebody could wait for.
bool filters_answer() {
    const pid_t child = ::fork();
    if (child == 0) {
        for (int fd = 0; fd < 64; ++fd) ::close(fd);
        sock_filter all = BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
        const sock_fprog program{1, &all};
        ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
        ::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0);
        ::_exit(0);
    }
    for (int waited = 0; child > 0 && waited < 300; ++waited) {
        if (::waitpid(child, nullptr, WNOHANG) == child) return true;
        ::usleep(10'000);
    }
    return false;
}

}  // namespace

int main(int argc, char** argv) {
    std::vector<sock_filter> filter;
    int at = 1;
    for (; at < argc && std::strcmp(argv[at], "--") != 0; ++at) {
        bool known = false;
        for (const Forbidden& one : kThings) {
            if (std::strcmp(one.name, argv[at]) != 0) continue;
            add(filter, one);
            known = true;
        }
        if (!known) {
            std::fprintf(stderr, "iovlab-forbid: nothing is called %s\n", argv[at]);
            return 125;
        }
    }
    if (at + 1 >= argc) {
        std::fputs("usage: iovlab-forbid WHAT... -- PROGRAM ARGUMENT...\n", stderr);
        return 125;
    }
    if (!filters_answer()) {
        std::fputs("iovlab-forbid: seccomp does not answer on this machine\n", stderr);
        return 125;
    }
    filter.push_back(BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW));
    const sock_fprog program{static_cast<unsigned short>(filter.size()), filter.data()};
    if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 ||
        ::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0) != 0) {
        std::perror("iovlab-forbid: this machine has no seccomp filters");
        return 125;
    }
    ::execvp(argv[at + 1], argv + at + 1);
    std::perror(argv[at + 1]);
    return 127;
}
