// Running with mouse and keyboard: what is shown, and what wakes a call that sleeps.
#include "tests/app/panels/bench_fixture.h"
#include "tests/catch.h"

using namespace iovlab;

TEST_CASE("the first start says what to press, and F5 does it") {
    TestWindow test;
    REQUIRE(test.driver.has("first"));
    test.driver.key({.key = Key::F5});
    test.driver.until([&] { return test.run().exists && !test.run().busy(); });
    test.driver.frames(6);
    test.driver.wheel("calls", 50);
    CHECK(test.driver.text_of("step.0.result") == "65536 short");
    CHECK(test.driver.text_of("entries.signature") ==
          "writev(" + std::to_string(test.run().target_fd) + ", iov, 4)");
}

TEST_CASE("the longest errno leaves the column beside it alone") {
    for (const float zoom : {0.8F, 1.0F, 1.25F}) {
        for (const char* recipe : {"EDESTADDRREQ", "ECONNRESET"}) {
            CAPTURE(zoom, recipe);
            WindowOptions options;
            options.zoom = zoom;
            TestWindow test(options);
            test.window->lab().apply(
                OpenFile{std::string(IOVLAB_SOURCE_DIR "/assets/examples/errno/") + recipe + ".toml"});
            test.driver.frames(6);
            test.run_to_end();
            const std::string step = "step." + std::to_string(test.run().calls.back());
            CHECK(test.driver.text_of(step + ".result") == std::string("-1 ") + recipe);
            if (!test.driver.has(step + ".elapsed")) continue;  // no room for it
            CHECK(test.driver.control(step + ".result").max.x <= test.driver.control(step + ".elapsed").min.x);
        }
    }
}

TEST_CASE("choosing an earlier call shows what was then, and makes no call") {
    TestWindow test;
    test.run_to_end();
    const std::size_t steps = test.run().steps.size();
    CHECK(test.run().shown_call()->n == test.run().calls.size());
    test.driver.wheel("calls", 50);
    test.driver.click("step.0");
    test.driver.frames(4);
    CHECK(test.run().shown_call()->n == 1);
    CHECK(test.run().shown_slots.slots().size() == 16);
    CHECK(test.driver.text_of("kernel.queued").find("full") == 0);
    CHECK(test.run().steps.size() == steps);
    CHECK(test.driver.text_of("look.back_words") == "Looking back: no call is made again.");
    CHECK(test.driver.text_of("sink.hex").find("Nothing had arrived") == 0);
    test.driver.click("look.last");
    CHECK_FALSE(test.run().looking_back());
}

TEST_CASE("a call that sleeps shows who sleeps, and each way to wake it works") {
    TestWindow test;
    test.ask_for(100000);
    test.run_until_asleep();
    REQUIRE(test.driver.has("kernel.asleep"));
    REQUIRE(test.driver.enabled("stop"));
    const auto over = [&] { return !test.run().busy(); };

    SECTION("read some, and it sleeps again; drain, and it is done") {
        test.driver.enter("reader.amount", "8192");
        test.driver.click("reader.read");
        test.driver.until([&] { return test.run().steps.back().arrived == 8192 && test.run().asleep(); });
        CHECK(test.driver.text_of("kernel.took") == "reader took 8,192 B");
        test.driver.click("reader.drain");
        test.driver.until(over);
        test.driver.frames(6);
        CHECK(test.run().end()->verdict == Verdict::Intact);
    }
    SECTION("close the reader") {
        test.driver.click("reader.close");
        test.driver.until(over);
        CHECK(test.run().shown_call()->outcome.result == 65536);
    }
    SECTION("send a signal") {
        test.driver.click("wake.signal");
        test.driver.until(over);
        CHECK(test.run().shown_call()->outcome.result == 65536);
    }
    SECTION("cancel") {
        test.driver.click("wake.cancel");
        test.driver.until(over);
        CHECK(test.run().shown_call()->outcome.blocked);
    }
    SECTION("stop, by its key") {
        test.driver.key({.key = Key::F5, .shift = true});
        test.driver.until(over);
        CHECK(test.run().shown_call()->outcome.blocked);
    }
    test.driver.frames(4);
    CHECK_FALSE(test.driver.has("kernel.asleep"));
    CHECK_FALSE(test.driver.enabled("stop"));
    CHECK_FALSE(test.driver.enabled("reader.read"));
}

TEST_CASE("a loop that waits in poll is not told as asleep in its call") {
    TestWindow test;
    test.ask_for(100000);
    TargetSpec target = test.experiment().target;
    target.flags.names = {"O_NONBLOCK"};
    test.window->lab().apply(SetTarget{target, "flags"});
    LoopSpec loop = test.experiment().loop;
    loop.kind = "write-all-poll";
    test.window->lab().apply(SetLoop{loop, "kind"});
    test.driver.frames(4);
    test.run_until_asleep();
    REQUIRE(test.run().sleeping());
    CHECK(test.run().sleeping()->polling);
    const std::string words = test.driver.text_of("kernel.asleep");
    CHECK(words.find("poll(2)") != std::string::npos);
    CHECK(words.find("without `O_NONBLOCK`") == std::string::npos);
    CHECK(words.find("without O_NONBLOCK") == std::string::npos);
    CHECK(test.driver.text_of("kernel.asleep").find("writev(2)") == std::string::npos);
    test.driver.click("wake.cancel");
    test.driver.until([&] { return !test.run().busy(); });
}

TEST_CASE("F10 makes one call and pauses") {
    TestWindow test;
    test.driver.key({.key = Key::F10});
    test.driver.until([&] { return test.run().paused(); });
    CHECK(test.run().calls.size() == 1);
    test.driver.frames(4);
    CHECK(test.driver.text_of("run") == "Go on");
    CHECK(test.driver.text_of("sink.hex").find("65,536 B wait in the pipe") != std::string::npos);
    test.driver.click("reader.read");
    test.driver.until([&] { return test.run().sink.size == 4096; });
    CHECK(test.run().paused());
    test.driver.click("run");
    test.driver.until([&] { return !test.run().busy(); });
    CHECK(test.run().end()->verdict == Verdict::Intact);
}

TEST_CASE("what the model foretold stands beside what the kernel answered") {
    TestWindow test;
    test.run_to_end();
    test.window->lab().apply(SelectStep{0});
    test.driver.frames(6);
    CHECK(test.driver.text_of("kernel.model") == "65536 short");
    CHECK(test.driver.text_of("kernel.result") == "65536 short");
}

TEST_CASE("an experiment that cannot be set up says so and stays") {
    TestWindow test;
    test.ask_for(10);
    BufferSpec file = test.experiment().buffers.front();
    file.content = {ContentKind::File, "nowhere.bin", 0, 0};
    test.window->lab().apply(SetBuffer{0, file, "content"});
    test.driver.frames(4);
    test.driver.click("run");
    test.driver.until([&] { return test.run().exists && !test.run().busy(); });
    test.driver.frames(6);
    CHECK(test.driver.has("kernel.refused"));
    CHECK_FALSE(test.run().refused.empty());
}

TEST_CASE("pointing at a byte of the sink lights it up where it came from") {
    TestWindow test;
    test.run_to_end();
    const ui::Control sink = test.driver.control("sink.hex");
    test.driver.hover_at(sink.min.x + 90, sink.min.y + 8);
    REQUIRE(test.state().lighting.hovered.spot);
    CHECK(test.state().lighting.words.buffer == 0U);
    CHECK(test.state().lighting.hovered.spot->at < 24);
    CHECK(test.driver.text_of("tooltip").find("header") != std::string::npos);
    test.driver.hover_at(1, 1);
    CHECK_FALSE(test.state().lighting.hovered.spot);
}

TEST_CASE("a file's run shows its size and where the bytes landed") {
    TestWindow test;
    test.ask_for(10);
    TargetSpec target;
    target.kind = "file";
    target.content = Content{ContentKind::Text, "0123456789abcdef", 0, 0};
    target.seek = 4;
    test.window->lab().apply(SetTarget{target, "the kind"});
    test.driver.frames(4);
    test.run_to_end();
    CHECK(test.driver.text_of("kernel.file") == "16 B, position 14");
    CHECK(test.run().sink.size == 16);
}

TEST_CASE("the first call is explained from the state that the experiment began with") {
    TestWindow test;
    test.ask_for(8);
    TargetSpec target;
    target.kind = "eventfd";
    target.value = 5;
    test.window->lab().apply(SetTarget{target, "the kind"});
    test.run_to_end();
    CHECK(test.run().explanation.why.find("went from 5 to ") != std::string::npos);
}
