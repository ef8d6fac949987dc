// The sink's card: what it shows is of the run on show, whatever was shown before.
#include "app/panels/sink.h"

#include "tests/app/lab/lab_fixture.h"
#include "tests/app/window/driver.h"
#include "tests/catch.h"

using namespace iovlab;

namespace {

BufferSpec text_of(const std::string& name, const std::string& text) {
    BufferSpec buffer;
    buffer.name = name;
    buffer.content = {ContentKind::Text, text, 0, 0};
    return buffer;
}

/// Which bytes have a colour at all, and whose it is where they have one.
std::uint64_t coloured(const SinkColours& colours) {
    std::uint64_t bytes = 0;
    for (const ui::HexRun& run : colours.runs) bytes += run.length;
    return bytes;
}

}  // namespace

TEST_CASE("the sink has the colours of the run on show, though another one had as many steps", "[identity]") {
    TestLab test;
    test.lab.apply(NewDocument{});
    test.lab.apply(AddBuffer{text_of("data", "hello\n")});
    test.lab.apply(AddEntry{0, entry_of("data"), {}});
    SinkColours colours;
    Intents out;
    Driver driver(whole_window([&] { draw_sink(test.state(), colours, 0, out); }));
    test.lab.apply(StartRun{});
    REQUIRE(test.until_over());
    driver.frames(3);
    REQUIRE(coloured(colours) == 6);
    CHECK(colours.runs.front().fill == buffer_fill(0));
    const std::size_t steps = test.run().steps.size();
    const std::uint64_t first = test.run().id;
    const std::uint64_t revision = test.run().sink.revision;

    test.lab.apply(AddBuffer{text_of("other", "WORLD12345")});
    EntrySpec entry = test.state().call().iov[0];
    entry.buffer = "other";
    test.lab.apply(SetEntry{0, 0, entry, "iov_base"});
    driver.frames(3);
    test.lab.apply(StartRun{});
    CHECK(test.state().belief.parts.empty());
    CHECK(test.state().thinking.call == 0);
    REQUIRE(test.until_over());
    driver.frames(3);
    REQUIRE(test.run().steps.size() == steps);
    CHECK(test.run().id != first);
    CHECK(test.run().sink.revision != revision);
    CHECK(coloured(colours) == 10);
    CHECK(colours.runs.front().fill == buffer_fill(1));
    // Earlier steps, and back: the same colours.
    test.lab.apply(SelectStep{0});
    driver.frames(2);
    test.lab.apply(SelectStep{});
    driver.frames(2);
    CHECK(coloured(colours) == 10);
}

TEST_CASE("no two documents and no two states of one are taken for each other", "[identity]") {
    Document one(ready_experiment(), "");
    const DocumentState first = one.state();
    Document other(ready_experiment(), "");
    CHECK_FALSE(other.state() == first);
    one.edit("title", "", [](Experiment& now) { now.title = "another"; });
    CHECK_FALSE(one.state() == first);
    const Document aside = one;
    CHECK(aside.state() == one.state());
}
