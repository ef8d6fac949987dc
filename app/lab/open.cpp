#include "app/lab/open.h"

#include "app/lab/lab_window.h"

#include <cstdio>
#include <stdexcept>

namespace iovlab {

int open_window(const std::string& file) {
    std::unique_ptr<Backend> backend;
    try {
        backend = make_window_backend(WindowOptions{});
    } catch (const std::runtime_error& why) {
        std::fprintf(stderr, "iovlab: %s\n", why.what());
        return 3;
    }
    LabWindow window(*backend);
    window.lab().look_for_examples(examples_folder());
    if (!file.empty()) window.lab().apply(OpenFile{file});
    backend->run([&window] { window.draw(); });
    return 0;
}

}  // namespace iovlab
