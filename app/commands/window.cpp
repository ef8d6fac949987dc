#include "app/commands/window.h"

#if IOVLAB_WITH_WINDOW
#include "app/lab/open.h"
#endif

#include <cstdio>
#include <cstdlib>
#include <fmt/format.h>

namespace iovlab {
namespace {

bool has_display() {
    for (const char* name : {"DISPLAY", "WAYLAND_DISPLAY"}) {
        const char* value = std::getenv(name);
        if (value != nullptr && *value != '\0') return true;
    }
    return false;
}

int no_window(const std::string& file, const char* why) {
    fmt::print(stderr, "iovlab: {} In the terminal, run an experiment with:  iovlab run {}\n", why,
               file.empty() ? "FILE" : file);
    return 3;
}

}  // namespace

int window_command(const std::string& file) {
#if IOVLAB_WITH_WINDOW
    if (!has_display()) {
        return no_window(file,
                         "there is no display to open a window on (neither DISPLAY nor WAYLAND_DISPLAY is set).");
    }
    return open_window(file);
#else
    return no_window(file, has_display() ? "this program was built without its window."
                                         : "this program was built without its window, and there is no display.");
#endif
}

}  // namespace iovlab
