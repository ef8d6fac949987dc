// Going back: the trace is only looked at.
#include "app/lab/actions.h"
#include "app/lab/cursor_shown.h"
#include "app/lab/past_sink.h"
#include "core/experiment/toml.h"
#include "tests/app/lab/lab_fixture.h"
#include "tests/catch.h"

using namespace iovlab;

namespace {

std::string text_of(const Run::Sink& sink) {
    return {reinterpret_cast<const char*>(sink.bytes.data()), sink.bytes.size()};
}

void press(TestLab& test, const char* id) {
    const Action& act = action(id);
    CAPTURE(id);
    REQUIRE(act.obstacle(test.state()).empty());
    test.lab.apply(act.intent(test.state()));
}

}  // namespace

TEST_CASE("the sink of an earlier step is what had arrived by then") {
    TestLab test;
    test.lab.apply(StartRun{});
    REQUIRE(test.until_over());
    const std::size_t steps = test.run().steps.size();
    for (std::size_t i = 0; i + 1 < steps; ++i) {
        test.lab.apply(SelectStep{i});
        CAPTURE(i);
        REQUIRE(test.run().looking_back());
        CHECK(test.run().sink_shown().size == test.run().steps[i].arrived);
        CHECK(test.run().sink_shown().provenance.size() == test.run().steps[i].arrived);
    }
    test.lab.apply(SelectStep{});
    CHECK(test.run().sink_shown().size == 70024);
    CHECK(test.run().steps.size() == steps);
}

TEST_CASE("a file that was written over shows what stood there before") {
    TestLab test;
    test.lab.apply(NewDocument{});
    BufferSpec letters = fill_buffer("letters", 4);
    letters.content.text = "ab";
    test.lab.apply(AddBuffer{letters});
    test.lab.apply(AddBuffer{fill_buffer("crosses", 3)});
    test.lab.apply(AddEntry{0, entry_of("letters"), {}});
    test.lab.apply(AddEntry{0, entry_of("crosses"), {}});
    TargetSpec file;
    file.kind = "file";
    file.content = Content{ContentKind::Text, "0123456789", 0, 0};
    test.lab.apply(SetTarget{file, "the kind"});
    CallSpec call = test.state().call();
    call.op = Op::Pwritev;
    call.offset = 2;
    test.lab.apply(SetCall{0, call, "the operation"});
    test.lab.apply(AddCall{});
    call.offset = 4;
    test.lab.apply(SetCall{1, call, "the offset"});
    test.lab.apply(StartRun{});
    REQUIRE(test.until_over());
    REQUIRE(test.run().calls.size() == 2);
    REQUIRE(text_of(test.run().sink) == "01abababxxx");
    test.lab.apply(SelectStep{test.run().calls[0]});
    CHECK(text_of(test.run().sink_shown()) == "01ababxxx9");
    CHECK(test.run().sink_shown().provenance.find(9)->source == Source::Content);
    test.lab.apply(SelectStep{test.run().calls[1]});
    CHECK(text_of(test.run().sink_shown()) == "01abababxxx");
}

TEST_CASE("step back, on, home and end go through the trace and make no call") {
    TestLab test;
    test.lab.apply(StartRun{});
    REQUIRE(test.until_over());
    const std::size_t steps = test.run().steps.size();
    press(test, "look.back");
    CHECK(test.run().selected == test.run().calls.back() - 1);
    press(test, "look.first");
    CHECK(test.run().selected == 0);
    CHECK_FALSE(action("look.back").obstacle(test.state()).empty());
    CHECK(title_of(action("run.step"), test.state()) == "Look on");
    for (std::size_t i = 1; i + 1 < steps; ++i) {
        press(test, "run.step");
        CHECK(test.run().selected == i);
    }
    press(test, "run.step");
    CHECK_FALSE(test.run().looking_back());
    CHECK(title_of(action("run.step"), test.state()) == "Step");
    press(test, "look.first");
    press(test, "look.last");
    CHECK_FALSE(test.run().selected);
    CHECK(test.run().steps.size() == steps);
    CHECK(test.run().state == Run::State::Over);
}

TEST_CASE("looking back at a paused run leaves it paused, and going on shows the newest") {
    TestLab test;
    for (std::size_t calls = 1; calls <= 2; ++calls) {
        test.lab.apply(StepRun{});
        REQUIRE(test.until([&] { return test.run().paused() && test.run().calls.size() == calls; }));
    }
    press(test, "look.first");
    press(test, "run.step");
    CHECK(test.run().calls.size() == 2);
    CHECK(test.run().paused());
    press(test, "look.first");
    press(test, "run.start");
    CHECK_FALSE(test.run().looking_back());
    REQUIRE(test.until_over());
    CHECK(test.run().end()->verdict == Verdict::Intact);
}

TEST_CASE("the trace is played to its end") {
    TestLab test;
    test.lab.apply(SetSpeed{1000});
    CHECK_FALSE(action("look.play").obstacle(test.state()).empty());
    test.lab.apply(StartRun{});
    REQUIRE(test.until_over());
    const std::size_t steps = test.run().steps.size();
    press(test, "look.play");
    CHECK(test.run().selected == 0);
    CHECK(test.state().look.playing);
    std::size_t seen = 0;
    std::size_t last = 0;
    REQUIRE(test.until([&] {
        if (test.run().selected && *test.run().selected != last) ++seen;
        last = test.run().selected.value_or(0);
        return !test.state().look.playing;
    }));
    CHECK(seen == steps - 2);
    CHECK_FALSE(test.run().looking_back());
    CHECK(test.run().steps.size() == steps);
    press(test, "look.play");
    test.lab.apply(SelectStep{1});  // a hand on the slider halts it
    CHECK_FALSE(test.state().look.playing);
    CHECK(test.run().selected == 1);
}

TEST_CASE("looking back: a list whose call got EAGAIN is not shown as sent when the next list's call is on show",
          "[looking_back]") {
    Experiment experiment;
    experiment.buffers = {fill_buffer("one", 1)};
    experiment.calls.resize(2);
    for (CallSpec& call : experiment.calls) call.iov = {entry_of("one")};
    experiment.target.capacity = 4096;
    experiment.target.preload = 4096;
    experiment.target.flags.names = {"O_NONBLOCK"};
    const TestFolder folder;
    REQUIRE(save_experiment_file(experiment, folder.file("x.toml")).empty());
    TestLab test;
    test.lab.apply(OpenFile{folder.file("x.toml")});
    REQUIRE(test.until([&] { return !test.state().opening; }));
    CHECK_FALSE(cursor_shown(test.state()));
    test.lab.apply(StartRun{});
    REQUIRE(test.until_over());
    REQUIRE(test.run().calls.size() == 2);
    REQUIRE(cursor_shown(test.state()));
    CHECK(cursor_shown(test.state()) == Cursor{0, 0});
    test.lab.apply(SelectList{1});
    CHECK(cursor_shown(test.state()) == Cursor{0, 0});
}
