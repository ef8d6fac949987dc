#include "app/lab/open.h"

#include "app/lab/browser.h"
#include "app/lab/lab_window.h"
#include "app/lab/store.h"
#include "app/window/here.h"

#include <cstdio>
#include <stdexcept>

namespace iovlab {

namespace {

WindowOptions options_of(const Remembered& remembered) {
    WindowOptions options;
    options.width = remembered.settings.width;
    options.height = remembered.settings.height;
    options.zoom = remembered.settings.zoom;
    options.theme = is_dark(remembered) ? ThemeName::Dark : ThemeName::Light;
    return options;
}

}  // namespace

int open_window(const std::string& file) {
    const Places kept = places();
    const Remembered remembered = remember(kept);
    std::unique_ptr<Backend> backend;
    try {
        backend = make_window_backend(options_of(remembered));
    } catch (const std::runtime_error& why) {
        std::fprintf(stderr, "iovlab: %s\n", why.what());
        return 3;
    }
    LabWindow window(*backend);
    window.lab().keep_in(kept, remembered);
    window.lab().look_for_examples(examples_folder());
    window.lab().ask_machine();
    window.lab().examine_with(
        [] { return examine_machine({.known = true, .display = {}, .fonts = fonts_problem()}); });
    window.lab().browse_with(start_browser);
    if (!file.empty()) window.lab().apply(OpenFile{file});
    backend->run([&window] { window.draw(); });
    return 0;
}

}  // namespace iovlab
