#include "app/widgets/registry.h"

#include "app/widgets/controls.h"
#include "tests/app/window/driver.h"
#include "tests/catch.h"

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>

using namespace iovlab;

TEST_CASE("what is no longer drawn is no longer found", "[app][widgets]") {
    bool shown = true;
    Driver driver(whole_window([&] {
        if (shown) ui::button("sometimes", "Sometimes");
    }));
    CHECK(driver.has("sometimes"));
    shown = false;
    driver.frames(1);
    CHECK_FALSE(driver.has("sometimes"));
}

TEST_CASE("scripts find the controls in the file that IOVLAB_CONTROLS names", "[app][widgets]") {
    std::string pattern = std::filesystem::temp_directory_path().string() + "/iovlab-controls-XXXXXX";
    const std::filesystem::path folder = mkdtemp(pattern.data());
    const std::filesystem::path list = folder / "controls";
    setenv("IOVLAB_CONTROLS", list.c_str(), 1);
    {
        const Driver driver(whole_window([] { ui::button("run", "Run it"); }));
    }
    unsetenv("IOVLAB_CONTROLS");
    char line[200] = "";
    std::FILE* file = std::fopen(list.c_str(), "re");
    REQUIRE(file != nullptr);
    CHECK(std::fgets(line, sizeof line, file) != nullptr);
    std::fclose(file);
    std::filesystem::remove_all(folder);
    int x = 0;
    int y = 0;
    int width = 0;
    int height = 0;
    CHECK(std::sscanf(line, "run %d %d %d %d 1 Run it", &x, &y, &width, &height) == 4);
    CHECK(width > 20);
    CHECK(height > 10);
}
