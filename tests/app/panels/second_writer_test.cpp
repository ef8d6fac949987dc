// The second writer, made and changed in the window; what two writers do to one another is seen after a run.
#include "app/lab/second_writer.h"

#include "core/experiment/check.h"
#include "tests/app/panels/bench_fixture.h"
#include "tests/catch.h"

#include <string>

using namespace iovlab;

namespace {

void key(TestWindow& test, Chord chord) {
    test.driver.key(chord);
    test.driver.frames(4);
}

void add_second(TestWindow& test) {
    test.driver.click("second.on");
    test.driver.frames(6);
}

}  // namespace

TEST_CASE("a second writer is one click, ready to run, and one undo takes all of it back") {
    TestWindow test;
    const Experiment before = test.experiment();
    REQUIRE(test.driver.has("second.on"));
    add_second(test);
    REQUIRE(test.experiment().second);
    CHECK(test.experiment().loop.kind == "once");
    CHECK(test.experiment().target.flags.names.empty());
    CHECK(test.experiment().second->iov.size() == 1);
    CHECK(check(test.experiment()).empty());
    CHECK(test.state().run_obstacle().empty());
    key(test, {.key = Key::Z, .ctrl = true});
    CHECK(test.experiment() == before);
    key(test, {.key = Key::Z, .ctrl = true, .shift = true});
    REQUIRE(test.experiment().second);
    add_second(test);  // the same box takes the writer away
    CHECK_FALSE(test.experiment().second);
}

TEST_CASE("records of 6,000 bytes break in the window, and those of PIPE_BUF do not") {
    const std::uint64_t size = GENERATE(4096u, 6000u);
    CAPTURE(size);
    TestWindow test;
    test.ask_for(size);
    add_second(test);
    test.driver.enter("second.times", "60");
    test.driver.frames(4);
    REQUIRE(test.experiment().second);
    CHECK(test.experiment().second->times == 60);
    CHECK(test.state().derived.second->asked == size);
    test.run_to_end();
    const EndStep* end = test.run().end();
    REQUIRE(end != nullptr);
    REQUIRE(end->records);
    CHECK(end->records->writers.size() == 2);
    const std::uint64_t broken = end->records->writers[0].broken + end->records->writers[1].broken;
    if (size == 4096) CHECK(broken == 0);
    if (size == 6000) CHECK(broken > 0);
    CHECK(end->verdict == (broken > 0 ? Verdict::Reordered : Verdict::Intact));
    CHECK(test.driver.text_of("kernel.second").find("60 calls") != std::string::npos);
    CHECK(test.driver.has("check.verdict"));
}

TEST_CASE("the second writer's record, and its place in a file, are fields") {
    TestWindow test;
    test.ask_for(100);
    TargetSpec file;
    file.kind = "file";
    test.window->lab().apply(SetTarget{file, "the kind"});
    test.driver.frames(4);
    add_second(test);
    CHECK(test.driver.text_of("second.iov.0") == "theirs");
    test.driver.click("second.iov.add");
    test.driver.click("second.iov.add.1");
    test.driver.frames(4);
    CHECK(test.experiment().second->iov.size() == 2);
    test.driver.enter("second.iov.1.times", "3");
    CHECK(test.experiment().second->iov[1].times == 3);
    test.driver.click("second.iov.1.remove");
    test.driver.frames(4);
    CHECK(test.experiment().second->iov.size() == 1);
    CHECK_FALSE(test.driver.enabled("second.iov.0.remove"));
    test.driver.click("second.shared");
    test.driver.frames(4);
    CHECK(test.experiment().second->shared);
    // A byte that both have is explained where the record is chosen.
    test.driver.click("second.iov.0");
    test.driver.click("second.iov.0.0");
    test.driver.frames(4);
    CHECK(test.driver.has("problem.second.iov"));
    CHECK_FALSE(test.driver.enabled("run"));
}

TEST_CASE("a buffer of the second writer's record is renamed and removed with it") {
    TestWindow test;
    test.ask_for(100);
    add_second(test);
    BufferSpec theirs = test.experiment().buffers[1];
    theirs.name = "other";
    test.window->lab().apply(SetBuffer{1, theirs, "name"});
    CHECK(test.experiment().second->iov[0].buffer == "other");
    test.window->lab().apply(RemoveBuffer{1});
    CHECK(test.experiment().second->iov.empty());
    CHECK_FALSE(test.state().run_obstacle().empty());
}

TEST_CASE("where no second writer can be, its box says why, or is not there") {
    TestWindow test;
    test.window->lab().apply(AddCall{});
    test.driver.frames(6);
    REQUIRE(test.driver.has("second.on"));
    CHECK_FALSE(test.driver.enabled("second.on"));
    CHECK(second_obstacle(test.experiment()).find("remove the others") != std::string::npos);
    TargetSpec target;
    target.kind = "null";
    test.window->lab().apply(SetTarget{target, "the kind"});
    test.driver.frames(6);
    CHECK_FALSE(test.driver.has("second.on"));
}

TEST_CASE("the second writer's fields are whole at every size") {
    WindowOptions options;
    options.width = GENERATE(1280, 1440);
    options.height = options.width == 1280 ? 720 : 900;
    options.zoom = GENERATE(1.0F, 1.5F, 2.0F);
    CAPTURE(options.width, options.zoom);
    TestWindow test(options);
    test.window->lab().apply(SetSecond{SecondSpec{}, "add"});
    test.driver.frames(6);
    for (const std::string& name : test.driver.clipped()) {
        CAPTURE(name);
        CHECK(name.rfind("second.", 0) != 0);
    }
}
