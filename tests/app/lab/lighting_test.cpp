// One byte in all the places that show it: memory, list, slots, calls, belief and sink.
#include "app/lab/lighting.h"

#include "tests/app/lab/lab_fixture.h"
#include "tests/catch.h"

using namespace iovlab;

namespace {

using In = ByteSpot::In;
using Lit = std::vector<ui::LitRange>;

void run_ready(TestLab& test) {
    test.lab.apply(StartRun{});
    REQUIRE(test.until_over());
    REQUIRE(test.run().refused == "");
}

Lit exact(Lit lit) {
    std::erase_if(lit, [](const ui::LitRange& range) { return range.copy; });
    return lit;
}

}  // namespace

TEST_CASE("a byte of memory is found in views, lists, calls and the sink; its copies are told apart") {
    TestLab test;
    run_ready(test);
    test.lab.apply(
        HoverByte{ByteSpot{In::Buffer, 1, 7000}});  // body: the view begins at 6,000, tail copied 0 to 16,000
    const Lighting& lit = test.state().lighting;
    CHECK(lit_in_buffer(test.state(), 0).empty());
    CHECK(lit_in_buffer(test.state(), 1) == Lit{{7000, 7001, false, false}});
    CHECK(lit_in_buffer(test.state(), 2) == Lit{{1000, 1001, false, false}});
    CHECK(lit_in_buffer(test.state(), 3) == Lit{{7000, 7001, false, true}});
    CHECK(lit_in_line(test.state(), 0, 2) == Lit{{1000, 1001, false, false}});
    // header 24, body 30,000, window 24,000, tail
    const Lit places{{7024, 7025, false, false}, {31024, 31025, false, false}, {61024, 61025, false, true}};
    CHECK(lit.sink == places);
    CHECK(lit.accepted == places);
    CHECK(lit.expected == places);
    CHECK(lit.words.place == "body+7,000");
    CHECK(lit.words.value == "0x62 = 98 = 'b'");
    CHECK(lit.words.entry == "iov[1] and iov[2]");
    CHECK(lit.words.call == "carried by call 1");
    CHECK(lit.words.sink == "sink byte 7,024");
}

TEST_CASE("a byte of the sink tells which call carried it, though its buffer was sent twice") {
    TestLab test;
    run_ready(test);
    test.lab.apply(HoverByte{ByteSpot{In::Sink, 0, 69700}});  // the rest of tail, after EAGAIN
    const ByteWords& words = test.state().lighting.words;
    CHECK(words.place == "tail+15,676");
    CHECK(words.buffer == 3U);
    CHECK(words.call == "carried by call 5");
    CHECK(words.sink == "sink byte 69,700");
    CHECK(lit_in_buffer(test.state(), 3) == Lit{{15676, 15677, false, false}});
    CHECK(lit_in_buffer(test.state(), 1) == Lit{{15676, 15677, false, true}});
    test.lab.apply(HoverByte{});
    CHECK(test.state().lighting.words.place == "");
    CHECK(test.state().lighting.sink.empty());
}

TEST_CASE("a selection grows from where it began, and stays with its bytes while looking back") {
    TestLab test;
    run_ready(test);
    test.lab.apply(SelectBytes{ByteSpot{In::Sink, 0, 65600}, false});
    test.lab.apply(SelectBytes{ByteSpot{In::Sink, 0, 65609}, true});
    const Lighting& lit = test.state().lighting;
    CHECK(lit.chosen.size() == 10);
    CHECK(lit_in_buffer(test.state(), 3) == Lit{{11576, 11586, true, false}});
    CHECK(lit.words.place == "tail+11,576 and on, 10 B");
    test.lab.apply(SelectBytes{ByteSpot{In::Sink, 0, 65599}, true});  // past the anchor to the other side
    CHECK(lit.chosen.begin == 65599);
    CHECK(lit.chosen.end == 65601);
    test.lab.apply(SelectStep{0});  // call 1: not one of these was taken yet
    CHECK(lit_in_buffer(test.state(), 3) == Lit{{11575, 11577, true, false}});
    CHECK(exact(lit.accepted).empty());  // though tail's bytes were copied from body's, which were
    CHECK(lit.words.call == "carried by no call yet");
    test.lab.apply(SelectStep{});
    CHECK(exact(lit.accepted) == Lit{{65599, 65601, true, false}});
    test.lab.apply(SelectBytes{});
    CHECK_FALSE(lit.chosen.spot);
}

TEST_CASE("a byte that waits in the pipe is said to wait there") {
    TestLab test;
    test.lab.apply(SetReader{ReaderSpec{}, "policy"});
    test.lab.apply(SetLoop{LoopSpec{"once", 10}, "kind"});
    test.lab.apply(StepRun{});
    REQUIRE(test.until([&] { return test.run().calls.size() == 1 && !test.run().busy(); }));
    test.lab.apply(SelectStep{0});
    test.lab.apply(HoverByte{ByteSpot{In::Buffer, 0, 3}});
    CHECK(test.state().lighting.stream == Lit{{3, 4, false, false}});
    CHECK(test.state().lighting.sink.empty());
    CHECK(test.state().lighting.words.sink == "waits in the pipe, byte 3 of the stream");
}

TEST_CASE("a selection in the sink is one in memory for the next run, and goes with its buffer") {
    TestLab test;
    run_ready(test);
    test.lab.apply(SelectBytes{ByteSpot{In::Sink, 0, 5}, false});
    test.lab.apply(StartRun{});
    REQUIRE(test.state().lighting.chosen.spot);
    CHECK(*test.state().lighting.chosen.spot == ByteSpot{In::Buffer, 0, 5});
    REQUIRE(test.until_over());
    CHECK(test.state().lighting.sink == Lit{{5, 6, true, false}});
    test.lab.apply(RemoveBuffer{0});
    CHECK((!test.state().lighting.chosen.spot || test.state().lighting.chosen.spot->buffer == 0U));
    test.lab.apply(NewDocument{});
    test.lab.apply(AnswerUnsaved{Unsaved::Discard});
    CHECK_FALSE(test.state().lighting.chosen.spot);
}

TEST_CASE("calls that read: what lies in memory is what the sink shows, and the value follows it") {
    TestLab test;
    test.lab.apply(OpenFile{std::string(IOVLAB_SOURCE_DIR) + "/assets/examples/15-scatter.toml"});
    REQUIRE(test.until([&] { return test.state().experiment().buffers.size() == 3; }));
    test.lab.apply(HoverByte{ByteSpot{In::Buffer, 0, 1}});
    CHECK(test.state().lighting.words.value == "0x2e = 46 = '.'");
    run_ready(test);
    test.lab.apply(HoverByte{ByteSpot{In::Buffer, 0, 1}});
    CHECK(test.state().lighting.words.value == "0x4f = 79 = 'O'");
    CHECK(test.state().lighting.words.call == "filled by call 1");
    CHECK(test.state().lighting.sink == Lit{{1, 2, false, false}});
    test.lab.apply(HoverByte{ByteSpot{In::Sink, 0, 5}});
    CHECK(lit_in_buffer(test.state(), 1) == Lit{{1, 2, false, false}});
    CHECK(test.state().lighting.words.place == "length+1");
}

TEST_CASE("bytes that came from no buffer light up where they are, and say what they are") {
    TestLab test;
    TargetSpec target;
    target.preload = 100;
    target.flags.names = {"O_NONBLOCK"};
    test.lab.apply(SetTarget{target, "preload"});
    run_ready(test);
    test.lab.apply(HoverByte{ByteSpot{In::Sink, 0, 40}});
    CHECK(test.state().lighting.words.place == "preload+40, there before the run");
    CHECK(test.state().lighting.words.call == "");
    CHECK(test.state().lighting.sink == Lit{{40, 41, false, false}});
    CHECK(lit_in_buffer(test.state(), 0).empty());
}
