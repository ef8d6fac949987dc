#include "app/commands/window.h"

#include "app/commands/output.h"
#if IOVLAB_WITH_WINDOW
#include "app/lab/open.h"
#endif

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
    const bool lesson = file.ends_with(".md");
    return failed(fmt::format("{} In the terminal, {} with:  iovlab {} {}", why,
                              lesson ? "take a lesson" : "run an experiment", lesson ? "lessons" : "run",
                              file.empty() ? "FILE" : file),
                  3);
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
