#include "core/kernel/real/spawning.h"

#include "core/worker/wire.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <stdexcept>
#include <sys/auxv.h>
#include <sys/socket.h>
#include <system_error>
#include <unistd.h>

namespace iovlab {

namespace {

/// 0, or posix_spawn()'s errno.
int spawn(pid_t& pid, const std::string& path, char* const argv[], int wire) {
    posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
    ::posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
    ::posix_spawn_file_actions_adddup2(&actions, wire, wire::kWireFd);
    ::posix_spawn_file_actions_addclosefrom_np(&actions, wire::kWireFd + 1);  // a window library's leaks stay here
    posix_spawnattr_t attributes;
    ::posix_spawnattr_init(&attributes);
    sigset_t none, all;
    ::sigemptyset(&none);
    ::sigfillset(&all);
    ::posix_spawnattr_setsigmask(&attributes, &none);
    ::posix_spawnattr_setsigdefault(&attributes, &all);
    // Ctrl-C at a terminal goes to the whole group: it is for us, not for the experiment.
    ::posix_spawnattr_setpgroup(&attributes, 0);
    ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
    char* environment[] = {nullptr};
    const int error = ::posix_spawn(&pid, path.c_str(), &actions, &attributes, argv, environment);
    ::posix_spawnattr_destroy(&attributes);
    ::posix_spawn_file_actions_destroy(&actions);
    return error;
}

// The file of this program. Where /proc is hidden, what it was started by.
std::string own_program() {
    std::array<char, 4096> self{};
    const ssize_t length = ::readlink("/proc/self/exe", self.data(), self.size() - 1);
    if (length > 0) return {self.data(), static_cast<std::size_t>(length)};
    const auto* started = reinterpret_cast<const char*>(::getauxval(AT_EXECFN));
    return started && std::strchr(started, '/') ? started : "";
}

std::string worker_program() {
    const std::string path = own_program();
    if (path.empty()) return {};
    const std::string folder = path.substr(0, path.rfind('/'));
    for (const std::string& candidate : {folder + "/iovlab-worker", folder + "/../libexec/iovlab/iovlab-worker"}) {
        if (::access(candidate.c_str(), X_OK) == 0) return candidate;
    }
    return {};
}

}  // namespace

SpawnedWorker spawn_worker(const std::vector<std::string>& words) {
    const std::string path = worker_program();
    if (path.empty()) {
        throw std::runtime_error(
            "iovlab-worker, which makes the real calls, is not beside iovlab nor in ../libexec/iovlab; "
            "build or install it again");
    }
    int pair[2];
    if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) != 0)
        throw std::system_error(errno, std::generic_category(), "no socket pair for the worker");
    std::vector<std::string> all = {"iovlab-worker", std::to_string(::getpid())};
    all.insert(all.end(), words.begin(), words.end());
    std::vector<char*> argv;
    for (std::string& word : all) argv.push_back(word.data());
    argv.push_back(nullptr);
    pid_t pid = -1;
    const int error = spawn(pid, path, argv.data(), pair[1]);
    ::close(pair[1]);
    if (error == 0) return {pid, pair[0]};
    ::close(pair[0]);
    throw std::system_error(error, std::generic_category(), "the worker could not be started (" + path + ")");
}

Cage cage_of(std::uint32_t bits) {
    const auto has = [bits](std::uint32_t bit) { return (bits & bit) != 0; };
    return {.no_new_privs = has(wire::kCageNoNewPrivs),
            .files = has(wire::kCageFiles),
            .net = has(wire::kCageNet),
            .calls = has(wire::kCageCalls),
            .memory = has(wire::kCageMemory)};
}

std::string breach_words(int number) {
    return fmt::format(
        "the worker made system call number {}, which it never needs, and its cage stopped it: the call was not "
        "carried out, and the run ends here",
        number);
}

}  // namespace iovlab
