#include "core/kernel/real/small_disk.h"

#include "core/kernel/names.h"
#include "core/kernel/real/spawning.h"
#include "core/kernel/real/target.h"
#include "core/worker/passing.h"
#include "core/worker/sound.h"

#include <cerrno>
#include <fmt/format.h>
#include <stdexcept>
#include <sys/wait.h>
#include <unistd.h>

namespace iovlab {

namespace {

SpawnedWorker start_maker(std::uint64_t bytes) {
    try {
        return spawn_worker({"disk", std::to_string(bytes)});
    } catch (const std::runtime_error& why) {
        throw NoTarget(std::string("the small disk cannot be made: ") + why.what());
    }
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

int open_on_small_disk(std::uint64_t bytes) {
    const SpawnedWorker maker = start_maker(bytes);
    wire::DiskAnswer answer;
    int files[1] = {-1};
    const wire::Received received = wire::receive_with(maker.wire, &answer, sizeof answer, files);
    if (received == wire::Received::Nothing || !wire::sound(answer)) answer = {wire::DiskStep::Disk, ECHILD};
    ::close(maker.wire);
    while (::waitpid(maker.pid, nullptr, 0) < 0 && errno == EINTR) {
    }
    if (files[0] < 0) throw NoTarget("the target's small disk cannot be made: " + why_not(answer));
    return files[0];
}

}  // namespace iovlab
