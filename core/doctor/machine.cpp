#include "core/doctor/machine.h"

#include "core/bytes/arena.h"
#include "core/experiment/assets.h"
#include "core/kernel/real/target.h"
#include "core/kernel/real/worker.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <exception>
#include <fmt/format.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <unistd.h>
#include <utility>

namespace iovlab {

namespace {

// proc(5): the number in a file of /proc.
std::optional<std::uint64_t> number_in(const char* path) {
    std::FILE* file = std::fopen(path, "re");
    if (!file) return std::nullopt;
    unsigned long long number = 0;
    const bool read = std::fscanf(file, "%llu", &number) == 1;
    std::fclose(file);
    if (!read) return std::nullopt;
    return number;
}

std::vector<ResourceLimit> ask_limits() {
    constexpr std::array kAsked = {std::pair{"RLIMIT_AS", RLIMIT_AS}, std::pair{"RLIMIT_FSIZE", RLIMIT_FSIZE},
                                   std::pair{"RLIMIT_NOFILE", RLIMIT_NOFILE},
                                   std::pair{"RLIMIT_NPROC", RLIMIT_NPROC}};
    const auto as_number = [](rlim_t limit) {
        return limit == RLIM_INFINITY ? std::optional<std::uint64_t>() : std::optional<std::uint64_t>(limit);
    };
    std::vector<ResourceLimit> limits;
    for (const auto& [name, which] : kAsked) {
        rlimit limit{};
        if (::getrlimit(which, &limit) != 0) continue;
        limits.push_back({name, as_number(limit.rlim_cur), as_number(limit.rlim_max)});
    }
    return limits;
}

std::vector<KernelSetting> ask_settings() {
    const long iov_max = ::sysconf(_SC_IOV_MAX);
    std::optional<std::uint64_t> entries;
    if (iov_max > 0) entries = static_cast<std::uint64_t>(iov_max);
    return {{"IOV_MAX", entries},
            {"pipe-max-size", number_in("/proc/sys/fs/pipe-max-size")},
            {"pipe-user-pages-soft", number_in("/proc/sys/fs/pipe-user-pages-soft")},
            {"max_dgram_qlen", number_in("/proc/sys/net/unix/max_dgram_qlen")},
            {"wmem_default", number_in("/proc/sys/net/core/wmem_default")},
            {"wmem_max", number_in("/proc/sys/net/core/wmem_max")}};
}

// landlock(7): asked for its version, it makes nothing.
int landlock_version() {
    constexpr long kCreateRuleset = 444;
    const long version = ::syscall(kCreateRuleset, nullptr, 0, 1u);
    return version > 0 ? static_cast<int>(version) : 0;
}

bool can_read(const std::string& path) {
    std::FILE* file = std::fopen(path.c_str(), "re");
    if (!file) return false;
    const bool read = std::fgetc(file) != EOF;
    std::fclose(file);
    return read;
}

// Starts a worker as a run does, and looks at it.
void look_at_worker(MachineFacts& facts) {
    try {
        const Arena arena(Buffers{}, {});
        const auto target = open_plain_kind("closed");
        const Worker worker({.arena = &arena, .target_fd = target->fd(), .given = target->given()});
        facts.cage = worker.cage();
        facts.sees_sleep = can_read(fmt::format("/proc/{}/syscall", worker.pid()));
    } catch (const std::exception& why) {
        facts.no_worker = why.what();
    }
}

std::string folder_of_recipes() {
    const std::string assets = assets_folder();
    if (assets.empty()) return {};
    const std::string folder = assets + "/examples/errno";
    struct stat info {};
    return ::stat(folder.c_str(), &info) == 0 && S_ISDIR(info.st_mode) ? folder : std::string();
}

}  // namespace

MachineFacts examine_machine(const Screenful& screen) {
    MachineFacts facts;
    utsname names{};
    if (::uname(&names) == 0) {
        facts.release = static_cast<const char*>(names.release);
        facts.architecture = static_cast<const char*>(names.machine);
    }
    facts.page_size = static_cast<std::uint64_t>(std::max(::sysconf(_SC_PAGESIZE), 0L));
    facts.limits = ask_limits();
    facts.settings = ask_settings();
    facts.landlock = landlock_version();
    facts.seccomp = ::prctl(PR_GET_SECCOMP, 0, 0, 0, 0) >= 0;
    facts.ptrace_scope = number_in("/proc/sys/kernel/yama/ptrace_scope");
    look_at_worker(facts);
    facts.targets = ask_this_machine();
    facts.screen = screen;
    facts.recipes_folder = folder_of_recipes();
    return facts;
}

}  // namespace iovlab
