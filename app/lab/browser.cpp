#include "app/lab/browser.h"

#include <array>
#include <cerrno>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

namespace iovlab {

bool start_browser(const std::string& url) {
    // The shell is gone at once, and with it the parent of a browser that may live for days.
    std::string shell = "sh", flag = "-c", name = "sh", address = url;
    std::string script =
        "command -v xdg-open >/dev/null 2>&1 || exit 1; (setsid xdg-open \"$1\" >/dev/null 2>&1 </dev/null &)";
    std::array<char*, 6> words{shell.data(), flag.data(), script.data(), name.data(), address.data(), nullptr};
    pid_t child = -1;
    if (::posix_spawnp(&child, "sh", nullptr, nullptr, words.data(), environ) != 0) return false;
    int status = 0;
    while (::waitpid(child, &status, 0) < 0) {
        if (errno != EINTR) return false;
    }
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

}  // namespace iovlab
