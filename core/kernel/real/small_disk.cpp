#include "core/kernel/real/small_disk.h"

#include "core/kernel/names.h"
#include "core/kernel/real/target.h"
#include "core/kernel/real/worker.h"
#include "core/worker/passing.h"
#include "core/worker/wire.h"

#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

namespace iovlab {

namespace {

// Starts `iovlab-worker PARENT disk BYTES` with `theirs` as its wire.
pid_t start_maker(std::uint64_t bytes, int theirs) {
    const std::string path = Worker::program();
    if (path.empty()) throw NoTarget("iovlab-worker, which makes the small disk, is not beside iovlab");
    posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_adddup2(&actions, theirs, wire::kWireFd);
    ::posix_spawn_file_actions_addclosefrom_np(&actions, wire::kWireFd + 1);
    std::string name = "iovlab-worker", parent = std::to_string(::getpid()), what = "disk";
    std::string size = std::to_string(bytes);
    char* argv[] = {name.data(), parent.data(), what.data(), size.data(), nullptr};
    char* environment[] = {nullptr};
    pid_t pid = -1;
    const int error = ::posix_spawn(&pid, path.c_str(), &actions, nullptr, argv, environment);
    ::posix_spawn_file_actions_destroy(&actions);
    if (error != 0) throw NoTarget("the program that makes the small disk cannot be started: " + errno_text(error));
    return pid;
}

std::string why_not(const wire::DiskAnswer& answer) {
    const std::string error = errno_text(answer.error);
    switch (answer.step) {
        case wire::DiskStep::Namespace:
            return fmt::format(
                "this machine forbids user namespaces (unshare: {}), and only in one may a program without "
                "privileges mount a disk of its own. An administrator can allow them (user.max_user_namespaces, "
                "kernel.unprivileged_userns_clone); containers often do not. Leave \"disk\" out of the target, or "
                "inject ENOSPC with a fault script",
                error);
        case wire::DiskStep::User:
            return fmt::format("this machine does not map our user into a user namespace of its own ({})", error);
        case wire::DiskStep::Disk:
            return fmt::format(
                "this machine does not let a program mount a tmpfs in a user namespace of its own ({}); on Ubuntu "
                "kernel.apparmor_restrict_unprivileged_userns does that, and it takes Linux 5.2 at least",
                error);
        case wire::DiskStep::File:
        case wire::DiskStep::Done:
            break;
    }
    return fmt::format("no file can be made on the small disk ({})", error);
}

}  // namespace

const std::string& small_disk_hindrance() {
    static const std::string why = [] {
        for (const char* name : {"user/max_user_namespaces", "kernel/unprivileged_userns_clone"}) {
            std::FILE* file = std::fopen(fmt::format("/proc/sys/{}", name).c_str(), "re");
            long number = 1;
            if (file && std::fscanf(file, "%ld", &number) != 1) number = 1;
            if (file) std::fclose(file);
            if (number == 0 && ::geteuid() != 0)
                return fmt::format("This machine forbids user namespaces (/proc/sys/{} is 0).", name);
        }
        return std::string();
    }();
    return why;
}

int open_on_small_disk(std::uint64_t bytes) {
    int pair[2];
    if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) != 0) {
        throw NoTarget("no socket pair for the small disk: " + errno_text(errno));
    }
    pid_t pid = -1;
    try {
        pid = start_maker(bytes, pair[1]);
    } catch (...) {
        ::close(pair[0]);
        ::close(pair[1]);
        throw;
    }
    ::close(pair[1]);
    wire::DiskAnswer answer;
    int files[1] = {-1};
    const wire::Received received = wire::receive_with(pair[0], &answer, sizeof answer, files);
    if (received == wire::Received::Nothing) answer = {wire::DiskStep::Disk, ECHILD};
    ::close(pair[0]);
    while (::waitpid(pid, nullptr, 0) < 0 && errno == EINTR) {
    }
    if (files[0] < 0) throw NoTarget("the target's small disk cannot be made: " + why_not(answer));
    return files[0];
}

}  // namespace iovlab
