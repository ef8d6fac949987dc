// Buffers and entries that go from one experiment to another as text.
#include "core/experiment/toml.h"
#include "tests/catch.h"

using namespace iovlab;

TEST_CASE("a fragment holds buffers and entries alone, and reads back as it was") {
    Experiment experiment;
    BufferSpec body;
    body.name = "body";
    body.content = {ContentKind::Fill, "ab", 0, 100};
    experiment.buffers.push_back(body);
    EntrySpec entry;
    entry.buffer = "body";
    entry.length = 7;
    experiment.calls.front().iov.push_back(entry);
    const std::string text = write_fragment(experiment);
    CHECK(text.find("[target]") == std::string::npos);
    const ReadResult read = read_fragment(text, "clipboard");
    REQUIRE(read.ok());
    CHECK(read.experiment.buffers == experiment.buffers);
    CHECK(read.experiment.calls == experiment.calls);
}

TEST_CASE("a fragment with several calls can be read, and calls without entries are left out") {
    Experiment experiment;
    EntrySpec entry;
    entry.buffer = "elsewhere";
    experiment.calls.front().iov.push_back(entry);
    experiment.calls.resize(3);
    experiment.calls[2].iov = {entry, entry};
    const ReadResult read = read_fragment(write_fragment(experiment), "clipboard");
    REQUIRE(read.ok());
    REQUIRE(read.experiment.calls.size() == 2);
    CHECK(read.experiment.calls[0] == experiment.calls[0]);
    CHECK(read.experiment.calls[1] == experiment.calls[2]);
}

TEST_CASE("a fragment needs neither format nor target, and may name what is not there") {
    const ReadResult read =
        read_fragment("[[buffer]]\nname = \"v\"\nkind = \"view\"\nof = \"elsewhere\"\n", "clipboard");
    REQUIRE(read.ok());
    CHECK(read.experiment.buffers.at(0).of == "elsewhere");
    CHECK(read_fragment("format = 1\n", "clipboard").ok());
}

TEST_CASE("what is wrong in a fragment is said with its place") {
    const auto [text, line] =
        GENERATE(std::pair<std::string, unsigned>{"[[buffer]]\nname = \"a\"\nkind = \"bytes\"\ntext = 3\n", 4U},
                 std::pair<std::string, unsigned>{"\n\nnonsense", 3U},
                 std::pair<std::string, unsigned>{"format = 1\nbufer = 2\n", 2U},
                 std::pair<std::string, unsigned>{"format = 99\n", 1U});
    CAPTURE(text);
    const ReadResult read = read_fragment(text, "clipboard");
    REQUIRE_FALSE(read.ok());
    CHECK(read.problems.front().line == line);
    CHECK(read.problems.front().file == "clipboard");
}
