#include "tests/catch.h"
#include "tests/support/program.h"
#include "tests/support/runs.h"

#include <string>
#include <vector>

using namespace iovlab;

namespace {

const std::string kLesson = IOVLAB_SOURCE_DIR "/lessons/01-first-gather.md";
const std::string kExample = IOVLAB_SOURCE_DIR "/assets/examples/05-pipe-that-fills.toml";

test::Finished shot(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {test::program_folder() + "/iovlab", "shot"});
    return test::run_program(arguments, test::Stdout::Read, {"DISPLAY", "WAYLAND_DISPLAY"});
}

unsigned number_at(const std::string& png, std::size_t at) {
    unsigned number = 0;
    for (std::size_t i = at; i < at + 4; ++i) number = number << 8 | static_cast<unsigned char>(png[i]);
    return number;
}

}  // namespace

TEST_CASE("iovlab shot: a PNG of the size that was asked for, without a display", "[app][shot]") {
    const test::TemporaryFolder folder;
    const std::string out = folder.path() + "/x.png";
    const auto finished = shot({kExample, "--out", out, "--size", "1280x720", "--theme", "light"});
    if (finished.status == 3) IOVLAB_SKIP("pictures cannot be drawn without a display here");
    CHECK(finished.status == 0);
    CHECK(finished.err.empty());
    const std::string png = test::read_file(out);
    REQUIRE(png.size() > 24);
    CHECK(png.substr(1, 3) == "PNG");
    CHECK(number_at(png, 16) == 1280);
    CHECK(number_at(png, 20) == 720);

    test::write_file(out, "precious");
    CHECK(shot({kExample, "--out", out}).status == 2);
    CHECK(test::read_file(out) == "precious");
    CHECK(shot({kExample, "--out", out, "--force", "--size", "1280x720", "--theme", "light"}).status == 0);
    CHECK(test::read_file(out) != "precious");

    const std::string before = folder.path() + "/before.png";
    REQUIRE(shot({kExample, "--out", before, "--size", "1280x720", "--theme", "light", "--no-run"}).status == 0);
    CHECK(test::read_file(before) != png);
}

TEST_CASE("iovlab shot: what cannot be drawn is refused in words", "[app][shot]") {
    const test::TemporaryFolder folder;
    const std::string out = folder.path() + "/x.png";
    const std::string broken = folder.path() + "/broken.toml";
    test::write_file(broken, "format = 1\nbufer = 3\n");
    const std::pair<std::vector<std::string>, const char*> cases[] = {
        {{kExample}, "--out"},
        {{kExample, "--out", out, "--size", "1440"}, "1440x900"},
        {{kExample, "--out", out, "--size", "10x900"}, "320"},
        {{kExample, "--out", out, "--theme", "pink"}, "pink"},
        {{kExample, "--out", out, "--screen", "kitchen"}, "kitchen"},
        {{broken, "--out", out}, "broken.toml:2:1"},
        {{folder.path() + "/none.toml", "--out", out}, "none.toml"},
        {{kLesson, "--out", out, "--step", "99"}, "--step is 99; this lesson has 4 steps."},
        {{kExample, "--out", out, "--step", "1"}, "--step goes with a lesson"},
        {{kExample, "--out", folder.path() + "/no/such/x.png"}, "no/such/x.png"},
        {{kExample, "--out", folder.path()}, "directory"},
    };
    for (const auto& [arguments, word] : cases) {
        CAPTURE(word);
        const auto finished = shot(arguments);
        CHECK(finished.status == 2);
        CHECK(finished.err.find(word) != std::string::npos);
    }
    const auto full = shot({kExample, "--out", "/dev/full", "--size", "320x320"});
    CHECK(full.status == 3);
    CHECK_FALSE(full.err.empty());
}
