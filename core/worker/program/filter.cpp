#include "core/worker/program/confine.h"
#include "core/worker/wire.h"

#include <cerrno>
#include <csignal>
#include <cstddef>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <linux/sockios.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <vector>

// The filter of system calls: a list of those that the worker needs, each with what its arguments must be.
namespace iovlab {

namespace {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kFiltered = false;
#else
constexpr bool kFiltered = true;
#endif

// The numbers of system calls mean something only for the machine that they are of. Both are little-endian, so that
// an argument's lower half comes first.
#if defined(__x86_64__)
constexpr std::uint32_t kMachine = AUDIT_ARCH_X86_64;
#elif defined(__aarch64__)
constexpr std::uint32_t kMachine = AUDIT_ARCH_AARCH64;
#else
constexpr std::uint32_t kMachine = 0;
#endif

/// A call's argument, in its lower 32 bits: of those in `mask` just `value` may be set.
struct ArgumentCheck {
    unsigned argument = 0;
    std::uint32_t value = 0;
    std::uint32_t mask = UINT32_MAX;
};

std::uint32_t as_bits(int number) {
    return static_cast<std::uint32_t>(number);
}

class CallFilter {
public:
    CallFilter() {
        load(offsetof(seccomp_data, arch));
        add(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, kMachine, 1, 0));
        add(BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS));
    }

    void allow(long number, const std::vector<ArgumentCheck>& checks = {}) {
        std::size_t left = 1;  // instructions up to the next rule: `return`, and two or three for each check
        for (const ArgumentCheck& check : checks) left += length(check);
        load(offsetof(seccomp_data, nr));
        otherwise_skip(static_cast<std::uint32_t>(number), left);
        for (const ArgumentCheck& check : checks) {
            load(offsetof(seccomp_data, args) + check.argument * sizeof(std::uint64_t));
            if (check.mask != UINT32_MAX) add(BPF_STMT(BPF_ALU | BPF_AND | BPF_K, check.mask));
            left -= length(check);
            otherwise_skip(check.value, left);
        }
        add(BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW));
    }

    /// What no rule allows ends in the handler below.
    bool install() {
        add(BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_TRAP));
        const sock_fprog program{static_cast<unsigned short>(code_.size()), code_.data()};
        // Without the flag, kernels before 5.16 would slow down all that the process does.
        if (::syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_SPEC_ALLOW, &program) == 0)
            return true;
        return ::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0) == 0;
    }

private:
    static std::size_t length(const ArgumentCheck& check) { return check.mask != UINT32_MAX ? 3 : 2; }

    void add(const sock_filter& instruction) { code_.push_back(instruction); }
    void load(std::size_t offset) { add(BPF_STMT(BPF_LD | BPF_W | BPF_ABS, static_cast<std::uint32_t>(offset))); }
    void otherwise_skip(std::uint32_t value, std::size_t instructions) {
        add(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, 0, static_cast<std::uint8_t>(instructions)));
    }

    std::vector<sock_filter> code_;
};

// The wire, the clock, the way back from a signal, and the end.
void allow_what_all_need(CallFilter& filter) {
    filter.allow(SYS_recvfrom, {{0, wire::kWireFd}});
    filter.allow(SYS_sendto, {{0, wire::kWireFd}});
    filter.allow(SYS_clock_gettime);
    filter.allow(SYS_rt_sigreturn);
    filter.allow(SYS_restart_syscall);  // a wait that SIGSTOP and SIGCONT have broken off
    filter.allow(SYS_mmap, {{2, 0, PROT_EXEC}, {4, as_bits(-1)}});
    filter.allow(SYS_munmap);
    filter.allow(SYS_exit);
    filter.allow(SYS_exit_group);
    // abort(3)
    filter.allow(SYS_rt_sigprocmask);
    filter.allow(SYS_getpid);
    filter.allow(SYS_gettid);
    filter.allow(SYS_tgkill, {{0, as_bits(::getpid())}, {2, SIGABRT}});
}

void allow_waiting(CallFilter& filter) {
#if defined(SYS_poll)
    filter.allow(SYS_poll, {{1, 1}});
#endif
    filter.allow(SYS_ppoll, {{1, 1}});
}

void allow_calls(CallFilter& filter, int target) {
    for (const long number : {SYS_writev, SYS_write, SYS_readv, SYS_pwritev, SYS_pwritev2, SYS_preadv})
        filter.allow(number, {{0, as_bits(target)}});
    allow_what_all_need(filter);
    allow_waiting(filter);
}

// What is measured comes without a look at its arguments: the kernel remembers for such a call that it is allowed,
// and asks no filter.
void allow_benchmark(CallFilter& filter, int sink) {
    for (const long number : {SYS_writev, SYS_write}) filter.allow(number);
    for (const long number : {SYS_lseek, SYS_ftruncate, SYS_pread64}) filter.allow(number, {{0, as_bits(sink)}});
    filter.allow(SYS_ioctl, {{0, as_bits(sink)}, {1, FIONREAD}});
    filter.allow(SYS_ioctl, {{0, as_bits(sink)}, {1, SIOCOUTQ}});
    for (const long number :
         {SYS_brk, SYS_mremap, SYS_madvise, SYS_sched_yield, SYS_nanosleep, SYS_clock_nanosleep})
        filter.allow(number);
    allow_what_all_need(filter);
    allow_waiting(filter);
}

void tell_and_end(int number, siginfo_t* info, void*) {
    constexpr int kOfSeccomp = 1;                            // SYS_SECCOMP
    if (info->si_code != kOfSeccomp) ::_exit(128 + number);  // somebody sent it; no experiment can
    wire::Breach breach;
    breach.number = info->si_syscall;
    (void)::send(wire::kWireFd, &breach, sizeof breach, MSG_NOSIGNAL);
    ::_exit(1);
}

bool tell_of_breaches() {
    struct sigaction action {};
    action.sa_sigaction = tell_and_end;
    action.sa_flags = SA_SIGINFO;
    return ::sigaction(SIGSYS, &action, nullptr) == 0;
}

}  // namespace

bool filter_calls(const Needs& needs) {
    if (!kFiltered || kMachine == 0) return false;
    if (!tell_of_breaches()) return false;
    CallFilter filter;
    needs.work == Needs::Work::Calls ? allow_calls(filter, needs.target) : allow_benchmark(filter, needs.target);
    return filter.install();
}

}  // namespace iovlab
