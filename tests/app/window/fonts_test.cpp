#include "app/window/fonts.h"

#include "app/widgets/layout.h"
#include "app/window/imgui_compat.h"
#include "tests/app/window/driver.h"
#include "tests/catch.h"

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>

using namespace iovlab;

namespace {

/// A folder of its own that goes with the test.
class Folder {
public:
    Folder() {
        std::string pattern = std::filesystem::temp_directory_path().string() + "/iovlab-fonts-XXXXXX";
        path_ = mkdtemp(pattern.data());
    }
    ~Folder() { std::filesystem::remove_all(path_); }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;

    const std::string& path() const { return path_; }
    void write(const std::string& name, const std::string& bytes) const {
        std::FILE* file = std::fopen((path_ + "/" + name).c_str(), "we");
        REQUIRE(file != nullptr);
        std::fwrite(bytes.data(), 1, bytes.size(), file);
        std::fclose(file);
    }

private:
    std::string path_;
};

bool system_has_fonts() {
    return Fonts().problem().empty();
}

}  // namespace

TEST_CASE("without its fonts the window still draws, and says what to install", "[app][fonts]") {
    const Folder folder;
    // Neither an empty file nor one that is no font may reach ImGui, which would abort.
    folder.write("Inter-Regular.otf", "");
    folder.write("Inter-SemiBold.otf", "this is no font at all");
    WindowOptions options;
    options.font_folders = {folder.path()};
    Driver driver(whole_window([] { ui::text("text"); }), options);
    driver.backend().set_zoom(2.0F);
    driver.frames(2);
    CHECK(driver.backend().problem().find("fonts-inter") != std::string::npos);
    CHECK(driver.backend().problem().find("fonts-jetbrains-mono") != std::string::npos);
}

TEST_CASE("the faces grow with the zoom, and text with them", "[app][fonts]") {
    if (!system_has_fonts()) IOVLAB_SKIP("Inter and JetBrains Mono are not installed here");
    float width = 0;
    Driver driver(whole_window([&] { width = ui::text_size("the quick brown fox").x; }));
    CHECK(driver.backend().problem().empty());
    const float small = fonts()->size(Font::Small);
    CHECK(small < fonts()->size(Font::Label));
    CHECK(fonts()->size(Font::Body) == 18.0F);  // 15 px as a browser counts them
    const float at_one = width;
    driver.backend().set_zoom(2.0F);
    driver.frames(2);
    CHECK(fonts()->size(Font::Body) == 36.0F);
    CHECK(width > at_one * 1.9F);
    CHECK(width < at_one * 2.1F);
    CHECK(ui::px(10) == 20.0F);
    CHECK(ui::em(1) == 30.0F);
    driver.backend().set_zoom(99.0F);
    driver.frames(1);
    CHECK(driver.backend().zoom() == 3.0F);
}

TEST_CASE("every sign that the window writes is in both families", "[app][fonts]") {
    if (!system_has_fonts()) IOVLAB_SKIP("Inter and JetBrains Mono are not installed here");
    constexpr std::array<ImWchar, 21> kSigns{0xB5,   0xB7,   0xD7,   0x2013, 0x2014, 0x2026, 0x2190,
                                             0x2192, 0x2212, 0x2260, 0x2264, 0x2265, 0x25B6, 0x25C0,
                                             0x25B8, 0x25BE, 0x25CB, 0x25CF, 0x2713, 0x2717, 0x21B5};
    std::vector<std::pair<Font, ImWchar>> missing;
    Driver driver(whole_window([&] {
        for (Font font : {Font::Label, Font::Mono}) {
            const ui::FontScope scope(font);
            for (ImWchar sign : kSigns)
                if (!cx::has_glyph(sign)) missing.emplace_back(font, sign);
        }
    }));
    for (const auto& [font, sign] : missing) {
        CAPTURE(static_cast<int>(font), static_cast<int>(sign));
        CHECK(false);
    }
    CHECK(missing.empty());
}

TEST_CASE("zoom goes by steps from 80 to 300 %", "[app][fonts]") {
    float zoom = 1.0F;
    for (int i = 0; i < 30; ++i) zoom = next_zoom(zoom);
    CHECK(zoom == 3.0F);
    for (int i = 0; i < 30; ++i) zoom = previous_zoom(zoom);
    CHECK(zoom == 0.8F);
    CHECK(previous_zoom(next_zoom(1.25F)) == 1.25F);
}
