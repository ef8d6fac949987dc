#include "app/lab/atlas.h"

#include "core/kernel/errno_facts.h"
#include "tests/app/panels/bench_fixture.h"
#include "tests/catch.h"

#include <cerrno>
#include <string>

using namespace iovlab;

namespace {

const std::string kExamples = IOVLAB_SOURCE_DIR "/assets/examples";

std::size_t index_of(const char* name) {
    return static_cast<std::size_t>(errno_fact(name) - errno_facts().data());
}

struct AtlasWindow : TestWindow {
    AtlasWindow() {
        window->lab().look_for_examples(kExamples);
        driver.until([this] { return !state().recipes.empty(); });
        driver.click("screen.view.atlas");
        driver.frames(4);
    }
    std::size_t chosen() const { return state().look.atlas.chosen; }
};

}  // namespace

TEST_CASE("the atlas: filter and groups") {
    AtlasLook look;
    CHECK(shown_errnos(look).size() == errno_facts().size());
    look.filter = "PiPe";
    const auto found = shown_errnos(look);
    REQUIRE(!found.empty());
    CHECK(found.size() < errno_facts().size());
    look.filter = "unreachable";
    CHECK(shown_errnos(look).empty());
    look.filter = "104";
    CHECK(shown_errnos(look) == std::vector<std::size_t>{index_of("ECONNRESET")});
    look = {.chosen = index_of("EFBIG"), .filter = "", .group = "socket"};
    for (const std::size_t one : shown_errnos(look)) CHECK(std::string(errno_facts()[one].name) != "EFBIG");
    keep_choice_in_sight(look);
    CHECK(look.chosen == shown_errnos(look).front());
    look.filter = "no such errno";
    const std::size_t before = look.chosen;
    keep_choice_in_sight(look);
    CHECK(look.chosen == before);
}

TEST_CASE("the atlas is a screen of its own: choose, filter, go back") {
    AtlasWindow test;
    CHECK(test.state().look.screen == Screen::Atlas);
    test.driver.click("atlas.EBADF");
    test.driver.frames(2);
    CHECK(test.chosen() == index_of("EBADF"));
    test.driver.click("atlas.group.socket");
    test.driver.frames(2);
    test.driver.enter("atlas.filter", "peer threw");
    test.driver.frames(2);
    CHECK(test.chosen() == index_of("ECONNRESET"));
    test.driver.click("screen.view.bench");
    test.driver.frames(2);
    CHECK(test.state().look.screen == Screen::Bench);
}

TEST_CASE("the atlas: a recipe goes to the bench, and is run on request") {
    AtlasWindow test;
    test.driver.click("atlas.EBADF");
    test.driver.frames(2);
    test.driver.click("atlas.recipe.0.open");
    test.driver.until([&] { return test.state().look.screen == Screen::Bench; });
    CHECK(test.state().document.path() == kExamples + "/errno/EBADF.toml");
    CHECK_FALSE(test.run().exists);

    test.driver.frames(4);
    test.driver.click("screen.view.atlas");
    test.driver.frames(4);
    test.driver.click("atlas.recipe.1.run");
    test.driver.until([&] { return test.run().exists && !test.run().busy(); });
    CHECK(test.state().document.path() == kExamples + "/errno/EBADF-path.toml");
    REQUIRE(!test.run().calls.empty());
    const auto& call = std::get<CallStep>(test.run().steps[test.run().calls.back()].what);
    CHECK(call.outcome.error == EBADF);
    CHECK(call.outcome.origin == Origin::Kernel);
}

TEST_CASE("the atlas asks before unsaved work is lost, and Run shows the bench") {
    AtlasWindow test;
    test.window->lab().apply(SetTitle{"precious"});
    test.driver.frames(4);
    test.driver.click("atlas.recipe.0.open");
    test.driver.frames(4);
    REQUIRE(test.state().unsaved);
    test.driver.click("unsaved.keep");
    test.driver.frames(4);
    CHECK(test.experiment().title == "precious");
    CHECK(test.state().look.screen == Screen::Atlas);
    test.driver.key({Key::F5, false, false, false});
    test.driver.until([&] { return test.run().exists && !test.run().busy(); });
    CHECK(test.state().look.screen == Screen::Bench);
}
