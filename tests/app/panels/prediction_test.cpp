// Guessing first, and going back through what happened.
#include "tests/app/panels/bench_fixture.h"
#include "tests/catch.h"

using namespace iovlab;

TEST_CASE("a guess is typed, locked by Run, and stands beside model and kernel") {
    TestWindow test;
    REQUIRE_FALSE(test.driver.has("predict.result"));
    test.driver.click("predict.on");
    test.driver.frames(4);
    CHECK_FALSE(test.driver.enabled("predict.lock"));
    test.driver.enter("predict.result", "70024");
    const ui::Control tail = test.driver.control("entry.3.bar");
    test.driver.hover_at(tail.min.x + 1, tail.centre().y);
    test.driver.click("entry.3.bar");
    test.driver.frames(4);
    CHECK(test.driver.text_of("predict.cut").find("tail+") == 0);
    CHECK_FALSE(test.state().look.open_entry);
    test.driver.enter("predict.cut", "tail+11,512");
    test.driver.key({.key = Key::F5});
    test.driver.until([&] { return test.run().exists && !test.run().busy(); });
    test.window->lab().apply(SelectStep{0});
    test.driver.frames(6);
    CHECK(test.driver.text_of("predict.said") == "70,024");
    CHECK(test.driver.text_of("kernel.model") == "65536 short");
    CHECK(test.driver.text_of("kernel.result") == "65536 short");
    CHECK(test.driver.text_of("predict.verdict").find("Wrong. You said 70,024; the kernel took 65,536: all 16") ==
          0);
    CHECK(test.driver.text_of("predict.cut_verdict").find("Right.") == 0);
}

TEST_CASE("without a guess the model's answer is kept back until it is asked for") {
    TestWindow test;
    test.driver.click("predict.on");
    test.run_to_end();
    test.window->lab().apply(SelectStep{0});
    test.driver.frames(6);
    CHECK_FALSE(test.driver.has("kernel.model"));
    test.driver.click("predict.show");
    test.driver.frames(4);
    CHECK(test.driver.text_of("kernel.model") == "65536 short");
}

TEST_CASE("a guess is made for each step, and one that is none is explained") {
    TestWindow test;
    test.driver.click("predict.on");
    test.driver.frames(4);
    test.driver.enter("predict.result", "plenty");
    test.driver.frames(4);
    CHECK(test.driver.has("predict.problem"));
    CHECK_FALSE(test.driver.enabled("predict.lock"));
    CHECK(test.driver.enabled("run"));
    test.driver.enter("predict.result", "65,536");
    test.driver.frames(4);
    test.driver.click("predict.lock");
    test.driver.until([&] { return test.run().paused(); });
    test.driver.frames(6);
    CHECK(test.driver.text_of("predict.verdict").find("Right.") == 0);
    test.driver.enter("predict.result", "EAGAIN");
    test.driver.frames(4);
    test.driver.click("predict.lock");
    test.driver.until([&] { return test.run().paused() && test.run().calls.size() == 2; });
    test.driver.frames(6);
    CHECK(test.driver.text_of("predict.verdict").find("Right. You said EAGAIN") == 0);
    test.window->lab().apply(StopRun{});
    test.driver.until([&] { return !test.run().busy(); });
}

TEST_CASE("a call that was foretold to sleep is seen to sleep") {
    TestWindow test;
    test.ask_for(100000);
    test.driver.click("predict.on");
    test.driver.frames(4);
    test.driver.enter("predict.result", "sleeps");
    test.run_until_asleep();
    CHECK(test.driver.text_of("predict.verdict") == "Right. You said that it sleeps, and it does.");
    CHECK_FALSE(test.driver.has("predict.result"));
    test.window->lab().apply(StopRun{});
    test.driver.until([&] { return !test.run().busy(); });
}

TEST_CASE("keys and slider go through the whole run, and every panel follows") {
    TestWindow test;
    test.run_to_end();
    const std::size_t steps = test.run().steps.size();
    REQUIRE(test.driver.text_of("look.where") == "step " + std::to_string(steps) + " of " + std::to_string(steps));
    test.driver.key({.key = Key::Home});
    test.driver.frames(4);
    CHECK(test.run().selected == 0);
    CHECK(test.driver.text_of("look.where") == "step 1 of " + std::to_string(steps));
    CHECK(test.driver.has("step.0"));
    CHECK(test.driver.text_of("kernel.queued") == "full · 65,536 B");
    CHECK(test.driver.text_of("sink.hex").find("Nothing had arrived") == 0);
    test.driver.key({.key = Key::F10});
    CHECK(test.run().selected == 1);
    test.driver.key({.key = Key::F10, .shift = true});
    CHECK(test.run().selected == 0);
    const ui::Control slider = test.driver.control("look.slider");
    test.driver.drag({slider.min.x + 8, slider.centre().y}, {slider.centre().x, slider.centre().y});
    test.driver.frames(4);
    CHECK(test.run().selected == (steps - 1) / 2 + (steps - 1) % 2);
    const std::size_t middle = *test.run().selected;
    test.driver.key({.key = Key::Right});
    CHECK(test.run().selected == middle + 1);
    CHECK(test.run().sink_shown().size == test.run().steps[middle + 1].arrived);
    test.driver.key({.key = Key::End});
    CHECK_FALSE(test.run().looking_back());
    CHECK_FALSE(test.driver.has("look.back_words"));
    CHECK(test.run().steps.size() == steps);
}

TEST_CASE("playing goes on by itself and ends at the newest step") {
    TestWindow test;
    test.run_to_end();
    test.driver.click("look.speed");
    test.driver.click("look.speed.4");
    CHECK(test.state().look.speed == 64);
    test.driver.click("look.play");
    REQUIRE(test.state().look.playing);
    test.driver.until([&] { return !test.state().look.playing; }, 20000);
    CHECK_FALSE(test.run().looking_back());
}
