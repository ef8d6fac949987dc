// The help tells of this machine what `iovlab doctor` tells, examined off the window's thread.
#include "core/doctor/words.h"
#include "tests/app/panels/bench_fixture.h"
#include "tests/catch.h"

#include <atomic>
#include <thread>

using namespace iovlab;

namespace {

MachineFacts lacking_machine() {
    MachineFacts facts;
    facts.release = "6.1.0";
    facts.architecture = "x86_64";
    facts.page_size = 4096;
    facts.cage = Cage{.no_new_privs = true, .files = false, .net = false, .calls = true, .memory = true};
    facts.sees_sleep = true;
    facts.targets.kinds["pty"] = "No terminal can be made.";
    return facts;
}

}  // namespace

TEST_CASE("the help says what this machine lacks, once it was examined on another thread", "[doctor]") {
    TestWindow test;
    std::atomic<std::thread::id> asked{};
    std::atomic<int> times = 0;
    test.window->lab().examine_with([&] {
        asked = std::this_thread::get_id();
        ++times;
        return lacking_machine();
    });
    CHECK_FALSE(test.state().facts.has_value());
    test.window->lab().apply(ShowHelp{true});
    test.driver.until([&] { return test.state().facts.has_value() && !test.state().examining; }, 100000);
    CHECK(asked.load() != std::this_thread::get_id());
    test.driver.frames(4);
    for (const MachineLine& line : machine_lines(*test.state().facts)) {
        CAPTURE(line.id);
        REQUIRE(test.driver.has("machine." + line.id));
        CHECK(test.driver.enabled("machine." + line.id) == !line.missing());
    }
    CHECK_FALSE(test.driver.enabled("machine.landlock-files"));
    CHECK_FALSE(test.driver.enabled("machine.target:pty"));
    CHECK(test.driver.enabled("machine.target:pipe"));
    // It is examined once.
    test.window->lab().apply(ShowHelp{false});
    test.window->lab().apply(ShowHelp{true});
    test.driver.frames(4);
    CHECK(times == 1);
}

TEST_CASE("recipes are tried one by one while the help is open", "[doctor]") {
    TestWindow test;
    test.window->lab().examine_with([] {
        MachineFacts facts = lacking_machine();
        facts.recipes_folder = IOVLAB_SOURCE_DIR "/assets/examples/errno";
        return facts;
    });
    test.window->lab().apply(ShowHelp{true});
    test.driver.until([&] { return test.state().facts.has_value() && !test.state().examining; }, 100000);
    const auto& tried = test.state().facts->recipes;
    REQUIRE(tried.size() == all_recipes().size());
    for (const RecipeResult& one : tried) {
        CAPTURE(one.recipe->file, one.why_not);
        if (one.fact->injected) CHECK(one.why_not.empty());
    }
}
