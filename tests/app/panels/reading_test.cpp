// The bench turned round: what the window says and shows of calls that read.
#include "tests/app/panels/bench_fixture.h"
#include "tests/catch.h"

using namespace iovlab;

namespace {

const std::string kExamples = IOVLAB_SOURCE_DIR "/assets/examples/";

void open_example(TestWindow& test, const std::string& file) {
    test.window->lab().apply(OpenFile{kExamples + file});
    test.driver.until([&] { return reads(test.experiment()); });
    test.driver.frames(6);
}

}  // namespace

TEST_CASE("what a read has put into the buffers stands in them, and is gone when one looks back") {
    TestWindow test;
    open_example(test, "15-scatter.toml");
    CHECK(test.driver.text_of("buffer.0.bar") == "....");
    test.run_to_end();
    CHECK(test.driver.text_of("buffer.0.bar") == "IOVL");
    CHECK(test.driver.text_of("buffer.1.bar") == "12");
    CHECK(test.driver.text_of("buffer.2.bar").rfind("Hello, scatter", 0) == 0);
    CHECK(test.driver.text_of("entry.0.bar") == "IOVL");
    CHECK(test.driver.text_of("entry.2.bar") == "Hello, scatter");
}

TEST_CASE("looking back at a reading run shows the buffers as they were") {
    TestWindow test;
    open_example(test, "16-read-until-the-end.toml");
    test.run_to_end();
    REQUIRE(test.run().calls.size() >= 2);
    const Filled at_end = test.state().filled;
    test.window->lab().apply(SelectStep{test.run().calls.front()});
    test.driver.frames(4);
    CHECK(test.state().filled.previews != at_end.previews);
    test.window->lab().apply(SelectStep{});
    test.driver.frames(4);
    CHECK(test.state().filled.previews == at_end.previews);
}

TEST_CASE("nothing in the window speaks of writing when the calls read") {
    TestWindow test;
    open_example(test, "15-scatter.toml");
    test.run_to_end();
    CHECK_FALSE(test.driver.has("belief.calm"));
    CHECK_FALSE(test.driver.has("belief.damage"));
    CHECK(test.driver.text_of("check.delivered").find("put into the buffers") != std::string::npos);
    CHECK(test.driver.text_of("advance.next").find("as sent") == std::string::npos);
    CHECK(test.driver.text_of("loop.sent").rfind("got=", 0) == 0);
    CHECK_FALSE(test.driver.has("listing"));
}

TEST_CASE("room that one read left unfilled is no loss, and the loop's card does not say so") {
    TestWindow test;
    open_example(test, "15-scatter.toml");
    test.run_to_end();
    REQUIRE(test.experiment().loop.kind == "once");
    const std::string strip = test.driver.text_of("advance.strip");
    CAPTURE(strip);
    CHECK(strip == "magic filled, length filled, body room left");
    CHECK(test.driver.text_of("advance.words").find("2 entries filled, room left in 1 entry") != std::string::npos);
    for (const AdvanceBlock& block : test.state().thinking.advance.blocks)
        CHECK((block.fate == Fate::Filled || block.fate == Fate::Room));
}

TEST_CASE("a pipe that is read from has its content in it before the run, and fields for it") {
    TestWindow test;
    test.start_anew();
    BufferSpec buffer = fill_buffer("into", 8);
    buffer.kind = BufferKind::Bytearray;
    test.window->lab().apply(AddBuffer{buffer});
    test.window->lab().apply(AddEntry{0, entry_of("into"), {}});
    CallSpec call;
    call.op = Op::Readv;
    test.window->lab().apply(SetCall{0, call, "the operation"});
    TargetSpec target;
    target.content = Content{ContentKind::Text, "12345", 0, 0};
    test.window->lab().apply(SetTarget{target, "the target"});
    test.driver.frames(6);
    CHECK(test.driver.has("target.content"));
    CHECK(test.driver.has("target.writer"));
    CHECK(test.driver.text_of("kernel.queued").rfind("5 of ", 0) == 0);
    test.driver.click("target.writer");
    test.driver.frames(4);
    CHECK_FALSE(test.experiment().target.writer_open);
    test.run_to_end();
    CHECK(test.driver.text_of("buffer.0.bar").rfind("12345xxx", 0) == 0);
}

TEST_CASE("a unix socket's timeout is a field, and a wrong one stays beside it") {
    TestWindow test;
    test.start_anew();
    TargetSpec target;
    target.kind = "unix-stream";
    test.window->lab().apply(SetTarget{target, "the kind"});
    test.driver.frames(6);
    test.driver.enter("target.timeout", "0.25");
    test.driver.frames(4);
    CHECK(test.experiment().target.timeout_s == 0.25);
    test.driver.enter("target.timeout", "soon");
    test.driver.frames(4);
    CHECK_FALSE(test.state().run_obstacle().empty());
}
