// "Export picture" by its menu: the file is the window at twice its size, and sharp.
#include "tests/app/lab/lab_fixture.h"
#include "tests/catch.h"
#include "tests/pictures/screens.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <set>
#include <stb_image.h>

using namespace iovlab;
using namespace iovlab::pictures;

namespace {

constexpr int kWidth = 1440, kHeight = 900;

struct Decoded {
    int width = 0, height = 0;
    std::vector<std::uint8_t> pixels;  // RGBA

    const std::uint8_t* at(int x, int y) const {
        return pixels.data() +
               4 * (static_cast<std::size_t>(y) * static_cast<std::size_t>(width) + static_cast<std::size_t>(x));
    }
};

std::optional<Decoded> decoded(const std::string& path) {
    Decoded picture;
    int channels = 0;
    unsigned char* pixels = stbi_load(path.c_str(), &picture.width, &picture.height, &channels, 4);
    if (pixels == nullptr) return std::nullopt;
    picture.pixels.assign(pixels, pixels + static_cast<std::ptrdiff_t>(picture.width) * picture.height * 4);
    stbi_image_free(pixels);
    return picture;
}

/// Squares of 2 x 2 that are not of one colour: a picture that was merely blown up has none.
int sharp_squares(const Decoded& large) {
    int sharp = 0;
    for (int y = 0; y + 1 < large.height; y += 2) {
        for (int x = 0; x + 1 < large.width; x += 2) {
            const auto same = [&](const std::uint8_t* other) {
                return std::equal(other, other + 3, large.at(x, y));
            };
            sharp += same(large.at(x + 1, y)) && same(large.at(x, y + 1)) ? 0 : 1;
        }
    }
    return sharp;
}

std::set<std::uint32_t> colours(const Decoded& picture) {
    std::set<std::uint32_t> all;
    for (std::size_t i = 0; i < picture.pixels.size(); i += 4) {
        all.insert(static_cast<std::uint32_t>(picture.pixels[i] << 16 | picture.pixels[i + 1] << 8 |
                                              picture.pixels[i + 2]));
    }
    return all;
}

}  // namespace

TEST_CASE("the window is exported by its menu at twice its size, as it stands") {
    std::unique_ptr<Stage> stage;
    try {
        WindowOptions options;
        options.width = kWidth;
        options.height = kHeight;
        stage = std::make_unique<Stage>(options);
    } catch (const std::runtime_error&) {
        IOVLAB_SKIP("pictures cannot be drawn without a display here");
    }
    const TestFolder folder;
    stage->run();
    stage->frames(8);
    stage->backend().write_png(folder.file("before.png"));
    stage->click("menu.File");
    stage->click("menu.file.picture");
    stage->frames(3);
    stage->lab().apply(ChooseFolder{folder.path});
    stage->until([&] { return !stage->state().chooser.reading; });
    const std::string path = chosen_path(stage->state().chooser);
    REQUIRE(path.starts_with(folder.path));
    stage->click("chooser.go");
    stage->until([&] { return !stage->state().notices.empty(); });
    CHECK(stage->state().notices.front().heading == "The picture was written.");
    const auto before = decoded(folder.file("before.png"));
    const auto large = decoded(path);
    REQUIRE(before);
    REQUIRE(large);
    CHECK(large->width == 2 * kWidth);
    CHECK(large->height == 2 * kHeight);
    CHECK(colours(*large).size() > 100);
    CHECK(sharp_squares(*large) > 20000);
    // The window itself has its own size again.
    stage->lab().apply(Dismiss{0});
    stage->frames(8);
    CHECK(ImGui::GetIO().DisplaySize.x == static_cast<float>(kWidth));
    CHECK(stage->state().chooser.mode == Chooser::Mode::Closed);
}

TEST_CASE("the benchmark's picture is exported by the same menu") {
    std::unique_ptr<Stage> stage;
    try {
        WindowOptions options;
        options.width = kWidth;
        options.height = kHeight;
        stage = std::make_unique<Stage>(options);
    } catch (const std::runtime_error&) {
        IOVLAB_SKIP("pictures cannot be drawn without a display here");
    }
    const TestFolder folder;
    stage->lab().apply(ShowScreen{Screen::Benchmark});
    BenchmarkSetup setup;
    setup.counts = "1,64";
    setup.sizes = "16,4K";
    stage->lab().apply(SetBenchmark{setup});
    stage->lab().apply(Measure{.quick = true});
    stage->until([&] { return !stage->state().benchmark.running; });
    stage->frames(4);
    stage->click("menu.File");
    stage->click("menu.file.picture");
    stage->frames(3);
    REQUIRE(stage->state().chooser.mode == Chooser::Mode::Picture);
    stage->lab().apply(ChooseFolder{folder.path});
    stage->until([&] { return !stage->state().chooser.reading; });
    const std::string path = chosen_path(stage->state().chooser);
    REQUIRE(path.starts_with(folder.path));
    stage->click("chooser.go");
    stage->until([&] { return !stage->state().notices.empty(); });
    CHECK(stage->state().notices.front().heading == "The picture was written.");
    CHECK(stage->state().look.screen == Screen::Benchmark);
    const auto picture = decoded(path);
    REQUIRE(picture);
    CHECK(picture->width == 2 * kWidth);
    CHECK(picture->height == 2 * kHeight);
    CHECK(colours(*picture).size() > 100);
}
