#include "tests/app/widgets/gallery.h"

#include "app/window/fonts.h"
#include "tests/app/window/driver.h"
#include "tests/catch.h"

#include <cstdlib>
#include <exception>

using namespace iovlab;

TEST_CASE("every widget is drawn, in both themes and at every zoom", "[app][widgets]") {
    Gallery gallery;
    const ThemeName name = GENERATE(ThemeName::Dark, ThemeName::Light);
    const float zoom = GENERATE(0.8F, 1.0F, 1.5F, 3.0F);
    WindowOptions options;
    options.theme = name;
    options.zoom = zoom;
    Driver driver([&] { gallery.draw(); }, options);
    driver.frames(5);
    CHECK(driver.has("entry.3.bar"));
    CHECK(driver.has("kernel.slots"));
    CHECK(driver.text_of("why").find("Short write") == 0);
}

// Not a test of looks: it writes the pictures that people look at, into the folder that IOVLAB_PICTURES names.
TEST_CASE("the gallery is painted without a display", "[app][widgets][pictures]") {
    const char* folder = std::getenv("IOVLAB_PICTURES");
    const ThemeName name = GENERATE(ThemeName::Dark, ThemeName::Light);
    const float zoom = GENERATE(1.0F, 2.0F);
    Gallery gallery;
    WindowOptions options;
    options.theme = name;
    options.zoom = zoom;
    options.width = static_cast<int>(1440 * zoom);
    options.height = static_cast<int>(900 * zoom);
    std::unique_ptr<OffscreenBackend> backend;
    try {
        backend = make_offscreen_backend(options);
    } catch (const std::exception& why) {
        IOVLAB_SKIP(why.what());
    }
    for (int i = 0; i < 8; ++i) backend->frame([&] { gallery.draw(); });
    CHECK(backend->counts().painted >= 2);
    CHECK(backend->counts().painted < backend->counts().built);  // the last frames were like those before them
    if (folder == nullptr) return;
    const char* theme = name == ThemeName::Dark ? "dark" : "light";
    backend->write_png(std::string(folder) + "/gallery-" + theme + (zoom > 1 ? "-200.png" : "-100.png"));
}
