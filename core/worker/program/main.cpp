// iovlab-worker: makes an experiment's real system calls, so that a call that sleeps, faults or dies of a signal
// never hurts the program that shows it. One per run; it dies with its parent and opens no file by name.

#include "core/worker/passing.h"
#include "core/worker/program/confine.h"
#include "core/worker/program/disk.h"
#include "core/worker/program/measure.h"
#include "core/worker/program/memory.h"
#include "core/worker/program/serve.h"
#include "core/worker/sound.h"

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#if defined(__SANITIZE_ADDRESS__)
// The experiment's faults belong to the experiment: a worker that dies of SIGSEGV must be seen to die of it.
extern "C" const char* __asan_default_options() {
    return "handle_segv=0:handle_sigbus=0:handle_abort=0";
}
#endif

namespace {

using namespace iovlab;

// The parent's thread id is not to be had race-free otherwise: if it died before prctl took effect, we are orphans.
void die_with(pid_t parent) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != parent) ::_exit(0);
}

// The target must be descriptor 4 in every run, so that traces can be compared.
void settle(int (&fds)[3]) {
    for (int& fd : fds) {
        if (fd != wire::kTargetFd || &fd == &fds[0]) continue;
        fd = ::fcntl(fd, F_DUPFD_CLOEXEC, wire::kTargetFd + 1);
    }
    if (fds[0] != wire::kTargetFd) {
        ::dup2(fds[0], wire::kTargetFd);
        ::close(fds[0]);
    }
}

int limit(const wire::Setup& setup) {
    const rlimit no_core{0, 0};
    ::setrlimit(RLIMIT_CORE, &no_core);
    if (setup.has_file_limit) {
        const rlimit size{setup.file_limit, setup.file_limit};
        if (::setrlimit(RLIMIT_FSIZE, &size) != 0) return errno;
    }
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    const bool disk = argc == 4 && std::strcmp(argv[2], "disk") == 0;
    const bool bench = argc == 3 && std::strcmp(argv[2], "bench") == 0;
    if (argc != 2 && !disk && !bench) {
        std::fputs("iovlab-worker is started by iovlab itself; run `iovlab` instead.\n", stderr);
        return 2;
    }
    die_with(static_cast<pid_t>(std::atol(argv[1])));
    ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    if (disk) return make_disk(argv[3]);
    if (bench) return serve_bench();

    wire::Request request;
    int fds[3] = {-1, -1, -1};
    const wire::Received received = wire::receive_with(wire::kWireFd, &request, sizeof request, fds);
    if (received != wire::Received::WithDescriptors || request.ask != wire::Ask::Setup) return 1;
    if (!wire::sound(request.setup)) return 1;
    settle(fds);

    wire::SetupAnswer answer;
    answer.error = map_arena(request.setup, fds[1], fds[2]);
    ::close(fds[1]);
    ::close(fds[2]);
    if (request.setup.close_target != 0) ::close(wire::kTargetFd);
    if (answer.error == 0) answer.error = limit(request.setup);
    if (answer.error == 0) answer.error = take_signals(request.setup);
    // Everything that it needs is open by now. What the kernel has not got of the cage, it runs without, and says
    // so.
    answer.cage = confine({.target = request.setup.target, .memory = address_space(request.setup)});
    if (::send(wire::kWireFd, &answer, sizeof answer, MSG_NOSIGNAL) < 0 || answer.error != 0) return 1;
    return serve(request.setup.target, request.setup.reads != 0);
}
