// Pictures of every screen, made into a folder and examined: in both themes at two sizes, and once larger than
// life. With IOVLAB_ALL_PICTURES in the environment at four sizes and three zooms.
#include "app/widgets/controls.h"
#include "app/widgets/layout.h"
#include "app/window/fonts.h"
#include "app/window/painter.h"
#include "tests/catch.h"
#include "tests/pictures/examine.h"
#include "tests/pictures/screens.h"

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fmt/format.h>

using namespace iovlab;
using namespace iovlab::pictures;

namespace {

struct Size {
    int width, height;
    float cut_from;  ///< from this zoom on docs/look.md promises no longer that nothing is clipped
};
constexpr Size kSmall{1280, 720, 1.6F}, kUsual{1440, 900, 1.6F}, kLarge{1920, 1080, 2.1F};
constexpr std::array<Size, 4> kSizes{{{1024, 768, 1.1F}, kSmall, kUsual, kLarge}};
constexpr std::array<float, 3> kZooms{1.0F, 1.5F, 2.0F};
constexpr std::size_t kParts = 6;  // of the table, each a process of its own

WindowOptions options_of(const Size& size, float zoom, ThemeName theme) {
    WindowOptions options;
    options.width = size.width;
    options.height = size.height;
    options.zoom = zoom;
    options.theme = theme;
    options.animate_caret = false;
    return options;
}

void report(const std::string& picture, const std::vector<std::string>& faults) {
    constexpr std::size_t kMost = 12;
    for (std::size_t i = 0; i < std::min(faults.size(), kMost); ++i) {
        CAPTURE(picture);
        FAIL_CHECK(faults[i]);
    }
}

void examine(Stage& stage, const std::string& picture, const Size& size, float zoom) {
    watch_texts();
    stage.frames(1);
    const std::vector<DrawnText> texts = drawn_texts();
    REQUIRE(texts.size() > 10);  // or the linker led nothing past us
    const std::uint64_t painted = stage.backend().counts().painted;
    stage.frames(4);
    if (!stage.state().run.busy() && stage.backend().counts().painted != painted)
        report(picture, {"it does not come to rest: frames differ though nothing happens"});
    if (zoom < size.cut_from) {
        report(picture, clipped_texts(texts));
        report(picture, overlapping_controls());
    }
    report(picture, overlapping_texts(texts));
    report(picture, faint_texts(texts, {Painter::read_pixels(size.width, size.height), size.width, size.height}));
}

void picture(const PictureOf& screen, const Size& size, float zoom, ThemeName theme) {
    const std::string name = fmt::format("{}-{}x{}-{}-{}", screen.name, size.width, size.height,
                                         static_cast<int>(zoom * 100), theme == ThemeName::Dark ? "dark" : "light");
    Stage stage(options_of(size, zoom, theme));
    screen.prepare(stage);
    constexpr int kSettle = 8;  // cards take their content's height from the frame before
    stage.frames(kSettle);
    examine(stage, name, size, zoom);
    stage.backend().write_png(std::string(IOVLAB_PICTURES) + "/" + name + ".png");
    if (stage.state().run.busy()) stage.lab().apply(StopRun{});
}

bool can_picture() {
    try {
        make_offscreen_backend({});
        return true;
    } catch (const std::runtime_error&) {
        return false;
    }
}

/// All that is asked of one screen in one theme.
void pictures_of(const PictureOf& screen, std::size_t index, ThemeName theme) {
    if (std::getenv("IOVLAB_ALL_PICTURES") != nullptr) {
        for (const Size& size : kSizes) {
            for (const float zoom : kZooms) picture(screen, size, zoom, theme);
        }
        return;
    }
    picture(screen, kSmall, 1, theme);
    picture(screen, kUsual, 1, theme);
    // By turns: 150 % dark, 200 % light, 150 % light, 200 % dark.
    const ThemeName turn = (index + index / 2) % 2 == 0 ? ThemeName::Dark : ThemeName::Light;
    if (theme == turn) picture(screen, index % 2 == 0 ? kSmall : kLarge, index % 2 == 0 ? 1.5F : 2.0F, theme);
}

/// The part of the table that is a test case of its own. IOVLAB_PICTURE names the one screen that is wanted.
void picture_part(std::size_t part) {
    if (!can_picture()) IOVLAB_SKIP("pictures cannot be drawn without a display here");
    std::filesystem::create_directories(IOVLAB_PICTURES);
    const char* only = std::getenv("IOVLAB_PICTURE");
    const auto& screens = screens_to_picture();
    for (std::size_t i = part - 1; i < screens.size(); i += kParts) {
        if (only != nullptr && std::string(only) != screens[i].name) continue;
        for (const ThemeName theme : {ThemeName::Dark, ThemeName::Light}) pictures_of(screens[i], i, theme);
    }
}

/// A frame of `draw` alone, examined: the number of faults of each kind.
struct Found {
    std::size_t clipped = 0, texts = 0, controls = 0, faint = 0;
};
Found found_in(const std::function<void()>& draw) {
    const auto backend = make_offscreen_backend(options_of({400, 300, 2}, 1, ThemeName::Dark));
    const auto whole = [&draw] {
        ImGui::SetNextWindowPos({0, 0});
        ImGui::SetNextWindowSize({400, 300});
        ImGui::Begin("whole", nullptr, ImGuiWindowFlags_NoDecoration);
        draw();
        ImGui::End();
    };
    for (int i = 0; i < 4; ++i) backend->frame(whole);
    watch_texts();
    backend->frame(whole);
    const std::vector<DrawnText> texts = drawn_texts();
    const pictures::Picture picture{Painter::read_pixels(400, 300), 400, 300};
    return {clipped_texts(texts).size(), overlapping_texts(texts).size(), overlapping_controls().size(),
            faint_texts(texts, picture).size()};
}

}  // namespace

TEST_CASE("pictures, part 1") {
    picture_part(1);
}
TEST_CASE("pictures, part 2") {
    picture_part(2);
}
TEST_CASE("pictures, part 3") {
    picture_part(3);
}
TEST_CASE("pictures, part 4") {
    picture_part(4);
}
TEST_CASE("pictures, part 5") {
    picture_part(5);
}
TEST_CASE("pictures, part 6") {
    picture_part(6);
}

TEST_CASE("the examination finds what is wrong, and nothing where nothing is") {
    if (!can_picture()) IOVLAB_SKIP("pictures cannot be drawn without a display here");
    const auto text_at = [](float x, float y, ImU32 color, const char* text) {
        ImGui::GetWindowDrawList()->AddText({x, y}, color, text);
    };
    const Found fine = found_in([&] {
        ui::button("one", "One");
        ui::button("two", "Two");
        text_at(20, 200, theme().text, "in sight");
    });
    CHECK(fine.clipped + fine.texts + fine.controls + fine.faint == 0);
    const Found clipped = found_in([&] { text_at(350, 200, theme().text, "sticks out of the window"); });
    CHECK(clipped.clipped == 1);
    const Found below = found_in([&] { text_at(20, 292, theme().text, "below the edge"); });
    CHECK(below.clipped == 1);
    const Found gone = found_in([&] { text_at(500, 200, theme().text, "altogether outside"); });
    CHECK(gone.clipped == 1);
    const Found upon = found_in([&] {
        text_at(20, 200, theme().text, "one text");
        text_at(40, 204, theme().text, "and another");
    });
    CHECK(upon.texts == 1);
    const Found faint = found_in([&] { text_at(20, 200, theme().line, "hardly to be read"); });
    CHECK(faint.faint == 1);
    const Found controls = found_in([&] {
        ui::button("one", "A wide button");
        ImGui::SetCursorScreenPos({30, 15});
        ui::button("two", "Another one");
    });
    CHECK(controls.controls == 1);
    const Found scrolled = found_in([&] {
        ImGui::BeginChild("part", {200, 50});
        for (int i = 0; i < 20; ++i) ui::text("a line");
        ImGui::EndChild();
    });
    CHECK(scrolled.clipped == 0);
}
